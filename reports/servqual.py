"""SERVQUAL: what was expected, what was found, and the gap between, by dimension.

Parasuraman, Zeithaml and Berry 1988: gap = perception - expectation, below zero where less was
found than was expected. Perception alone is SERVPERF (Cronin and Taylor 1992). Shares of complaints
by dimension are something else and are never mixed in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

# So many customers must have weighed the dimensions before their weights are used.
ENOUGH = 30
ORDER = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")


class Source(StrEnum):
    """Whose weights are used."""

    CUSTOMERS = "customers"
    RULES = "rules"
    EVEN = "even"


class Mean(Protocol):
    @property
    def n(self) -> int: ...
    @property
    def mean(self) -> float | None: ...


@dataclass(frozen=True, kw_only=True)
class Line:
    """One dimension. `gap` rests on answers that have both; `weight` is a share of all weights."""

    dimension: str
    n: int
    perception: float | None
    expectation: float | None
    gap: float | None
    weight: float | None

    def as_json(self) -> dict[str, Any]:
        values = ("perception", "expectation", "gap", "weight")
        return {"n": self.n} | {
            key: None if getattr(self, key) is None else round(getattr(self, key), 4)
            for key in values
        }


@dataclass(frozen=True, kw_only=True)
class Servqual:
    """`weighted` is the sum of weight times gap; `weights_n` customers gave the weights.

    Where too few did, they are those of the rules, else each dimension weighs the same.
    """

    lines: tuple[Line, ...]
    weighted: float | None
    source: Source = Source.EVEN
    weights_n: int = 0

    def as_json(self) -> dict[str, Any]:
        weighted = None if self.weighted is None else round(self.weighted, 4)
        return {
            "dimensions": {line.dimension: line.as_json() for line in self.lines},
            "weighted_gap": weighted,
            "weights": {"from": self.source.value, "n": self.weights_n},
        }


def servqual_of(
    groups: Mapping[str, Mapping[str, Mean]], of_the_rules: Mapping[str, float] | None = None
) -> Servqual:
    """From the breakdowns by dimension of perception, expectation, weight and their pairs."""
    known = [name for name in ORDER if name in groups.get("perception", {})]
    given = groups.get("weight", {})
    n = min((given[name].n for name in known if name in given), default=0)
    source, weights = Source.EVEN, dict[str, float]()
    if n >= ENOUGH and all(name in given for name in known):
        source, weights = Source.CUSTOMERS, _shares({k: given[k].mean or 0.0 for k in known})
    elif of_the_rules:
        source, weights = Source.RULES, _shares({k: of_the_rules.get(k, 0.0) for k in known})
    lines = tuple(_line(name, groups, weights.get(name)) for name in known)
    return Servqual(lines=lines, weighted=_weighted(lines), source=source, weights_n=n)


def _line(name: str, groups: Mapping[str, Mapping[str, Mean]], weight: float | None) -> Line:
    found, wanted = (
        _mean(groups, f"{side}_paired", name) for side in ("perception", "expectation")
    )
    return Line(
        dimension=name,
        n=groups["perception"][name].n,
        perception=_mean(groups, "perception", name),
        expectation=_mean(groups, "expectation", name),
        gap=None if found is None or wanted is None else found - wanted,
        weight=weight,
    )


def _mean(groups: Mapping[str, Mapping[str, Mean]], key: str, name: str) -> float | None:
    number = groups.get(key, {}).get(name)
    return None if number is None else number.mean


def _shares(points: Mapping[str, float]) -> dict[str, float]:
    total = sum(points.values())
    return {name: each / total for name, each in points.items()} if total else {}


def _weighted(lines: Sequence[Line]) -> float | None:
    """Over the dimensions that have a gap, with their weights made to add up to one."""
    gaps = [(line.gap, line.weight) for line in lines if line.gap is not None]
    if not gaps:
        return None
    weights = [1.0 if weight is None else weight for _, weight in gaps]
    if any(weight is None for _, weight in gaps):
        weights = [1.0] * len(gaps)
    total = sum(weights)
    return sum(gap * weight for (gap, _), weight in zip(gaps, weights, strict=True)) / total
