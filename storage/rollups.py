"""Figures of whole days that were counted before, and which of these days may still be told.

A day is told from here while nothing touched it since (`touched`, written by triggers in the
transaction of the change); every other day is counted anew. Both give the same figures.
"""

import hashlib
import inspect
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

import calendars.periods
import calendars.zones
import reports.asked
import reports.conditions
import reports.facts
import reports.figures
import reports.tallies
import storage.counting
import storage.marked
import storage.populations
import storage.scores
import storage.tallying
from calendars.periods import ONE_DAY, Period
from calendars.zones import local_date
from reports.asked import items_of
from reports.tallies import Key, Seconds, Tally, unpacked
from storage.populations import bodies, scales
from storage.tables import rollup_days, rollups, touched

# What decides what a figure is: kept days of another wording are counted anew.
_DECIDING = (
    calendars.periods,
    calendars.zones,
    reports.asked,
    reports.conditions,
    reports.facts,
    reports.figures,
    reports.tallies,
    storage.counting,
    storage.marked,
    storage.populations,
    storage.scores,
    storage.tallying,
)
# More stretches to count would cost more than to count what lies between them.
MOST_GAPS = 4


async def meaning(connection: AsyncConnection) -> str:
    """A fingerprint of all that figures are counted by: the code, and what the rules asked."""
    items, scored = items_of(await bodies(connection)), await scales(connection)
    told = repr((sorted(items.items()), sorted(scored.items())))
    return hashlib.sha256((_wording() + told).encode()).hexdigest()[:32]


@cache
def _wording() -> str:
    return "".join(inspect.getsource(module) for module in _DECIDING)


async def clean_days(connection: AsyncConnection, period: Period, meaning: str) -> dict[date, int]:
    """The days of a period that may be told from what was kept, each with its id."""
    changed = exists().where(
        touched.c.at >= rollup_days.c.starts_at, touched.c.at < rollup_days.c.ends_at
    )
    found = await connection.execute(
        select(rollup_days.c.id, rollup_days.c.starts_at).where(
            rollup_days.c.zone == str(period.zone),
            rollup_days.c.meaning == meaning,
            rollup_days.c.starts_at >= period.start,
            rollup_days.c.ends_at <= period.end,
            ~changed,
        )
    )
    return {local_date(starts_at, period.zone): day_id for day_id, starts_at in found}


async def kept(
    connection: AsyncConnection, days: Sequence[int], places: Iterable[int]
) -> list[tuple[Key, Tally]]:
    """The sums of these days in these places, by figure and part."""
    here = _of(days, places)
    keys = rollups.c.figure, rollups.c.part
    found = await connection.execute(
        select(*keys, *_SUMS).where(*here, rollups.c.seconds.is_(None)).group_by(*keys)
    )
    lengths = await connection.execute(
        select(*keys, rollups.c.seconds).where(*here, rollups.c.seconds.is_not(None))
    )
    return [
        *(((row[0], row[1]), _summed(*row[2:])) for row in found),
        *(((row[0], row[1]), Tally(seconds=unpacked(row[2]))) for row in lengths),
    ]


async def kept_by_day(
    connection: AsyncConnection, days: Sequence[int], places: Iterable[int], keys: Iterable[str]
) -> list[tuple[int, Key, Tally]]:
    """The counts of these figures, each day by its id."""
    by = rollups.c.day_id, rollups.c.figure, rollups.c.part
    found = await connection.execute(
        select(*by, *_SUMS)
        .where(*_of(days, places), rollups.c.figure.in_(sorted(keys)))
        .group_by(*by)
    )
    return [(row[0], (row[1], row[2]), _summed(*row[3:])) for row in found]


async def kept_lengths(
    connection: AsyncConnection, days: Sequence[int], places: Iterable[int], key: str
) -> Seconds:
    """Every length of time of one figure in these days."""
    found = await connection.execute(
        select(rollups.c.seconds).where(*_of(days, places), rollups.c.figure == key)
    )
    seconds = array("i")
    for (lengths,) in found:
        seconds.extend(unpacked(lengths))
    return seconds


def _of(days: Sequence[int], places: Iterable[int]) -> tuple[ColumnElement[bool], ...]:
    return rollups.c.day_id.in_(days), rollups.c.place_id.in_(sorted(places))


_SUMS = [func.sum(rollups.c[name]) for name in ("n", "hits", "total", "squares")]


def _summed(n: Any, hits: Any, total: Any, squares: Any) -> Tally:
    return Tally(
        n=int(n), hits=int(hits or 0), total=float(total or 0), squares=float(squares or 0)
    )


def gaps(period: Period, clean: Iterable[date]) -> list[Period]:
    """What is left to count, as few stretches of days; `clean` that lie between are not used."""
    known = set(clean)
    left = [day.first for day in period.days() if day.first not in known]
    found: list[list[date]] = []
    for day in left:
        if found and day - found[-1][-1] == ONE_DAY:
            found[-1].append(day)
        else:
            found.append([day])
    spans = [(days[0], days[-1]) for days in found]
    while len(spans) > MOST_GAPS:
        nearest = min(range(1, len(spans)), key=lambda at: spans[at][0] - spans[at - 1][1])
        spans[nearest - 1 : nearest + 1] = [(spans[nearest - 1][0], spans[nearest][1])]
    stretches = [_days(first, last, period.zone) for first, last in spans]
    return [
        replace(each, closes=period.closes) if each.last == period.last else each
        for each in stretches
    ]


def _days(first: date, last: date, zone: ZoneInfo) -> Period:
    dates = Period(key="", first=first, last=last, zone=zone)
    return Period(key=dates.dates, first=first, last=last, zone=zone)
