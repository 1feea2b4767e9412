"""One figure after the other as SQL, over the rows of a scope."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    case,
    distinct,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from calendars.periods import Period
from complaints.values import Mark, State
from reports.conditions import NOW, WEEK_AGO, AllOf, AnyOf, Condition, Known, Not, OneOf, Ordered
from reports.cuts import OF_FINDINGS, Cut
from reports.facts import Population
from reports.figures import Figure, Measure
from reports.fold import WEEK, Scope
from reports.values import Number, Numbers, between, ranked, ranks
from storage.columns import Utc
from storage.populations import is_found, what_was_found


class Counting:
    def __init__(
        self,
        connection: AsyncConnection,
        rows: Mapping[Any, FromClause],
        scope: Scope,
    ) -> None:
        self.connection = connection
        self.rows = rows
        self.scope = scope

    async def counts(self, figures: Iterable[Figure]) -> dict[str, Number]:
        """Figures over the same rows of the same days are counted in one pass."""
        found: dict[str, Number] = {}
        same = sorted(figures, key=pass_of)
        for _, together in groupby(same, key=pass_of):
            found |= await self._one_pass(list(together))
        return found

    async def _one_pass(self, figures: Sequence[Figure]) -> dict[str, Number]:
        rows = self.rows[figures[0].population]
        columns = [column for figure in figures for column in self.counted(figure, rows)]
        query = select(*columns).select_from(rows).where(self.where(figures[0], rows))
        row = (await self.connection.execute(query)).one()
        return {
            figure.key: Number(n=row[2 * place] or 0, hits=self._hits(figure, row[2 * place + 1]))
            for place, figure in enumerate(figures)
        }

    def counted(self, figure: Figure, rows: FromClause) -> tuple[ColumnElement[Any], ...]:
        """How many it is out of, and how many of these count."""
        denominator = self.sql(figure.denominator, rows)
        both = and_(denominator, self.sql(figure.numerator, rows))
        return count_of(figure, denominator, rows), count_of(figure, both, rows)

    @staticmethod
    def _hits(figure: Figure, counted: int | None) -> int | None:
        return (counted or 0) if figure.measure is Measure.SHARE else None

    async def broken_down(self, figure: Figure) -> Numbers:
        rows = self.rows[figure.population]
        assert figure.by is not None
        by: ColumnElement[Any] = rows.c[figure.by]
        if figure.by == "case_id":
            # As a number of its own, so that SQLite reads no table in this order from end to end.
            by = by + literal_column("0")
        query = (
            select(by, count_of(figure, true(), rows), *sums_of(figure, rows))
            .select_from(rows)
            .where(
                self.where(figure, rows),
                self.sql(figure.denominator, rows),
                by.is_not(None),
            )
            .group_by(by)
        )
        found = await self.connection.execute(query)
        return ranked({str(row[0]): _group(figure, *row[1:]) for row in found})

    async def split(
        self, figures: Iterable[Figure], by: str | Sequence[Period]
    ) -> dict[str, dict[str, Number]]:
        """Counts and shares for each value of a column, or for each of the periods by its dates.

        The periods follow each other and fill that of the scope.
        """
        found: dict[str, dict[str, Number]] = {}
        for _, together in groupby(sorted(figures, key=pass_of), key=pass_of):
            found |= await self._one_split(list(together), by)
        return found

    async def _one_split(
        self, figures: Sequence[Figure], by: str | Sequence[Period]
    ) -> dict[str, dict[str, Number]]:
        inner = self._parted(figures[0], by)
        columns = [column for figure in figures for column in self.counted(figure, inner)]
        query = select(inner.c.part, *columns).group_by(inner.c.part)
        found: dict[str, dict[str, Number]] = {figure.key: {} for figure in figures}
        for row in await self.connection.execute(query):
            for place, figure in enumerate(figures):
                n, hits = row[2 * place + 1] or 0, row[2 * place + 2]
                if n:
                    number = Number(n=n, hits=self._hits(figure, hits))
                    found[figure.key][str(row[0])] = number
        return found

    def _parted(self, figure: Figure, by: str | Sequence[Period]) -> FromClause:
        """The rows of a figure with the part that each belongs to; a case with two, twice."""
        rows = self.rows[figure.population]
        source: FromClause = rows
        if not isinstance(by, str):
            part = bucket(figure, by, rows)
        elif by in rows.c:
            part = rows.c[by]
        else:
            found = what_was_found(by)
            source, part = rows.join(found, found.c.case_id == rows.c.case_id), found.c.part
        chosen = select(rows, part.label("part")).select_from(source)
        return chosen.where(self.where(figure, rows), part.is_not(None)).subquery("parted")

    async def times(self, figure: Figure) -> Number:
        """Read in one pass: how many, their sum, and those around the middle and the slow end."""
        rows = self.rows[figure.population]
        assert figure.value is not None
        seconds = rows.c[figure.value]
        known = (
            select(
                seconds.label("seconds"),
                func.row_number().over(order_by=seconds).label("place"),
                func.count().over().label("n"),
                func.sum(seconds).over().label("total"),
            )
            .where(self.where(figure, rows), self.sql(figure.denominator, rows))
            .where(seconds.is_not(None))
            .subquery("known")
        )
        n = known.c.n
        near = or_(
            known.c.place.between((n - 1) // 2, (n - 1) // 2 + 2),
            known.c.place.between((n - 1) * 9 // 10, (n - 1) * 9 // 10 + 2),
        )
        found = (await self.connection.execute(select(known).where(near))).all()
        if not found:
            return Number(n=0, total=0)
        at = {row.place - 1: float(row.seconds) for row in found}
        return Number(
            n=found[0].n,
            total=float(found[0].total),
            median=_at(at, found[0].n, 0.5),
            p90=_at(at, found[0].n, 0.9),
        )

    async def values(self, figure: Figure) -> list[float]:
        """Each length of time in seconds, the shortest first."""
        rows = self.rows[figure.population]
        assert figure.value is not None
        value = rows.c[figure.value]
        query = (
            select(value)
            .where(self.where(figure, rows), self.sql(figure.denominator, rows))
            .where(value.is_not(None))
            .order_by(value)
        )
        return [float(seconds) for (seconds,) in await self.connection.execute(query)]

    def where(self, figure: Figure, rows: FromClause) -> ColumnElement[bool]:
        """What tests leave behind is never counted; what the demo shows is."""
        scope = self.scope
        conditions = [
            rows.c.mark != Mark.TEST.value,
            rows.c.place_id.in_(sorted(scope.places)),
        ]
        if figure.counted_on is not None:
            at = rows.c[figure.counted_on]
            conditions += [at >= scope.period.start, at < scope.period.end]
        else:
            conditions += [self.sql(figure.denominator, rows), *_standing(figure, rows)]
        conditions += [_cut(figure, cut, rows) for cut in scope.cuts]
        return and_(*conditions)

    def sql(self, condition: Condition, rows: FromClause) -> ColumnElement[bool]:
        """True or false, never unknown, so that Not means what it says."""
        is_ours = any(rows is one for one in self.rows.values())
        if is_ours and not _tells_the_time(condition):
            return _always_the_same(condition, rows)
        return _sql(condition, rows, self.scope.now)


@lru_cache(maxsize=1024)
def _always_the_same(condition: Condition, rows: FromClause) -> ColumnElement[bool]:
    """The rows of a scope are the same for as long as nobody asks otherwise, and so is this."""
    return _sql(condition, rows, None)


@cache
def _tells_the_time(condition: Condition) -> bool:
    match condition:
        case Ordered(low=low, high=high):
            return not {low, high}.isdisjoint({NOW, WEEK_AGO})
        case Not(condition=inner):
            return _tells_the_time(inner)
        case AnyOf(conditions=inners) | AllOf(conditions=inners):
            return any(map(_tells_the_time, inners))
        case _:
            return False


def _sql(condition: Condition, rows: FromClause, now: datetime | None) -> ColumnElement[bool]:
    match condition:
        case OneOf(column=column, words=words):
            found = rows.c[column]
            return and_(found.is_not(None), found.in_(sorted(words)))
        case Known(column=column):
            return rows.c[column].is_not(None)
        case Ordered(low=low, high=high):
            first, second = _value(low, rows, now), _value(high, rows, now)
            return and_(first.is_not(None), second.is_not(None), first <= second)
        case Not(condition=inner):
            return not_(_sql(inner, rows, now))
        case AnyOf(conditions=inners):
            return or_(*(_sql(inner, rows, now) for inner in inners))
        case AllOf(conditions=inners):
            return and_(true(), *(_sql(inner, rows, now) for inner in inners))


def _value(name: str | int, rows: FromClause, now: datetime | None) -> ColumnElement[Any]:
    if isinstance(name, int):
        return literal(name)
    if name not in {NOW, WEEK_AGO}:
        return rows.c[name]
    assert now is not None
    return literal(now - WEEK if name == WEEK_AGO else now, Utc)


def bucket(figure: Figure, parts: Sequence[Period], rows: FromClause) -> ColumnElement[Any]:
    assert figure.counted_on is not None
    at = rows.c[figure.counted_on]
    return case(*((at < part.end, literal_column(f"'{part.dates}'")) for part in parts))


def _cut(figure: Figure, cut: Cut, rows: FromClause) -> ColumnElement[bool]:
    if cut.column in OF_FINDINGS and figure.population is not Population.ISSUES:
        return is_found(rows, cut.column, cut.values)
    return rows.c[cut.column].in_(cut.values)


def _at(at: Mapping[int, float], n: int, share: float) -> float:
    low, high, weight = ranks(n, share)
    return between(at[low], at[high], weight)


def _standing(figure: Figure, rows: FromClause) -> tuple[ColumnElement[bool], ...]:
    """What holds of all that still stands, in the words of the index that finds it."""
    if figure.population is Population.CASES:
        return (rows.c.state != State.CLOSED.value,)
    return ()


def pass_of(figure: Figure) -> tuple[str, str]:
    """What stands now is looked for by itself: an index knows it, whatever the history."""
    return figure.population.value, figure.counted_on or figure.key


def count_of(
    figure: Figure, condition: ColumnElement[bool], rows: FromClause
) -> ColumnElement[Any]:
    if figure.unit is not None:
        return func.count(distinct(case((condition, rows.c[figure.unit]))))
    return func.count(case((condition, 1)))


def sums_of(figure: Figure, rows: FromClause) -> tuple[ColumnElement[Any], ...]:
    if figure.value is None:
        return ()
    value = rows.c[figure.value]
    return func.sum(value), func.sum(value * value)


def _group(
    figure: Figure, counted: int, total: float | None = None, squares: float | None = None
) -> Number:
    if figure.measure is Measure.MEAN:
        return Number(n=counted, total=float(total or 0), squares=float(squares or 0))
    return Number(n=counted)
