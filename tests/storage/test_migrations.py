"""The steps of the tables go up, down and up again, and lead to the models."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest_asyncio
from sqlalchemy import insert, select

from storage import schema
from storage.engine import Database, open_database
from storage.tables import customer_refs, names, persons, places, services

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)


@pytest_asyncio.fixture
async def empty(empty_database_url: str) -> AsyncIterator[Database]:
    database = open_database(empty_database_url)
    yield database
    await database.close()


async def test_the_steps_lead_to_the_models_up_down_and_up(empty: Database) -> None:
    await schema.upgrade(empty)
    await schema.downgrade(empty, "base")
    await schema.upgrade(empty)
    async with empty.reading() as connection:
        assert await schema.differences(connection) == []
        assert await schema.present(connection) == schema.newest()


async def test_who_was_forgotten_before_has_one_reference_and_no_number(empty: Database) -> None:
    await schema.upgrade(empty)
    await schema.downgrade(empty, "0020")
    refs = {1: "erased-1", 2: "erased-2", 3: "+8613800138001", 4: "guest-4", 5: "+8613800138005"}
    async with empty.writing() as connection:
        place = {"id": 1, "name": "西湖店", "zone": "Asia/Shanghai", "created_at": NOW}
        await connection.execute(insert(places).values(place))
        for person in (7, 8, 9):
            await connection.execute(insert(persons).values(id=person, created_at=NOW))
        await connection.execute(insert(names).values(person_id=9, phone=refs[5]))
        for number, person in {1: 7, 2: 7, 3: 8, 4: 8, 5: 9}.items():
            visit = {
                "id": number, "external_id": str(number), "status": "finished", "place_id": 1,
                "customer_ref": refs[number], "person_id": person, "body_hash": b"",
                "mark": "live", "created_at": NOW, "changed_at": NOW,
            }  # fmt: skip
            await connection.execute(insert(services).values(visit))
        known = {3: 8, 4: 8, 5: 9}
        for number, person in known.items():
            row = {"ref": refs[number], "person_id": person}
            await connection.execute(insert(customer_refs).values(row))
    await schema.upgrade(empty)
    async with empty.reading() as connection:
        now = await connection.execute(select(services.c.customer_ref).order_by(services.c.id))
        kept = await connection.execute(select(customer_refs.c.ref).order_by(customer_refs.c.ref))
        assert now.scalars().all() == ["erased-7", "erased-7", "erased-8", "guest-4", refs[5]]
        assert set(kept.scalars()) == {"guest-4", refs[5]}


async def test_upgrading_twice_changes_nothing(empty: Database) -> None:
    await schema.upgrade(empty)
    await schema.upgrade(empty)
    await schema.require_newest(empty)
