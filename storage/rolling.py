"""Keeps the figures of whole days, and lets go of those that were touched since."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from calendars.periods import Period, day_at
from reports.figures import FIGURES
from reports.fold import Scope
from reports.tallies import Key, Tally, is_additive, packed
from storage.counting import Counting
from storage.engine import Database
from storage.populations import populations
from storage.rollups import meaning
from storage.rows import insert_id
from storage.tables import answers, cases, invitations, places, rollup_days, rollups, touched
from storage.tallying import tally

MARKS_AT_ONCE = 1000
DAYS_AT_ONCE = 20

Counted = list[tuple[int, Key, Tally]]
# One transaction that only the replica which keeps days may commit.
Begin = Callable[[], AbstractAsyncContextManager[AsyncConnection]]


async def refresh(
    database: Database, now: datetime, is_enough: Callable[[], bool], begin: Begin
) -> int:
    """Lets go of what was touched, then keeps days until it is enough; how many it kept."""
    marks = MARKS_AT_ONCE
    while marks == MARKS_AT_ONCE:
        async with begin() as connection:
            marks = await let_go(connection)
    async with database.reading() as connection:
        wording = await meaning(connection)
        days = await days_to_keep(connection, now, wording, DAYS_AT_ONCE)
    kept = 0
    for row in _in_a_row(days):
        if is_enough():
            break
        async with database.reading() as connection:
            found = await count_days(connection, row, now)
        for day in row:
            async with begin() as connection:
                await keep(connection, day, wording, found.get(day.dates, []))
            kept += 1
    return kept


def _in_a_row(days: Sequence[Period]) -> Iterator[list[Period]]:
    """Days that follow each other are counted at once, which costs little more than one alone."""
    row: list[Period] = []
    for day in days:
        if row and (day.zone != row[0].zone or row[0].shifted(-1).first != day.first):
            yield row
            row = []
        row.insert(0, day)
    if row:
        yield row


async def refresh_all(database: Database, now: datetime) -> None:
    """Until every day that is over is kept; for one process alone, such as a benchmark."""
    while await refresh(database, now, lambda: False, database.writing):
        pass


async def let_go(connection: AsyncConnection) -> int:
    """Takes some marks and removes the days that they touch; how many marks there were.

    Whoever keeps days calls this, and only between two days: what is committed while a day is
    counted leaves a mark that is still there when the day is kept.
    """
    found = (
        await connection.execute(select(touched.c.id, touched.c.at).limit(MARKS_AT_ONCE))
    ).all()
    if not found:
        return 0
    moments = [row.at for row in found]
    days = (
        await connection.execute(
            select(rollup_days).where(
                rollup_days.c.ends_at > min(moments), rollup_days.c.starts_at <= max(moments)
            )
        )
    ).all()
    moments.sort()
    await _remove(
        connection, [day.id for day in days if _touches(moments, day.starts_at, day.ends_at)]
    )
    await connection.execute(delete(touched).where(touched.c.id.in_([row.id for row in found])))
    return len(found)


def _touches(moments: Sequence[datetime], starts_at: datetime, ends_at: datetime) -> bool:
    """Whether one of the sorted moments lies in between."""
    at = bisect_left(moments, starts_at)
    return at < len(moments) and moments[at] < ends_at


async def _remove_where(connection: AsyncConnection, *which: ColumnElement[bool]) -> None:
    found = await connection.execute(select(rollup_days.c.id).where(*which).limit(DAYS_AT_ONCE))
    await _remove(connection, [day_id for (day_id,) in found])


async def _remove(connection: AsyncConnection, ids: Sequence[int]) -> None:
    if ids:
        await connection.execute(delete(rollups).where(rollups.c.day_id.in_(ids)))
        await connection.execute(delete(rollup_days).where(rollup_days.c.id.in_(ids)))


async def days_to_keep(
    connection: AsyncConnection, now: datetime, wording: str, most: int
) -> list[Period]:
    """The newest days that are over and not kept, in every zone that cuts somebody's days."""
    first = await _first_fact(connection)
    if first is None:
        return []
    found: list[Period] = []
    for zone in await _zones(connection):
        known = await connection.scalars(
            select(rollup_days.c.starts_at).where(
                rollup_days.c.zone == zone, rollup_days.c.meaning == wording
            )
        )
        kept, day = set(known), day_at(now, zone).shifted(-1)
        while day.end > first and len(found) < most:
            if day.start not in kept:
                found.append(day)
            day = day.shifted(-1)
    return found


async def _zones(connection: AsyncConnection) -> list[str]:
    return sorted(zone for (zone,) in await connection.execute(select(places.c.zone).distinct()))


async def _first_fact(connection: AsyncConnection) -> datetime | None:
    """Nothing that a figure is counted on is older."""
    oldest = (cases.c.opened_at, invitations.c.sent_at, answers.c.first_at)
    found = [await connection.scalar(select(func.min(at))) for at in oldest]
    return min((at for at in found if at is not None), default=None)


async def count_days(
    connection: AsyncConnection, days: Sequence[Period], now: datetime
) -> Mapping[str, Counted]:
    """What there is of each of these days, which follow each other, by its dates."""
    everywhere = frozenset([row.id for row in await connection.execute(select(places.c.id))])
    period = replace(days[0], last=days[-1].last)
    scope = Scope(period=period, places=everywhere, now=now)
    counting = Counting(connection, await populations(connection), scope)
    found = await tally(counting, [f for f in FIGURES if is_additive(f)], days)
    by_day: dict[str, Counted] = {}
    for (day, place_id, key), counted in found:
        by_day.setdefault(day, []).append((place_id, key, counted))
    return by_day


async def keep(connection: AsyncConnection, day: Period, wording: str, found: Counted) -> None:
    """`found` is what was counted after `let_go` had nothing more to take."""
    same = (rollup_days.c.zone == str(day.zone), rollup_days.c.starts_at == day.start)
    await _remove_where(connection, *same)
    values = {"zone": str(day.zone), "starts_at": day.start, "ends_at": day.end}
    day_id = await insert_id(connection, insert(rollup_days).values(**values, meaning=wording))
    rows = [
        {
            "day_id": day_id, "place_id": place_id, "figure": figure, "part": part,
            "n": told.n, "hits": told.hits, "total": told.total, "squares": told.squares,
            "seconds": packed(told.seconds),
        }
        for place_id, (figure, part), told in found
    ]  # fmt: skip
    if rows:
        await connection.execute(insert(rollups), rows)


async def forget_other_zones(connection: AsyncConnection) -> None:
    """Days of a zone in which no place is any more."""
    known = await _zones(connection)
    await _remove_where(connection, rollup_days.c.zone.not_in(known))
