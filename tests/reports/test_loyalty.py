"""Who came back is counted from services alone, and only when there was time to."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import insert

from calendars.periods import parse_period
from reports.cuts import cut_at
from reports.fold import Scope
from reports.loyalty import Loyalty
from reports.values import Figures, Number
from storage.engine import Database
from storage.loyalty import returns
from storage.tables import cases, rule_versions, services
from storage.work import begin_work
from tests.reports.counted import INDUSTRY
from tests.reports.house import CHEN, GUEST, NOW, WEST, furnish, rules_asking_on

LONG_AGO = NOW - timedelta(days=200)


def service(
    number: int, customer: str, at: datetime, person: int | None = None
) -> dict[str, object]:
    return {
        "id": number, "external_id": str(number), "status": "finished", "customer_ref": customer,
        "person_id": person, "place_id": WEST, "finished_at": at, "body_hash": b"", "mark": "live",
        "created_at": at, "changed_at": at,
    }  # fmt: skip


async def test_those_who_complained_stand_beside_those_who_did_not(database: Database) -> None:
    await furnish(database)
    rows = [
        # Complained, and came back within the time; complained, and came back too late.
        service(1, "a", LONG_AGO, GUEST), service(2, "a", LONG_AGO + timedelta(days=60), GUEST),
        service(3, "b", LONG_AGO, CHEN), service(4, "b", LONG_AGO + timedelta(days=95), CHEN),
        # Content: one came back, one did not, one has had no time to.
        service(5, "c", LONG_AGO), service(6, "c", LONG_AGO + timedelta(days=89)),
        service(7, "d", LONG_AGO), service(8, "e", NOW - timedelta(days=10)),
    ]  # fmt: skip
    async with database.writing() as connection:
        await connection.execute(insert(services), rows)
        for number, person in ((1001, GUEST), (1002, CHEN)):
            at = LONG_AGO + timedelta(days=2)
            await connection.execute(
                insert(cases).values(
                    id=number, person_id=person, place_id=WEST, kind="complaint", rules_id=1,
                    opened_at=at, round_at=at, heard_at=at,
                )
            )  # fmt: skip
    period = parse_period("365d", NOW, "Asia/Shanghai")
    async with database.reading() as connection:
        scope = Scope(period=period, places=frozenset({WEST}), now=NOW)
        found = await returns(connection, scope)
        parts = [
            await returns(connection, replace(scope, cuts=(cut_at(column, "1"),)))
            for column in ("team_id", "service_type")
        ]
    assert found["complained"] == Number(n=2, hits=1)
    # Nothing is told of a team that isn't its own, and of another kind of service there are none.
    assert [part["content"].n for part in parts] == [0, 0]
    # The later visits count too: 2, 4 and 6 ended more than 90 days ago, and nobody came again.
    assert found["content"] == Number(n=5, hits=1)


async def test_what_was_called_off_is_no_visit(database: Database) -> None:
    await furnish(database)
    planned = {"status": "cancelled"}
    rows = [
        service(1, "a", LONG_AGO), service(2, "a", LONG_AGO + timedelta(days=10)) | planned,
        service(3, "b", LONG_AGO) | planned,
    ]  # fmt: skip
    async with database.writing() as connection:
        await connection.execute(insert(services), rows)
    period = parse_period("365d", NOW, "Asia/Shanghai")
    async with database.reading() as connection:
        found = await returns(connection, Scope(period=period, places=frozenset({WEST}), now=NOW))
    assert found["content"] == Number(n=1, hits=0)


async def test_who_came_back_and_is_forgotten_came_back_all_the_same(database: Database) -> None:
    await furnish(database)
    rows = [
        service(1, "a", LONG_AGO, GUEST), service(2, "a", LONG_AGO + timedelta(days=10), GUEST),
        service(3, "b", LONG_AGO, CHEN),
    ]  # fmt: skip
    async with database.writing() as connection:
        await connection.execute(insert(services), rows)
    period = parse_period("365d", NOW, "Asia/Shanghai")
    scope = Scope(period=period, places=frozenset({WEST}), now=NOW)
    for _ in range(2):
        async with database.reading() as connection:
            assert (await returns(connection, scope))["content"] == Number(n=3, hits=1)
        async with begin_work(database, NOW) as work:
            await work.erasing.forget(GUEST, NOW)
            await work.erasing.forget(CHEN, NOW)


async def test_who_came_back_is_told_apart_by_industry_too(database: Database) -> None:
    """The shop's word counts; else what the house was by its rules when the service ended."""
    await furnish(database)
    later = {**rules_asking_on(5), "house": {"industry": "retail"}}
    rows = [
        service(1, "a", LONG_AGO) | {"attributes": {"行业": "restaurant"}},
        service(2, "b", LONG_AGO) | {"attributes": None},
        service(3, "c", LONG_AGO + timedelta(days=60)) | {"attributes": {"level": "vip"}},
    ]
    async with database.writing() as connection:
        await connection.execute(insert(services), rows)
        added = {"added_at": LONG_AGO + timedelta(days=30), "source": "test"}
        await connection.execute(
            insert(rule_versions).values(id=99, fingerprint="99", body=later, **added)
        )
    period = parse_period("365d", NOW, "Asia/Shanghai")
    async with database.reading() as connection:
        scope = Scope(period=period, places=frozenset({WEST}), now=NOW)
        found = {
            industry: await returns(
                connection, replace(scope, cuts=(cut_at("industry", industry),))
            )
            for industry in ("restaurant", INDUSTRY, "retail", "telecom")
        }
    assert [part["content"].n for part in found.values()] == [1, 1, 1, 0]


def test_a_difference_is_only_told_when_chance_does_not_explain_it() -> None:
    period = parse_period("365d", NOW, "Asia/Shanghai")
    whole = Figures(period=period, now=NOW, places=(), numbers={})

    def different(complained: Number, content: Number) -> bool | None:
        return Loyalty(whole=whole, complained=complained, content=content).is_different

    assert different(Number(n=200, hits=40), Number(n=200, hits=120)) is True
    assert different(Number(n=20, hits=9), Number(n=20, hits=10)) is False
    assert different(Number(n=3, hits=0), Number(n=200, hits=120)) is None


def test_where_nothing_can_be_told_yet_the_panel_leads_to_days_of_which_it_can() -> None:
    def known(period: str, services: int = 0, since: datetime | None = LONG_AGO) -> Loyalty:
        whole = Figures(
            period=parse_period(period, NOW, "Asia/Shanghai"), now=NOW, places=(), numbers={}
        )
        nobody, content = Number(n=0, hits=0), Number(n=services)
        return Loyalty(whole=whole, complained=nobody, content=content, begun=since)

    earlier = known("30d").earlier
    assert earlier is not None
    assert (earlier.length, (NOW.date() - earlier.last).days) == (90, 91)
    # Of days so long ago there is nothing to wait for; where there are figures, they are shown.
    assert known(earlier.dates).earlier is None
    assert known("30d", services=3).earlier is None
    # A house that has just begun has no such days.
    assert known("30d", since=NOW - timedelta(days=60)).earlier is None
    assert known("30d", since=None).earlier is None
