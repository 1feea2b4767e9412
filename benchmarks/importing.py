"""Importing a table beside loading its rows in bulk: `python -m benchmarks.importing`."""

import argparse
import asyncio
import os
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
from rich.console import Console
from rich.table import Table

from benchmarks.house import prepare
from bot.import_report import RefusedRows, Report
from bot.importing import Import
from bot.rulebook import Rulebook
from bot.rules import load_rules
from bot.table_files import open_table
from handlers.import_rows import Columns
from storage.engine import Database, file_of, open_database
from storage.tables import customer_refs, invitations, names, persons, services

HEAD = "id,customer,phone,finished_at,place,service_type,staff\n"
NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
# What an import writes, those first whom others refer to; the house's own people are there before.
_SERVICES = "SELECT id FROM services WHERE customer_ref LIKE 'buyer-%'"
_BUYERS = "SELECT person_id FROM customer_refs WHERE ref LIKE 'buyer-%'"
TABLES = {
    persons: f"id IN ({_BUYERS})",
    names: f"person_id IN ({_BUYERS})",
    customer_refs: "ref LIKE 'buyer-%'",
    services: f"id IN ({_SERVICES})",
    invitations: f"service_id IN ({_SERVICES})",
}


def write_table(path: Path, count: int) -> None:
    """Every third service is of a customer who has come before."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for n in range(count):
            guest = n - n // 3
            at = (NOW - timedelta(minutes=5 + n % 4000)).isoformat()
            file.write(f"order-{n},buyer-{guest},138{guest:08},{at},westlake,room,小陈\n")


async def run_import(database: Database, path: Path) -> tuple[float, Report]:
    rulebook = Rulebook()
    await rulebook.open(database, load_rules("hotel"), "hotel", NOW)
    with open_table(path) as table:
        run = Import(
            database=database,
            version=rulebook.current,
            now=NOW,
            columns=Columns.read(table.head),
            refused=RefusedRows(path.with_suffix(".refused.csv"), table.head),
        )
        begun = time.perf_counter()
        report = await run.take(table, lambda place, report: None)
        return time.perf_counter() - begun, report


Dump = list[tuple[str, list[str], list[tuple[Any, ...]]]]


async def dump(address: str) -> Dump:
    """The rows that the import made, as the database's own driver takes them."""
    if address.startswith("sqlite"):
        with sqlite3.connect(file_of(address) or "") as file:
            return [(t.name, list(t.c.keys()), list(file.execute(_all_of(t)))) for t in TABLES]
    connection = await asyncpg.connect(address.replace("+asyncpg", ""))
    try:
        return [
            (t.name, list(t.c.keys()), [tuple(r) for r in await connection.fetch(_all_of(t))])
            for t in TABLES
        ]
    finally:
        await connection.close()


def _all_of(table: Any) -> str:
    return f"SELECT {', '.join(table.c.keys())} FROM {table.name} WHERE {TABLES[table]}"


def load_sqlite(path: Path, found: Dump) -> float:
    begun = time.perf_counter()
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA synchronous=FULL")
        for name, columns, rows in found:
            marks = ", ".join("?" * len(columns))
            file.executemany(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})", rows)
    return time.perf_counter() - begun


async def load_postgres(address: str, found: Dump) -> float:
    connection = await asyncpg.connect(address.replace("+asyncpg", ""))
    try:
        begun = time.perf_counter()
        async with connection.transaction():
            for name, columns, rows in found:
                await connection.copy_records_to_table(name, records=rows, columns=columns)
        return time.perf_counter() - begun
    finally:
        await connection.close()


@asynccontextmanager
async def house_at(address: str) -> AsyncIterator[Database]:
    await prepare(address, empty=not address.startswith("sqlite"))
    database = open_database(address)
    try:
        yield database
    finally:
        await database.close()


async def measure(address: str, path: Path, folder: Path) -> tuple[float, float, Report]:
    """Seconds of the import and of the bulk load."""
    async with house_at(address) as database:
        took, report = await run_import(database, path)
    found = await dump(address)
    bare = folder / "bulk.sqlite3"
    second = f"sqlite:///{bare}" if address.startswith("sqlite") else address
    async with house_at(second) as database:
        rulebook = Rulebook()
        await rulebook.open(database, load_rules("hotel"), "hotel", NOW)
    if address.startswith("sqlite"):
        return took, load_sqlite(bare, found), report
    return took, await load_postgres(second, found), report


async def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.importing")
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--postgres", default=os.environ.get("TEST_DATABASE_URL"))
    given = options.parse_args()
    console = Console()
    table = Table(title=f"{given.rows:,} services from a CSV file, and the same rows in bulk")
    for heading in ("database", "import, s", "bulk, s", "ratio", "longest write, ms"):
        table.add_column(heading, justify="left" if heading == "database" else "right")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "services.csv"
        write_table(path, given.rows)
        addresses = {"SQLite": f"sqlite:///{folder}/house.sqlite3"}
        if given.postgres:
            addresses["PostgreSQL"] = given.postgres
        for database, address in addresses.items():
            with console.status(database):
                took, bulk, report = await measure(address, path, folder)
            assert report.new == given.rows, report
            longest = f"{report.longest_write * 1000:.0f}"
            ratio = f"{took / bulk:.1f}"
            table.add_row(database, f"{took:.1f}", f"{bulk:.1f}", ratio, longest)
    console.print(table)


if __name__ == "__main__":
    asyncio.run(main())
