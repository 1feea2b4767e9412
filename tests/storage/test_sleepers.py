"""A process that sleeps in the middle of its work keeps nobody else from theirs."""

import asyncio
from contextlib import suppress

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage import inbox, leases
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


@pytest.mark.slow
@pytest.mark.postgres
async def test_what_a_dead_process_held_is_free_at_the_next_start(postgres_url: str) -> None:
    dead, living = open_database(postgres_url, "dead"), open_database(postgres_url, "living")
    new = open_database(postgres_url, "new")
    for database, name in ((dead, "poller"), (living, "courier")):
        async with database.leasing() as connection:
            assert await leases.acquire(connection, name, database.name)
            assert await inbox.claim_lane(connection, f"c{name}", database.name)
    await dead.close()
    given = 0
    async with asyncio.timeout(5):
        while not given:
            # What runs on the server is seen anew by each transaction.
            async with new.leasing() as connection:
                assert await leases.release_dead(connection, "misnamed") == 0
                given = await leases.release_dead(connection, new.name)
    assert given == 2
    async with new.leasing() as connection:
        assert await leases.acquire(connection, "poller", new.name)
        assert await leases.acquire(connection, "courier", new.name) is None
        assert await inbox.claim_lane(connection, "cpoller", new.name)
        assert await inbox.claim_lane(connection, "ccourier", new.name) is None
    await living.close()
    await new.close()
