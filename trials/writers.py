"""One of many programs that write to one SQLite file; `python -m trials.writers FILE COUNT`."""

import asyncio
import sys

from sqlalchemy import text

from storage.engine import Database, open_database

AT_ONCE = 16


async def count_up(address: str, times: int) -> None:
    """Sixteen writers, each reading a number and then writing the next, as careless code does."""
    database = open_database(address)
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(_write(database, times))
    finally:
        await database.close()


async def _write(database: Database, times: int) -> None:
    for _ in range(times):
        async with database.writing() as connection:
            seen = await connection.scalar(text("SELECT fence FROM leases WHERE name = 'trial'"))
            await asyncio.sleep(0)
            await connection.execute(
                text("UPDATE leases SET fence = :next WHERE name = 'trial'"),
                {"next": int(seen or 0) + 1},
            )


if __name__ == "__main__":
    asyncio.run(count_up(sys.argv[1], int(sys.argv[2])))
