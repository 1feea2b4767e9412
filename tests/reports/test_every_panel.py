"""Every view of every part can be made: an honest button leads to it, or a forged one."""

import pytest

from reports.cuts import decoded
from reports.rules import Targets
from storage.engine import Database
from storage.panel import BEHIND, load_panel
from tests.reports.house import HOUSE, NOW, furnish, made_up, write

VIEWS = (*BEHIND, "low", "groups", "aspects", "trend", "issues", "acts")
FACTS = {"key": "7d", "dates": "2026-11-14..2026-11-20", "places": [HOUSE]}


@pytest.mark.slow
@pytest.mark.parametrize("cut", ["cweb", "dprice", "t1"])
async def test_every_view_of_a_part_can_be_made(database: Database, cut: str) -> None:
    """Also of what those who rate know nothing: the channel, the dimension, the team of a case."""
    await furnish(database)
    await write(database, made_up(4, asked=9, heard=9))
    async with database.reading() as connection:
        for what in VIEWS:
            assert await load_panel(connection, FACTS | {"what": what, "cut": cut}, NOW, Targets())


@pytest.mark.parametrize("number", ["9" * 22, "-1", "01", "１", ""])
def test_a_number_that_no_row_has_cuts_nothing(number: str) -> None:
    assert decoded(f"t{number}") is None
