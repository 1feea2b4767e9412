"""Kept days tell the same figures as the rows do, whatever happened since."""

import pytest

from calendars.periods import parse_period
from reports.fold import Scope, fold
from storage.engine import Database
from storage.figures import count, recount
from storage.rolling import refresh_all
from tests.reports.house import CAFE, EAST, HOUSE, NOW, WEST, ZONES, furnish, made_up, write

PERIODS = ("yesterday", "7d", "2026-10", "2026-11-01..2026-11-15", "60d", "2026")
PLACES = {HOUSE: {HOUSE, WEST, EAST, CAFE}, WEST: {WEST, CAFE}, EAST: {EAST}}


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
