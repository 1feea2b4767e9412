"""The steps of the tables go up, down and up again, and lead to the models."""

from collections.abc import AsyncIterator

import pytest_asyncio

from storage import schema
from storage.engine import Database, open_database


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


async def test_upgrading_twice_changes_nothing(empty: Database) -> None:
    await schema.upgrade(empty)
    await schema.upgrade(empty)
    await schema.require_newest(empty)
