"""What it costs a write to say which days it touches: `python -m benchmarks.marking`."""

import argparse
import asyncio
import tempfile
import time
from statistics import median

from rich.console import Console
from rich.table import Table
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.figures import NOW, prepare
from storage.engine import Database

ROUNDS = 9
# What the program writes when a case goes on, and when a customer answers.
WRITES = {
    "an event of a case": """INSERT INTO events (case_id, round, step, facts, at)
        VALUES (:case, 1, 'replied', '{}', :at)""",
    "a case that changes": "UPDATE cases SET state = 'taken', owner_id = 1 WHERE id = :case",
    "an answer": "UPDATE answers SET score = 6 - score, changed_at = :at WHERE id = :number",
}


async def triggers_of(connection: AsyncConnection) -> list[str]:
    """The names, on SQLite."""
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    return [row.name for row in await connection.execute(text(query))]


async def took(database: Database, write: str, count: int, *, is_marked: bool) -> float:
    """Microseconds a row, in a transaction that is taken back."""
    async with database.writer.connect() as connection:
        if not is_marked and connection.dialect.name == "sqlite":
            for name in await triggers_of(connection):
                await connection.execute(text(f"DROP TRIGGER {name}"))
        elif not is_marked:
            for name in ("events", "cases", "answers"):
                await connection.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))
        at = NOW if connection.dialect.name != "sqlite" else f"{NOW:%Y-%m-%d %H:%M:%S}.000000"
        rows = [{"case": 1001 + n, "number": 1 + n, "at": at} for n in range(count)]
        given = [{key: row[key] for key in row if f":{key}" in write} for row in rows]
        begun = time.process_time() if database.is_sqlite else time.perf_counter()
        for row in given:
            await connection.execute(text(write), row)
        ended = time.process_time() if database.is_sqlite else time.perf_counter()
        await connection.rollback()
    return (ended - begun) / count * 1_000_000


async def measure(address: str, count: int, table: Table) -> None:
    database = await prepare(address, answers=10 * count, cases=count, seed=1)
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    for name, write in WRITES.items():
        times: dict[bool, list[float]] = {True: [], False: []}
        for _ in range(ROUNDS):
            for is_marked in (True, False):
                times[is_marked].append(await took(database, write, count, is_marked=is_marked))
        marked, bare = median(times[True]), median(times[False])
        table.add_row(kind, name, f"{marked:.0f}", f"{bare:.0f}", f"{marked / bare:.2f}")
    await database.close()


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--postgres", help="the address of an empty database")
    given = parser.parse_args()
    table = Table("database", "a write", "with marks µs", "without µs", "ratio")
    with tempfile.TemporaryDirectory() as folder:
        await measure(f"sqlite:///{folder}/marks.sqlite3", given.count, table)
    if given.postgres:
        await measure(given.postgres, given.count, table)
    Console(width=110).print(table)


if __name__ == "__main__":
    asyncio.run(main())
