"""Kept days tell the same figures as the rows do, whatever happened since."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import time
from itertools import count as count_up

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from calendars.periods import parse_period
from reports.fold import Scope, fold
from storage.behind import BY_KEY
from storage.counting import Counting
from storage.courses import course, lengths, parted
from storage.engine import Database
from storage.figures import count, recount
from storage.panel import TRENDS
from storage.people import PeopleRows
from storage.populations import populations
from storage.rolling import refresh, refresh_all
from storage.rollups import clean_days, meaning
from tests.reports.happenings import HAPPENINGS
from tests.reports.house import CAFE, EAST, HOUSE, NOW, WEST, ZONES, furnish, made_up, write

PLACES = {HOUSE: {HOUSE, WEST, EAST, CAFE}, WEST: {WEST, CAFE}, EAST: {EAST}}


# As the tables stand that figures are counted from; what changes a row has to say so.
WATCHED = {
    "answers": {"insert", "delete", "update"},
    "cases": {"insert", "delete", "update", "move"},
    "events": {"insert", "delete", "update"},
    "findings": {"insert", "delete", "update"},
    "invitations": {"insert", "delete", "update", "move"},
    "promises": {"insert", "delete", "update"},
    "remedies": {"insert", "delete", "update"},
}


async def test_every_table_that_is_counted_says_what_days_it_touches(database: Database) -> None:
    known = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if not database.is_sqlite:
        known = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    async with database.reading() as connection:
        found = {name for (name,) in await connection.execute(text(known))}
    wanted = {f"touch_{table}_{what}" for table, happens in WATCHED.items() for what in happens}
    assert wanted <= found


@pytest.mark.slow
async def test_a_year_of_kept_days_is_the_year_counted_row_by_row(database: Database) -> None:
    house = made_up(4)
    await furnish(database)
    await write(database, house)
    await refresh_all(database, NOW)
    facts = house.facts()
    async with database.reading() as connection:
        for place_id, words in ((HOUSE, "7d"), (HOUSE, "2026"), (WEST, "2026-10"), (EAST, "60d")):
            period = parse_period(words, NOW, ZONES[place_id])
            scope = Scope(period=period, places=frozenset(PLACES[place_id]), now=NOW)
            assert await clean_days(connection, period, await meaning(connection))
            assert await count(connection, scope) == fold(facts, scope), (words, place_id)
        # So much of the last day only: that day is counted row by row.
        whole = parse_period("2026-11-01..2026-11-18", NOW, ZONES[HOUSE])
        scope = Scope(period=whole, places=frozenset(PLACES[HOUSE]), now=NOW)
        cut = replace(scope, period=replace(whole, closes=time(11, 20)))
        assert await count(connection, cut) == fold(facts, cut) != fold(facts, scope)


@pytest.mark.slow
async def test_kept_days_are_the_rows_whatever_happens(database: Database, rounds: int) -> None:
    """Answers, changes, corrections, erasures, late events, other zones and other rules."""
    chance = random.Random(rounds)
    await furnish(database)
    await write(database, made_up(6, asked=8, heard=8))
    told = 0
    for turn in range(rounds * 2 // 3):
        for _ in range(chance.randrange(1, 9)):
            async with database.writer.begin() as connection:
                await chance.choice(HAPPENINGS)(connection, chance)
        if turn % 3 == 0:
            await refresh(database, NOW, _after(2), database.writing)
        async with database.reading() as connection:
            told += await _agree(connection, (HOUSE, EAST)[turn % 2])
    assert told > rounds * 2 // 3


def _after(times: int) -> Callable[[], bool]:
    """Enough when it was asked so often."""
    asked = count_up()
    return lambda: next(asked) >= times


async def _agree(connection: AsyncConnection, place_id: int) -> int:
    """That the two ways of counting do; how many days were told from what was kept."""
    place = await PeopleRows(connection).place(place_id)
    period = parse_period("2026-11-10..2026-11-21", NOW, place.zone)
    scope = Scope(period=period, places=frozenset(PLACES[place_id]), now=NOW)
    counting = Counting(connection, await populations(connection), scope)
    counted = await recount(connection, scope, with_costly=False)
    assert await count(connection, scope, with_costly=False) == counted
    figures, days = [BY_KEY[key] for key in TRENDS], list(period.days())
    assert await course(counting, figures, days) == await counting.split(figures, days)
    waits = BY_KEY["first_response"]
    assert await lengths(counting, waits) == await counting.values(waits)
    return len((await parted(counting))[0])
