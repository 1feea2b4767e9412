"""Counts what can be added up, day by day and place by place, over the period of a scope."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    case,
    literal,
    literal_column,
    or_,
    select,
    true,
)

from calendars.periods import Period
from reports.facts import Population
from reports.figures import Figure, Measure
from reports.tallies import Key, Seconds, Tally, counts_first_rounds
from storage.columns import Utc
from storage.counting import Counting, bucket, count_of, pass_of, sums_of

# (the dates of the days, the place, the figure and its part)
Found = list[tuple[tuple[str, int, Key], Tally]]
Which = tuple[ColumnElement[bool], ...]


async def tally(
    counting: Counting, figures: Iterable[Figure], days: Sequence[Period] = ()
) -> Found:
    """What there is of each figure, by place and part; a case is counted when it first opened.

    `days` follow each other and fill the period of the scope; without them it is told as one.
    """
    return await _Tallying(counting, _first_rounds, days).all(figures)


async def tally_returned(
    counting: Counting, figures: Iterable[Figure], parts: Sequence[Period] = ()
) -> Found:
    """The cases that came back within the period, or within one of its parts, from before it."""
    returned = [figure for figure in figures if counts_first_rounds(figure)]
    which = partial(_returned, parts or (counting.scope.period,))
    return await _Tallying(counting, which, parts).all(returned)


def _first_rounds(counting: Counting, figure: Figure, rows: FromClause) -> Which:
    return (rows.c.round == 1,) if counts_first_rounds(figure) else ()


def _returned(
    parts: Sequence[Period], counting: Counting, figure: Figure, rows: FromClause
) -> Which:
    """A clock that was put right may have a case come back before it opened."""
    starts, ends = (
        case(*((rows.c.opened_at < part.end, literal(at, Utc)) for part, at in edges))
        for edges in ([(part, part.start) for part in parts], [(part, part.end) for part in parts])
    )
    first = rows.c.first_opened_at
    return rows.c.round > 1, or_(first < starts, first >= ends)


class _Tallying:
    def __init__(self, counting: Counting, which: Any, days: Sequence[Period]) -> None:
        self._counting = counting
        self._which = which
        self._days = days

    async def all(self, figures: Iterable[Figure]) -> Found:
        known = list(figures)
        found: Found = []
        for _, together in groupby(sorted(_plain(known), key=pass_of), key=pass_of):
            found += await self._counts(list(together))
        for figure in known:
            if figure.measure is Measure.TIMES:
                found += await self._times(figure)
            elif figure.by is not None:
                found += await self._parts(figure)
        return found

    def _unit(self, figure: Figure) -> Figure:
        """A case opens once for the first time: nothing need be told apart to count it."""
        is_once = self._which is _first_rounds and figure.population is Population.ROUNDS
        return replace(figure, unit=None) if is_once and counts_first_rounds(figure) else figure

    async def _counts(self, figures: Sequence[Figure]) -> Found:
        rows = self._counting.rows[figures[0].population]
        units = [self._unit(figure) for figure in figures]
        columns = [column for unit in units for column in self._counting.counted(unit, rows)]
        by = self._by(figures[0], rows)
        query = self._query(figures[0], rows, *by, *columns).group_by("day", *by[1:])
        found: Found = []
        for day, place_id, *counts in await self._counting.connection.execute(query):
            for number, figure in enumerate(figures):
                n, hits = counts[2 * number], counts[2 * number + 1]
                if n:
                    is_share = figure.measure is Measure.SHARE
                    tally = Tally(n=n, hits=hits if is_share else 0)
                    found.append(((day, place_id, (figure.key, "")), tally))
        return found

    async def _parts(self, figure: Figure) -> Found:
        rows = self._counting.rows[figure.population]
        assert figure.by is not None
        by = (*self._by(figure, rows), rows.c[figure.by])
        columns = count_of(self._unit(figure), true(), rows), *sums_of(figure, rows)
        query = self._query(figure, rows, *by, *columns).where(by[-1].is_not(None))
        query = query.where(self._counting.sql(figure.denominator, rows)).group_by("day", *by[1:])
        return [
            ((day, place_id, (figure.key, str(part))), _summed(*numbers))
            for day, place_id, part, *numbers in await self._counting.connection.execute(query)
        ]

    async def _times(self, figure: Figure) -> Found:
        rows = self._counting.rows[figure.population]
        assert figure.value is not None
        value = rows.c[figure.value]
        query = self._query(figure, rows, *self._by(figure, rows), value).where(
            self._counting.sql(figure.denominator, rows), value.is_not(None)
        )
        seconds: dict[tuple[str, int], Seconds] = {}
        for day, place_id, length in await self._counting.connection.execute(query):
            seconds.setdefault((day, place_id), array("i")).append(int(length))
        return [
            ((*where, (figure.key, "")), Tally(n=len(known), seconds=known))
            for where, known in seconds.items()
        ]

    def _by(self, figure: Figure, rows: FromClause) -> tuple[ColumnElement[Any], ...]:
        dates = self._counting.scope.period.dates
        day = bucket(figure, self._days, rows) if self._days else literal_column(f"'{dates}'")
        return day.label("day"), rows.c.place_id

    def _query(self, figure: Figure, rows: FromClause, *columns: Any) -> Any:
        counting = self._counting
        where = (counting.where(figure, rows), *self._which(counting, figure, rows))
        return select(*columns).select_from(rows).where(and_(*where))


def _plain(figures: Iterable[Figure]) -> list[Figure]:
    counted = {Measure.COUNT, Measure.SHARE}
    return [figure for figure in figures if figure.by is None and figure.measure in counted]


def _summed(n: int, total: Any = None, squares: Any = None) -> Tally:
    return Tally(n=n, total=float(total or 0), squares=float(squares or 0))
