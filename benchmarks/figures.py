"""`/stats` over a short and a long history, and beside plain SQL: `-m benchmarks.figures`."""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.history import BODY, fill
from reports.figures import FIGURES
from storage import schema
from storage.counting import Counting
from storage.engine import Database, open_database
from storage.figures import figures_of, scope_of
from storage.people import PeopleRows
from storage.populations import populations
from storage.tables import persons, places, rule_versions

NOW = datetime(2026, 11, 20, 7, 20, tzinfo=UTC)
RUNS = 7
# What the first page of the chat tells, and the plain statements that give the same numbers.
COMPARED = ("delivered", "completed", "response_rate", "csat", "complaints", "on_time", "handling")
HERE = "mark <> 'test' AND place_id IN (1, 2, 3)"
COMPLAINT = "kind IN ('complaint', 'objection', 'emergency')"
COUNTS = "coalesce(outcome, '') NOT IN ('merged', 'withdrawn')"
PLAIN = (
    f"""SELECT count(*), count(completed_at) FROM invitations
        WHERE delivered_at >= :a AND delivered_at < :b AND {HERE}""",
    f"""SELECT count(*), count(*) FILTER (WHERE a.score >= 4) FROM answers a
        JOIN invitations i ON i.id = a.invitation_id
        WHERE a.question = 'csat' AND a.score IS NOT NULL
        AND a.first_at >= :a AND a.first_at < :b AND {HERE}""",
    f"""SELECT count(DISTINCT id) FROM cases
        WHERE opened_at >= :a AND opened_at < :b AND {HERE} AND {COMPLAINT} AND {COUNTS}""",
    f"""SELECT count(*), count(*) FILTER (WHERE p.kept_at <= p.due_at) FROM promises p
        JOIN cases c ON c.id = p.case_id
        WHERE p.clock = 'resolution' AND p.due_at >= :a AND p.due_at < :b AND p.due_at <= :now
        AND {HERE} AND {COMPLAINT}""",
    f"""SELECT count(*), count(*) FILTER (WHERE s.facts ->> 'handling' = 'satisfied')
        FROM events e JOIN cases c ON c.id = e.case_id
        JOIN events s ON s.case_id = e.case_id AND s.round = e.round
        AND s.step IN ('accepted', 'refused')
        WHERE e.step = 'resolved' AND e.at >= :a AND e.at < :b
        AND {HERE} AND {COMPLAINT} AND {COUNTS}""",
)


async def prepare(address: str, *, answers: int, cases: int, seed: int) -> Database:
    database = open_database(address)
    await schema.upgrade(database)
    async with database.writing() as connection:
        for number, parent in ((1, None), (2, 1), (3, 1)):
            values = {"id": number, "parent_id": parent, "name": f"店{number}"}
            zone = {"zone": "Asia/Shanghai", "created_at": NOW}
            await connection.execute(insert(places).values(**values, **zone))
        rows = [{"id": number, "created_at": NOW} for number in range(1, 901)]
        await connection.execute(insert(persons), rows)
        version = {"id": 1, "fingerprint": "1", "body": BODY, "source": "bench", "added_at": NOW}
        await connection.execute(insert(rule_versions).values(**version))
    async with database.writer.begin() as connection:
        await fill(connection, NOW, answers=answers, cases=cases, seed=seed)
    return database


async def took(act: Callable[[], Awaitable[Any]]) -> float:
    """Milliseconds, the middle of several runs after one to warm up."""
    await act()
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        await act()
        times.append((time.perf_counter() - begun) * 1000)
    return median(times)


async def asked(connection: AsyncConnection, period: str) -> float:
    house = await PeopleRows(connection).house()
    return await took(lambda: figures_of(connection, (house,), period, NOW, with_costly=False))


async def beside_plain(connection: AsyncConnection) -> tuple[float, float]:
    """The same numbers of a year, as figures and as plain SQL."""
    house = await PeopleRows(connection).house()
    scope = await scope_of(connection, (house,), "365d", NOW)
    known = [figure for figure in FIGURES if figure.key in COMPARED]
    counting = Counting(connection, await populations(connection), scope)
    values = {"a": scope.period.start, "b": scope.period.end, "now": NOW}

    async def plainly() -> None:
        for statement in PLAIN:
            await connection.execute(text(statement), values)

    return await took(lambda: counting.counts(known)), await took(plainly)


async def measure(address: str, sizes: list[int], seed: int, table: Table) -> None:
    """Each size in a database of its own: `address` holds `{}` where its name goes."""
    first: float | None = None
    for size in sizes:
        begun = time.perf_counter()
        database = await prepare(address.format(size), answers=size, cases=size // 10, seed=seed)
        made = time.perf_counter() - begun
        async with database.reading() as connection:
            today, year = await asked(connection, "today"), await asked(connection, "365d")
            beside = None if database.is_sqlite else await beside_plain(connection)
        first = first or today
        plain = f"{beside[0]:.0f} / {beside[1]:.0f} = {beside[0] / beside[1]:.2f}" if beside else ""
        kind = "SQLite" if database.is_sqlite else "PostgreSQL"
        table.add_row(kind, f"{size:,}", f"{today:.0f}", f"{today / first:.2f}", f"{year:.0f}",
                      plain, f"{made:.0f}")  # fmt: skip
        await database.close()


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="10000,300000", help="answers in the history")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", help="an address with {} where a database's name goes")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    table = Table("database", "answers", "today ms", "x", "year ms", "counted / plain ms", "made s")
    with tempfile.TemporaryDirectory() as folder:
        await measure(f"sqlite:///{Path(folder)}/{{}}.sqlite3", sizes, given.seed, table)
    if given.postgres:
        await measure(given.postgres, sizes, given.seed, table)
    Console().print(table)


if __name__ == "__main__":
    asyncio.run(main())
