"""Nothing is held against days on which nobody listened yet."""

from datetime import timedelta

from sqlalchemy import insert

from calendars.periods import parse_period
from reports.comparing import Verdict, compare
from reports.fold import Scope
from reports.values import Figures, Number
from storage.engine import Database
from storage.listening import listened
from storage.tables import cases
from tests.reports.house import EAST, GUEST, NOW, WEST, furnish

ZONE = "Asia/Shanghai"


async def test_of_the_time_before_only_as_much_counts_as_was_listened_to(
    database: Database,
) -> None:
    await furnish(database)
    first = NOW - timedelta(days=10)
    case = {"person_id": GUEST, "kind": "complaint", "rules_id": 1, "place_id": WEST}
    rows = [
        {"id": 1, "opened_at": first, "round_at": first, "heard_at": first, "mark": "live"},
        {"id": 2, "mark": "test"} | dict.fromkeys(("opened_at", "round_at", "heard_at"),
                                                  first - timedelta(days=30)),
    ]  # fmt: skip
    async with database.writing() as connection:
        await connection.execute(insert(cases), [case | row for row in rows])
    week = parse_period("2026-11-07..2026-11-13", NOW, ZONE)
    async with database.reading() as connection:
        scope = Scope(period=week, places=frozenset({WEST}), now=NOW)
        found = await listened(connection, scope, week)
        later = parse_period("2026-11-12..2026-11-13", NOW, ZONE)
        before = await listened(connection, scope, parse_period("2026-11-01", NOW, ZONE))
        east = await listened(
            connection, Scope(period=week, places=frozenset({EAST}), now=NOW), week
        )
        assert await listened(connection, scope, later) == later
    assert found is not None
    assert found.dates == "2026-11-10..2026-11-13"
    assert (before, east) == (None, None)


def test_complaints_are_not_said_to_be_more_than_when_nobody_listened() -> None:
    now, before = (
        Figures(period=parse_period(days, NOW, ZONE), now=NOW, places=(), numbers=numbers)
        for days, numbers in (
            ("2026-11-08..2026-11-14", {"complaints": Number(n=60)}),
            ("2026-11-01..2026-11-07", {"complaints": Number(n=0)}),
        )
    )
    told = [compare(now, before, was_heard=heard).changes[0].verdict for heard in (True, False)]
    assert told == [Verdict.WORSE, Verdict.UNCLEAR]
