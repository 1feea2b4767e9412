"""SERVQUAL: what was expected, what was found, and the gap between, by dimension.

Parasuraman, Zeithaml and Berry 1988: gap = perception - expectation, below zero where less was
found than was expected. Perception alone is SERVPERF (Cronin and Taylor 1992). Shares of complaints
by dimension are something else and are never mixed in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

ORDER = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")


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
    """`weighted` is the sum of weight times gap; equal weights where none were asked for."""

    lines: tuple[Line, ...]
    weighted: float | None

    def as_json(self) -> dict[str, Any]:
        weighted = None if self.weighted is None else round(self.weighted, 4)
        return {
            "dimensions": {line.dimension: line.as_json() for line in self.lines},
            "weighted_gap": weighted,
        }


def servqual_of(groups: Mapping[str, Mapping[str, Mean]]) -> Servqual:
    """From the breakdowns by dimension of perception, expectation, weight and their pairs."""
    known = [name for name in ORDER if name in groups.get("perception", {})]
    weights = _weights(groups.get("weight", {}), known)
    lines = tuple(_line(name, groups, weights.get(name)) for name in known)
    return Servqual(lines=lines, weighted=_weighted(lines))


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


def _weights(given: Mapping[str, Mean], known: Sequence[str]) -> dict[str, float]:
    means = {name: given[name].mean or 0.0 for name in known if name in given}
    total = sum(means.values())
    return {name: mean / total for name, mean in means.items()} if total else {}


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
