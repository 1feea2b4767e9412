"""Kept days tell the same figures as the rows do, whatever happened since."""

import pytest
from sqlalchemy import text

from calendars.periods import parse_period
from reports.fold import Scope, fold
from storage.engine import Database
from storage.figures import count, recount
from storage.rolling import refresh_all
from tests.reports.house import CAFE, EAST, HOUSE, NOW, WEST, ZONES, furnish, made_up, write

PERIODS = ("yesterday", "7d", "2026-10", "2026-11-01..2026-11-15", "60d", "2026")
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
        for place_id, below in PLACES.items():
            for words in PERIODS:
                period = parse_period(words, NOW, ZONES[place_id])
                scope = Scope(period=period, places=frozenset(below), now=NOW)
                found = await count(connection, scope)
                assert found == fold(facts, scope), (words, place_id)
                assert found == await recount(connection, scope), (words, place_id)
