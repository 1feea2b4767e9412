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
from sqlalchemy import bindparam, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.history import BODY, fill
from storage import schema
from storage.columns import Utc
from storage.engine import Database, open_database
from storage.figures import figures_of
from storage.people import PeopleRows
from storage.rolling import refresh_all
from storage.tables import persons, places, rule_versions

NOW = datetime(2026, 11, 20, 7, 20, tzinfo=UTC)
RUNS = 7
YEAR = "365d"
# What the first page of the chat tells, and the plain statements that give the same numbers.
COMPARED = (("delivered", "completed"), ("csat",), ("complaints",), ("on_time",), ("handling",))
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
    f"""SELECT count(*) FROM (SELECT id FROM cases
        WHERE opened_at >= :a AND opened_at < :b AND {HERE} AND {COMPLAINT} AND {COUNTS}
        UNION SELECT c.id FROM events e JOIN cases c ON c.id = e.case_id
        WHERE e.step = 'reopened' AND e.at >= :a AND e.at < :b
        AND {HERE} AND {COMPLAINT} AND {COUNTS}) AS heard""",
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
    """A history that was made before is taken as it is."""
    database = open_database(address)
    await schema.upgrade(database)
    async with database.reading() as connection:
        if (await connection.execute(select(places.c.id).limit(1))).first():
            return database
    async with database.writer.begin() as connection:
        for number, parent in ((1, None), (2, 1), (3, 1)):
            values = {"id": number, "parent_id": parent, "name": f"店{number}"}
            zone = {"zone": "Asia/Shanghai", "created_at": NOW}
            await connection.execute(insert(places).values(**values, **zone))
        rows = [{"id": number, "created_at": NOW} for number in range(1, 901)]
        await connection.execute(insert(persons), rows)
        version = {"id": 1, "fingerprint": "1", "body": BODY, "source": "bench", "added_at": NOW}
        await connection.execute(insert(rule_versions).values(**version))
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


async def plainly(connection: AsyncConnection) -> float:
    """The numbers of a year that the first page tells, by hand; they must be the same."""
    house = await PeopleRows(connection).house()
    found = await figures_of(connection, (house,), YEAR, NOW, with_costly=False)
    ends = {"a": found.period.start, "b": found.period.end, "now": NOW}
    moments = [bindparam(name, type_=Utc) for name in ends]
    statements = [text(plain) for plain in PLAIN]
    bound = [
        plain.bindparams(*(moment for moment in moments if f":{moment.key}" in plain.text))
        for plain in statements
    ]

    async def ask() -> list[tuple[int, ...]]:
        return [tuple((await connection.execute(plain, ends)).one()) for plain in bound]

    for keys, counted in zip(COMPARED, await ask(), strict=True):
        numbers = [found[key] for key in keys]
        told = [number.n for number in numbers]
        told += [number.hits for number in numbers if number.hits is not None]
        assert tuple(told) == counted, (keys, told, counted)
    return await took(ask)


async def measure(address: str, sizes: list[tuple[int, int]], seed: int, table: Table) -> None:
    """Each size in a database of its own: `address` holds `{}` where its name goes."""
    first: float | None = None
    for answers, cases in sizes:
        begun = time.perf_counter()
        database = await prepare(address.format(answers), answers=answers, cases=cases, seed=seed)
        made = time.perf_counter() - begun
        async with database.reading() as connection:
            before = await asked(connection, "today")
        await refresh_all(database, NOW)
        kept = time.perf_counter() - begun - made
        async with database.reading() as connection:
            today, year = await asked(connection, "today"), await asked(connection, YEAR)
            plain = await plainly(connection)
        first = first or today
        kind = "SQLite" if database.is_sqlite else "PostgreSQL"
        table.add_row(kind, f"{answers:,} / {cases:,}", f"{before:.0f}", f"{today:.0f}",
                      f"{today / first:.2f}", f"{year:.0f}", f"{plain:.0f}",
                      f"{year / plain:.2f}", f"{made:.0f}", f"{kept:.0f}")  # fmt: skip
        await database.close()


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--answers", default="10000,300000", help="how many, for each history")
    parser.add_argument("--cases", help="how many, for each history; else a tenth of the answers")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", help="an address with {} where a database's name goes")
    parser.add_argument("--keep", type=Path, help="a folder for SQLite's histories, for next time")
    given = parser.parse_args()
    answers = [int(count) for count in given.answers.split(",")]
    cases = [int(count) for count in (given.cases or "").split(",") if count]
    sizes = list(zip(answers, cases or [count // 10 for count in answers], strict=True))
    table = Table("database", "answers / cases", "today, no day kept ms", "today ms", "x",
                  "year ms", "plain year ms", "ratio", "made s", "kept s")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        where = given.keep or Path(folder)
        await measure(f"sqlite:///{where}/{{}}.sqlite3", sizes, given.seed, table)
    if given.postgres:
        await measure(given.postgres, sizes, given.seed, table)
    Console(width=130).print(table)


if __name__ == "__main__":
    asyncio.run(main())
