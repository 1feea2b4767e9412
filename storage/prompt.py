"""SQLite without detours: short statements are answered where they stand, in the event loop.

A row that is found by its key takes SQLite some microseconds; the trip to another thread and back
takes ten times that, and one update makes dozens. So the short work of the bot runs on plain
connections right here. What waits for the disk (a commit), for another process (the write lock)
or is long by its nature (many rows in one call) goes to a thread of its own; reports, imports and
migrations use aiosqlite's connections, which never hold up the loop.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.pool import NullPool

# More rows than this in one call are written in the thread.
MANY = 64

Result = TypeVar("Result")


class PromptConnection:
    """What the rooms use of an AsyncConnection, answered at once."""

    def __init__(self, sync: Connection, thread: ThreadPoolExecutor) -> None:
        self.sync_connection = sync
        self._thread = thread

    @property
    def dialect(self) -> Dialect:
        return self.sync_connection.dialect

    async def execute(self, statement: Any, parameters: Any = None) -> Any:
        if isinstance(parameters, Sequence) and len(parameters) > MANY:
            return await self.run_sync(lambda sync: sync.execute(statement, parameters))
        return self.sync_connection.execute(statement, parameters)

    async def scalar(self, statement: Any, parameters: Any = None) -> Any:
        return self.sync_connection.scalar(statement, parameters)

    async def run_sync(self, act: Callable[[Connection], Result]) -> Result:
        return await finished(self._thread, act, self.sync_connection)


class PromptFile:
    """One connection writes, a few look; both are opened when they are first wanted."""

    def __init__(
        self, path: Path, *, writer: Sequence[str], reader: Sequence[str], patience_ms: int
    ) -> None:
        self._patience_ms = patience_ms
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="commits")
        self._writers = _engine(path, writer, patience_ms)
        self._readers = _engine(path, reader, patience_ms)
        self._writer: Connection | None = None
        self._idle: list[Connection] = []
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """One transaction, one after the other in the order in which they were asked for."""
        async with asyncio.timeout(self._patience_ms / 1000):
            await self._turn.acquire()
        try:
            if self._writer is None:
                self._writer = await finished(self._thread, self._writers.connect)
            async with self._transaction(self._writer) as connection:
                yield connection
        finally:
            self._turn.release()

    @asynccontextmanager
    async def _transaction(self, sync: Connection) -> AsyncIterator[AsyncConnection]:
        driver = await self._begin(sync)
        try:
            sync.begin()
            yield cast("AsyncConnection", PromptConnection(sync, self._thread))
            await finished(self._thread, sync.commit)
        finally:
            # After a commit nothing is left to be undone.
            sync.rollback()
            driver.rollback()

    async def _begin(self, sync: Connection) -> sqlite3.Connection:
        """At once where the write lock is free; else the thread waits until it is."""
        driver = sync.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        try:
            _begin(driver, 0)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            await finished(self._thread, _begin, driver, self._patience_ms)
        return driver

    @asynccontextmanager
    async def glancing(self) -> AsyncIterator[AsyncConnection]:
        sync = self._idle.pop() if self._idle else self._readers.connect()
        try:
            sync.exec_driver_sql("BEGIN")
            yield cast("AsyncConnection", PromptConnection(sync, self._thread))
        finally:
            sync.rollback()
            self._idle.append(sync)

    async def close(self) -> None:
        async with self._turn:
            for sync in (self._writer, *self._idle):
                if sync is not None:
                    sync.close()
            self._writer, self._idle = None, []
        self._thread.shutdown(wait=False)


def _begin(driver: sqlite3.Connection, patience_ms: int) -> None:
    driver.execute(f"PRAGMA busy_timeout={patience_ms}")
    driver.execute("BEGIN IMMEDIATE")


def _engine(path: Path, pragmas: Sequence[str], patience_ms: int) -> Engine:
    def connect() -> sqlite3.Connection:
        # Two threads use it, never at once: whoever awaits the one does not ask the other.
        driver = sqlite3.connect(
            path, timeout=patience_ms / 1000, isolation_level=None, check_same_thread=False
        )
        for pragma in pragmas:
            driver.execute(f"PRAGMA {pragma}")
        return driver

    return create_engine("sqlite://", creator=connect, poolclass=NullPool)


async def finished(thread: ThreadPoolExecutor, act: Callable[..., Result], *given: Any) -> Result:
    """Its result; whoever is cancelled meanwhile still waits until the thread is done with it."""
    work = asyncio.get_running_loop().run_in_executor(thread, act, *given)
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait([work])
        raise
