"""A process that sleeps in the middle of its work keeps nobody else from theirs."""

import asyncio
from contextlib import suppress

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage import leases
from storage.engine import open_database

HELD = text("SELECT * FROM leases FOR UPDATE")


@pytest.mark.slow
@pytest.mark.postgres
async def test_who_sleeps_in_a_transaction_loses_its_locks(postgres_url: str) -> None:
    sleeper, other = open_database(postgres_url), open_database(postgres_url)
    async with other.writing() as connection:
        await leases.acquire(connection, "courier", "somebody")
    asleep = await sleeper.writer.connect()
    await asleep.execute(HELD)
    async with asyncio.timeout(20), other.writing() as connection:
        assert len((await connection.execute(HELD)).all()) == 1
    with suppress(DBAPIError):
        await asleep.execute(HELD)
    with suppress(DBAPIError):
        await asleep.close()
    await sleeper.close()
    await other.close()
