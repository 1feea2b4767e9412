"""What can be added up: the figures of days and places, so that those of a year are their sum."""

import sys
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from reports.facts import Population
from reports.figures import Figure, Measure
from reports.values import Number, Numbers, percentile, ranked

# Lengths of time in whole seconds, four bytes each, the shortest first.
Seconds: TypeAlias = "array[int]"
# (figure, part): the part of a figure that is broken down, else empty.
Key = tuple[str, str]


@dataclass(kw_only=True)
class Tally:
    n: int = 0
    hits: int = 0
    total: float = 0
    squares: float = 0
    seconds: Seconds = field(default_factory=lambda: array("i"))

    def add(self, other: "Tally") -> None:
        self.n += other.n
        self.hits += other.hits
        self.total += other.total
        self.squares += other.squares
        self.seconds.extend(other.seconds)


Tallies = dict[Key, Tally]


def is_additive(figure: Figure) -> bool:
    """Whether the figure of two days is made of those of each, or `first_rounds` makes it so.

    A case that came back on another day is still one case: such figures count first rounds, and
    beside them the cases that came back into the period from before it.
    """
    if figure.is_costly or figure.counted_on is None:
        return False
    return figure.unit is None or figure.unit == figure.by or counts_first_rounds(figure)


def counts_first_rounds(figure: Figure) -> bool:
    of_rounds = figure.population in {Population.ROUNDS, Population.ISSUES}
    return of_rounds and figure.unit == "case_id"


def add_up(into: Tallies, more: Iterable[tuple[Key, Tally]]) -> None:
    for key, tally in more:
        into.setdefault(key, Tally()).add(tally)


def number_of(figure: Figure, tally: Tally | None) -> Number:
    found = tally or Tally()
    if figure.unit is not None and figure.unit == figure.by:
        return Number(n=min(found.n, 1))
    match figure.measure:
        case Measure.COUNT:
            return Number(n=found.n)
        case Measure.SHARE:
            return Number(n=found.n, hits=found.hits)
        case Measure.MEAN:
            return Number(n=found.n, total=float(found.total), squares=float(found.squares))
        case Measure.TIMES:
            return times_of(found.seconds)


def times_of(seconds: Iterable[int]) -> Number:
    known = sorted(seconds)
    if not known:
        return Number(n=0, total=0)
    return Number(
        n=len(known),
        total=float(sum(known)),
        median=percentile(known, 0.5),
        p90=percentile(known, 0.9),
    )


def numbers_of(
    figures: Iterable[Figure], tallies: Mapping[Key, Tally]
) -> tuple[dict[str, Number], dict[str, Numbers]]:
    """Those that stand alone, and those that are broken down, the most frequent part first."""
    parts: dict[str, dict[str, Tally]] = {}
    for (key, part), tally in tallies.items():
        parts.setdefault(key, {})[part] = tally
    numbers: dict[str, Number] = {}
    groups: dict[str, Numbers] = {}
    for figure in figures:
        found = parts.get(figure.key, {})
        if figure.by is None:
            numbers[figure.key] = number_of(figure, found.get(""))
        else:
            groups[figure.key] = ranked({p: number_of(figure, t) for p, t in found.items()})
    return numbers, groups


def packed(seconds: Seconds) -> bytes | None:
    """The same bytes on every machine."""
    if not seconds:
        return None
    kept = array("i", sorted(seconds))
    if sys.byteorder == "big":
        kept.byteswap()
    return kept.tobytes()


def unpacked(kept: bytes | None) -> Seconds:
    seconds = array("i")
    seconds.frombytes(kept or b"")
    if sys.byteorder == "big":
        seconds.byteswap()
    return seconds
