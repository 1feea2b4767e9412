"""The oracle: each figure counted row by row, the slow and plain way that SQL is held against."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from calendars.periods import Period
from complaints.values import Mark
from reports.conditions import NOW, WEEK_AGO, AllOf, AnyOf, Condition, Known, Not, OneOf, Ordered
from reports.cuts import OF_FINDINGS, Cut, can_be_cut, is_known
from reports.facts import Fact, IssueFact, Population
from reports.figures import FIGURES, Figure, Measure
from reports.values import Number, Numbers, percentile, ranked

WEEK = timedelta(days=7)
Facts = Mapping[Population, Sequence[Fact]]


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Which rows are looked at: a period as its place cuts it, the places, and the moment."""

    period: Period
    places: frozenset[int]
    now: datetime
    cuts: tuple[Cut, ...] = ()


def fold(facts: Facts, scope: Scope) -> tuple[dict[str, Number], dict[str, Numbers]]:
    """All figures that these cuts leave, those that stand alone and those that are broken down."""
    numbers: dict[str, Number] = {}
    groups: dict[str, Numbers] = {}
    for figure in FIGURES:
        if not can_be_cut(figure.population, scope.cuts):
            continue
        rows = list(_rows(figure, facts.get(figure.population, ()), scope))
        if figure.by is None:
            numbers[figure.key] = _number(figure, rows, scope.now)
        else:
            groups[figure.key] = _broken_down(figure, rows, scope.now)
    return numbers, groups


def split(
    facts: Facts, scope: Scope, figure: Figure, by: str | Sequence[Period]
) -> Mapping[str, Number]:
    """One figure for each value of a column, or for each of some periods by its dates."""
    if not isinstance(by, str):
        whole = facts.get(figure.population, ())
        parts = {part.dates: replace(scope, period=part) for part in by}
        return {
            dates: _number(figure, list(_rows(figure, whole, part)), scope.now)
            for dates, part in parts.items()
        }
    if not is_known(figure.population, by):
        return {}
    rows = list(_rows(figure, facts.get(figure.population, ()), scope))
    return _broken_down(replace(figure, by=by), rows, scope.now)


def holds(condition: Condition, row: Fact, now: datetime) -> bool:
    match condition:
        case OneOf(column=column, words=words):
            return getattr(row, column) in words
        case Known(column=column):
            return getattr(row, column) is not None
        case Ordered(low=low, high=high):
            return _ordered(_value(low, row, now), _value(high, row, now))
        case Not(condition=inner):
            return not holds(inner, row, now)
        case AnyOf(conditions=inners):
            return any(holds(inner, row, now) for inner in inners)
        case AllOf(conditions=inners):
            return all(holds(inner, row, now) for inner in inners)


def _value(name: str | int, row: Fact, now: datetime) -> Any:
    if isinstance(name, int):
        return name
    moments = {NOW: now, WEEK_AGO: now - WEEK}
    return moments[name] if name in moments else getattr(row, name)


def _ordered(low: Any, high: Any) -> bool:
    return low is not None and high is not None and low <= high


def _rows(figure: Figure, facts: Sequence[Fact], scope: Scope) -> Iterable[Fact]:
    """What tests leave behind is never counted; what the demo shows is."""
    for row in facts:
        if row.mark == Mark.TEST.value or row.place_id not in scope.places:
            continue
        if not all(_is_in_cut(row, cut) for cut in scope.cuts):
            continue
        if _is_in_period(figure, row, scope) and holds(figure.denominator, row, scope.now):
            yield row


def _is_in_cut(row: Fact, cut: Cut) -> bool:
    """A finding is what it is; a case is whatever was found with it."""
    if cut.column in OF_FINDINGS and not isinstance(row, IssueFact):
        found: frozenset[str] = getattr(row, f"{cut.column}s")
        return bool(found & set(cut.values))
    return getattr(row, cut.column) in cut.values


def _is_in_period(figure: Figure, row: Fact, scope: Scope) -> bool:
    if figure.counted_on is None:
        return True
    at = getattr(row, figure.counted_on)
    return at is not None and scope.period.start <= at < scope.period.end


def _broken_down(figure: Figure, rows: Sequence[Fact], now: datetime) -> Numbers:
    assert figure.by is not None
    found: dict[str, list[Fact]] = {}
    for row in rows:
        for value in _values_in(row, figure.by):
            found.setdefault(str(value), []).append(row)
    return ranked({value: _number(figure, part, now) for value, part in found.items()})


def _values_in(row: Fact, column: str) -> Iterable[Any]:
    """A case belongs to whatever was found with it."""
    if column in OF_FINDINGS and not hasattr(row, column):
        found: frozenset[str] = getattr(row, f"{column}s")
        return found
    value = getattr(row, column)
    return () if value is None else (value,)


def _number(figure: Figure, rows: Sequence[Fact], now: datetime) -> Number:
    match figure.measure:
        case Measure.COUNT:
            return Number(n=_count(figure, rows))
        case Measure.SHARE:
            hits = [row for row in rows if holds(figure.numerator, row, now)]
            return Number(n=_count(figure, rows), hits=_count(figure, hits))
        case Measure.MEAN:
            values = _values(figure, rows)
            squares = sum(value * value for value in values)
            return Number(n=len(values), total=sum(values), squares=squares)
        case Measure.TIMES:
            return _times(_values(figure, rows))


def _count(figure: Figure, rows: Sequence[Fact]) -> int:
    if figure.unit is None:
        return len(rows)
    return len({getattr(row, figure.unit) for row in rows})


def _values(figure: Figure, rows: Sequence[Fact]) -> list[float]:
    assert figure.value is not None
    values = (getattr(row, figure.value) for row in rows)
    return sorted(value for value in values if value is not None)


def _times(seconds: Sequence[float]) -> Number:
    if not seconds:
        return Number(n=0, total=0)
    return Number(
        n=len(seconds),
        total=sum(seconds),
        median=percentile(seconds, 0.5),
        p90=percentile(seconds, 0.9),
    )
