"""aiosqlite with one trip to its thread per statement, where SQLAlchemy's cursor makes four.

Nearly all of a short statement's time is that trip; results of ours are small and read whole.
"""

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import aiosqlite

ITER_CHUNK = 64


class OneHopCursor:
    """What SQLAlchemy asks of a cursor; the rows are there when `execute` returns."""

    arraysize = 1

    def __init__(self, connection: "OneHopConnection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> Self:
        await self._connection.in_thread(self._run, operation, parameters)
        return self

    async def executemany(self, operation: str, parameters: Sequence[Any]) -> Self:
        await self._connection.in_thread(self._run_many, operation, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        return self._rows

    async def close(self) -> None:
        """The real cursor was closed in the thread already."""

    def _run(self, operation: str, parameters: Sequence[Any]) -> None:
        cursor = self._connection._conn.cursor()
        try:
            cursor.execute(operation, parameters)
            self._take(cursor)
        finally:
            cursor.close()

    def _run_many(self, operation: str, parameters: Sequence[Any]) -> None:
        cursor = self._connection._conn.cursor()
        try:
            cursor.executemany(operation, parameters)
            self._take(cursor)
        finally:
            cursor.close()

    def _take(self, cursor: sqlite3.Cursor) -> None:
        self.description = cursor.description
        self._rows = cursor.fetchall() if cursor.description else []
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid


class OneHopConnection(aiosqlite.Connection):
    def cursor(self) -> OneHopCursor:  # type: ignore[override]
        return OneHopCursor(self)

    async def in_thread(self, act: Callable[..., None], *given: Any) -> None:
        await self._execute(act, *given)  # type: ignore[no-untyped-call]


async def connect(path: Path, timeout: float) -> OneHopConnection:
    """A connection in autocommit mode; transactions are begun by the engine's own statement."""

    def open_file() -> sqlite3.Connection:
        make_for_owner(path)
        return sqlite3.connect(path, timeout=timeout, isolation_level=None)

    connection = OneHopConnection(open_file, ITER_CHUNK)
    connection._thread.daemon = True
    await connection
    return connection


def make_for_owner(path: Path) -> None:
    """A new file is one that nobody else on the machine can read; SQLite's log follows it."""
    with suppress(OSError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
