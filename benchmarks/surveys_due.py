"""Choosing surveys that are due among millions that wait: `python -m benchmarks.surveys_due`."""

import argparse
import asyncio
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from benchmarks.house import prepare
from storage.engine import Database, open_database
from storage.surveys import SurveyRows

DUE = 100
LOOKS = 300
NOW = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)

# Rows are made inside the database: what is measured is the looking.
_NUMBERS = {
    "sqlite": "WITH RECURSIVE g(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM g "
    "WHERE n < {last})",
    "postgresql": "WITH g(n) AS (SELECT generate_series({first}, {last}))",
}
_LATER = {
    "sqlite": "datetime('2030-01-07 09:00:00', '+' || (n / 10) || ' seconds') || '.000000'",
    "postgresql": "timestamptz '2030-01-07 09:00:00+00' + (n / 10) * interval '1 second'",
}
_SERVICES = """
INSERT INTO services (id, external_id, status, customer_ref, person_id, place_id, body_hash,
                      created_at, changed_at)
{numbers} SELECT n, 'due-' || n, 'finished', 'due-' || n, 1, 1, {blob}, {now}, {now} FROM g
"""
_INVITATIONS = """
INSERT INTO invitations (service_id, person_id, place_id, questionnaire, version, rules_id,
                         planned_at, due_at, next_due_at)
{numbers} SELECT n, 1, 1, 'satisfaction', '1', 1, {now}, {later},
       CASE WHEN n < 1000000 + {due} THEN {early} ELSE {later} END FROM g
"""


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
                found = await SurveyRows(connection).due(NOW, DUE)
                spent.append(time.perf_counter() - begun)
            assert len(found) == DUE
        return median(spent) * 1000
    finally:
        await database.close()


async def _fill(database: Database, count: int) -> None:
    """`count` planned surveys, of which a hundred are due and the others later."""
    kind = "sqlite" if database.is_sqlite else "postgresql"
    stamp = "'2030-01-01 00:00:00.000000'"
    early = "'2030-01-07 08:00:00.000000'"
    if kind == "postgresql":
        stamp, early = f"timestamptz {stamp[:-1]}+00'", f"timestamptz {early[:-1]}+00'"
    first = 1_000_000
    values = {
        "numbers": _NUMBERS[kind].format(first=first, last=first + count - 1),
        "later": _LATER[kind],
        "now": stamp,
        "early": early,
        "blob": "x''" if kind == "sqlite" else "''::bytea",
        "due": DUE,
    }
    async with database.writer.begin() as connection:
        rules = (
            "INSERT INTO rule_versions (id, fingerprint, body, source, added_at) "
            f"VALUES (1, '0', '{{}}', 'benchmark', {stamp})"
        )
        await connection.execute(text(rules))
        for statement in (_SERVICES, _INVITATIONS):
            await connection.exec_driver_sql(statement.format(**values))
    async with database.writer.begin() as connection:
        await connection.execute(text("ANALYZE"))


async def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.surveys_due")
    options.add_argument("--many", type=int, default=10_000_000, help="surveys that wait")
    options.add_argument("--postgres", default=os.environ.get("TEST_DATABASE_URL"))
    given = options.parse_args()
    console = Console()
    table = Table(title=f"One look for {DUE} due surveys, in ms; the ratio is to 10,000 that wait")
    for heading in ("database", "10,000", f"{given.many:,}", "ratio"):
        table.add_column(heading, justify="left" if heading == "database" else "right")
    with tempfile.TemporaryDirectory() as folder:
        addresses = {"SQLite": f"sqlite:///{Path(folder)}/{{}}.sqlite3"}
        if given.postgres:
            addresses["PostgreSQL"] = given.postgres
        for name, address in addresses.items():
            with console.status(name):
                few = await measure(address.replace("{}", "few"), 10_000)
                many = await measure(address.replace("{}", "many"), given.many)
            table.add_row(name, f"{few:.2f}", f"{many:.2f}", f"{many / few:.2f}")
    console.print(table)


if __name__ == "__main__":
    asyncio.run(main())
