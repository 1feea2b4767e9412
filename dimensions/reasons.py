"""What speaks for a reading, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from dimensions.reading import Polarity, Reading

# A dimension and an aspect as rules write them, and what is felt about it.
Felt = tuple[str, Polarity]


@dataclass(frozen=True, kw_only=True)
class Change:
    """What own words add to a reading and take from it."""

    text: str
    more: tuple[Felt, ...]
    less: tuple[Felt, ...]

    @classmethod
    def between(cls, here: Reading, there: Reading) -> Self:
        """`there` is the reading without them."""
        with_them, without = _felt(here), _felt(there)
        return cls(
            text=here.text,
            more=tuple(sorted(with_them - without)),
            less=tuple(sorted(without - with_them)),
        )


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """`weights` are the signs of how grave it is, and what each adds; from the points in `cuts` on
    it is clear, and serious. `plain` is the reading without own words, if there are any.
    """

    reading: Reading
    names: Mapping[str, str] = field(default_factory=dict)
    not_believed: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    cuts: tuple[float, float]
    plain: Reading | None = None


def _felt(reading: Reading) -> set[Felt]:
    return {(f"{f.dimension}/{f.aspect}", f.polarity) for f in reading.dimensions}
