"""Finding what is due among many cases: `python -m benchmarks.due`, on SQLite and PostgreSQL."""

import argparse
import asyncio
import os
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert, select, text

from benchmarks.house import prepare
from storage import rules
from storage.cases import CaseRows
from storage.engine import Database, open_database
from storage.tables import cases, persons, places

DUE = 100
BATCH = 20_000
LOOKS = 200
NOW = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)


async def measure(address: str, count: int) -> float:
    """Milliseconds of one look for what is due, the median of many."""
    await prepare(address, empty=not address.startswith("sqlite"))
    database = open_database(address)
    try:
        await _fill(database, count)
        spent = []
        for _ in range(LOOKS):
            async with database.glancing() as connection:
                begun = time.perf_counter()
                found = await CaseRows(connection).due(NOW, DUE)
                spent.append(time.perf_counter() - begun)
            assert len(found) == DUE
        return median(spent) * 1000
    finally:
        await database.close()


async def _fill(database: Database, count: int) -> None:
    """`count` open cases, of which a hundred are due and the others later."""
    async with database.writing() as connection:
        rules_id, _ = await rules.put(connection, "0" * 64, {}, "benchmark", NOW)
        place_id = await connection.scalar(select(places.c.id).limit(1))
        person_id = await connection.scalar(select(persons.c.id).limit(1))
    common = {
        "person_id": person_id,
        "place_id": place_id,
        "rules_id": rules_id,
        "kind": "complaint",
        "opened_at": NOW,
        "round_at": NOW,
        "heard_at": NOW,
    }
    for start in range(0, count, BATCH):
        rows = [
            common | {"next_due_at": NOW + timedelta(seconds=(-1 if n < DUE else n))}
            for n in range(start, min(start + BATCH, count))
        ]
        async with database.writing() as connection:
            await connection.execute(insert(cases), rows)
    async with database.writing() as connection:
        await connection.execute(text("ANALYZE"))


async def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.due")
    options.add_argument("--many", type=int, default=1_000_000, help="cases in the large house")
    options.add_argument("--postgres", default=os.environ.get("TEST_DATABASE_URL"))
    given = options.parse_args()
    console = Console()
    table = Table(title=f"One look for {DUE} due cases, in ms; the ratio is to 1,000 cases")
    for heading in ("database", "1,000 cases", f"{given.many:,} cases", "ratio"):
        table.add_column(heading, justify="left" if heading == "database" else "right")
    with tempfile.TemporaryDirectory() as folder:
        addresses = {"SQLite": f"sqlite:///{Path(folder)}/{{}}.sqlite3"}
        if given.postgres:
            addresses["PostgreSQL"] = given.postgres
        for name, address in addresses.items():
            with console.status(name):
                few = await measure(address.replace("{}", "few"), 1_000)
                many = await measure(address.replace("{}", "many"), given.many)
            table.add_row(name, f"{few:.2f}", f"{many:.2f}", f"{many / few:.2f}")
    console.print(table)


if __name__ == "__main__":
    asyncio.run(main())
