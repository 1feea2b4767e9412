"""A process that is stopped in the middle of a word to PostgreSQL keeps no lease."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage import leases
from storage.engine import open_database

pytestmark = pytest.mark.postgres


async def test_whoever_takes_over_ends_what_the_sleeper_holds(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "LIFE", timedelta(seconds=0.5))
    sleeper, other = open_database(postgres_url, "asleep"), open_database(postgres_url, "awake")
    async with sleeper.leasing() as connection:
        fence = await leases.acquire(connection, "courier", "asleep")
    assert fence is not None
    held = await sleeper.writer.connect()
    await leases.check(held, "courier", fence)
    # As one that the server waits for in the middle of a statement: it is not idle.
    asleep = asyncio.ensure_future(held.execute(text("SELECT pg_sleep(60)")))
    await asyncio.sleep(0.6)
    async with asyncio.timeout(5), other.leasing() as connection:
        assert await leases.acquire(connection, "courier", "awake") == fence + 1
    with pytest.raises(DBAPIError):
        await asleep
    await held.invalidate()
    await held.close()
    for database in (sleeper, other):
        await database.close()
