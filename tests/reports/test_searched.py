"""The figures of today look for their rows by an index, however long the history on SQLite is."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import event

from storage.engine import open_database
from storage.figures import figures_of
from storage.people import PeopleRows
from tests.reports.house import NOW, furnish

LONG = {"cases", "promises", "events", "answers", "invitations", "services", "findings"}
# What SQLite knows of a long history in which nothing is overdue: empty indexes have no entry.
KNOWN = (
    ("promises", "ix_promises_due", "2000040 1"),
    ("promises", "ix_promises_case", "2000040 2 2"),
    ("cases", "ix_cases_opened", "1000020 1"),
)


@pytest.mark.slow
async def test_no_long_table_is_read_from_end_to_end_for_today(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    await furnish(database)
    assert database.path is not None
    with closing(sqlite3.connect(database.path, isolation_level=None)) as file:
        file.execute("ANALYZE")
        file.executemany("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", KNOWN)
    asked: list[tuple[str, Sequence[Any]]] = []
    event.listen(
        database.reader.sync_engine,
        "after_cursor_execute",
        lambda _, __, statement, given, *rest: asked.append((statement, given)),
    )
    async with database.reading() as connection:
        house = await PeopleRows(connection).house()
        await figures_of(connection, (house,), "today", NOW, with_costly=False)
    await database.close()
    with closing(sqlite3.connect(database.path)) as file:
        for statement, given in asked:
            for *_, told in file.execute(f"EXPLAIN QUERY PLAN {statement}", given):
                how, _, table = str(told).partition(" ")
                assert how != "SCAN" or table.split()[0] not in LONG, (told, statement)
