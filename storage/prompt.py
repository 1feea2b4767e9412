"""SQLite without detours: short statements are answered where they stand, in the event loop.

A row that is found by its key takes SQLite some microseconds; the trip to another thread and back
takes ten times that, and one update makes dozens. So the short work of the bot runs on plain
connections right here. What waits for the disk (a commit), for another process (the write lock)
or is long by its nature (many rows in one call) goes to a thread of its own; reports, imports and
migrations use aiosqlite's connections, which never hold up the loop.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.pool import NullPool

from storage.one_hop import make_for_owner

# More rows than this in one call are written in the thread.
MANY = 64
BEGIN = "BEGIN IMMEDIATE"

Result = TypeVar("Result")


def _understood(error: sqlite3.Error, statement: str) -> BaseException:
    """As SQLAlchemy raises it, and without the values, which are people's words."""
    return DBAPIError.instance(statement, None, error, sqlite3.Error, hide_parameters=True)


class Written(NamedTuple):
    rowcount: int
    lastrowid: int


class PreparedWrite:
    """An INSERT or UPDATE compiled once: its text, and what each place in it takes.

    A hot statement runs a dozen times an update; handing its values straight to the driver takes
    a fifth of what it takes to execute it in full. Values are converted by their columns' types.
    """

    def __init__(self, statement: Any, keys: Sequence[str], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(keys))
        assert not compiled.insert_prefetch, "defaults are the database's, not ours"
        self.text = str(compiled)
        given = compiled.params
        processors = compiled._bind_processors  # noqa: SLF001 (SQLAlchemy has no public way)
        self._places = [
            (name, processors.get(name), name in keys, given[name]) for name in compiled.positiontup
        ]

    def row(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        found = []
        for name, process, is_given, fixed in self._places:
            value = values[name] if is_given else fixed
            found.append(value if process is None else process(value))
        return tuple(found)


class PromptConnection:
    """What the rooms use of an AsyncConnection, answered at once."""

    def __init__(
        self,
        sync: Connection,
        thread: ThreadPoolExecutor,
        prepared: dict[tuple[Any, ...], PreparedWrite],
    ) -> None:
        self.sync_connection = sync
        self._thread = thread
        self._prepared = prepared

    def write(self, statement: Any, values: Mapping[str, Any]) -> Written:
        """Runs a statement that is built once, without RETURNING, with these values."""
        prepared = self._prepare(statement, values)
        try:
            cursor = self._driver().execute(prepared.text, prepared.row(values))
        except sqlite3.Error as error:
            raise _understood(error, prepared.text) from None
        return Written(cursor.rowcount, cursor.lastrowid or 0)

    def write_all(self, statement: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        prepared = self._prepare(statement, rows[0])
        try:
            self._driver().executemany(prepared.text, [prepared.row(values) for values in rows])
        except sqlite3.Error as error:
            raise _understood(error, prepared.text) from None

    def _prepare(self, statement: Any, values: Mapping[str, Any]) -> PreparedWrite:
        known = (statement, *values)
        if known not in self._prepared:
            self._prepared[known] = PreparedWrite(statement, tuple(values), self.dialect)
        return self._prepared[known]

    def _driver(self) -> sqlite3.Connection:
        driver = self.sync_connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        return driver

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
        self._prepared: dict[tuple[Any, ...], PreparedWrite] = {}

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
            yield cast("AsyncConnection", PromptConnection(sync, self._thread, self._prepared))
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
                raise _understood(error, BEGIN) from None
            await self._begin_patiently(driver)
        return driver

    async def _begin_patiently(self, driver: sqlite3.Connection) -> None:
        try:
            await finished(self._thread, _begin, driver, self._patience_ms)
        except sqlite3.Error as error:
            raise _understood(error, BEGIN) from None

    @asynccontextmanager
    async def glancing(self) -> AsyncIterator[AsyncConnection]:
        sync = self._idle.pop() if self._idle else self._readers.connect()
        try:
            sync.exec_driver_sql("BEGIN")
            yield cast("AsyncConnection", PromptConnection(sync, self._thread, self._prepared))
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
    driver.execute(BEGIN)


def _engine(path: Path, pragmas: Sequence[str], patience_ms: int) -> Engine:
    def connect() -> sqlite3.Connection:
        make_for_owner(path)
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
