"""Engines for SQLite and PostgreSQL, set up so that nothing that was committed is lost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from storage import points
from storage.memory import HouseMemory
from storage.mistakes import Mistake
from storage.one_hop import OneHopConnection, connect
from storage.prompt import PromptFile

BUSY_TIMEOUT_MS = 30_000
POSTGRES_POOL = 12
LEASE_POOL = (1, 3)
HIGHEST_PORT = 65535


class DatabaseUrlError(Mistake):
    """The database address can't be used; the message is a sentence for the operator."""


@dataclass(frozen=True, kw_only=True)
class Database:
    """`writer` begins with a write lock on SQLite; `reader` blocks no writer, and can't write.

    On SQLite `prompt` does the short work of the bot; the engines do what may take its time.
    On PostgreSQL `keeper` has a few connections for leases alone, so that a lease is not lost
    while everything else waits for a lock or for a free connection.
    """

    writer: AsyncEngine
    reader: AsyncEngine
    path: Path | None
    prompt: PromptFile | None = None
    house: HouseMemory = field(default_factory=HouseMemory)
    keeper: AsyncEngine | None = None
    name: str = "huiyin"

    @property
    def is_sqlite(self) -> bool:
        return self.path is not None

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """One transaction; committed when the block ends, undone when it raises."""
        async with self.prompt.writing() if self.prompt else self.writer.begin() as connection:
            yield connection
            points.committing("before")
        points.committing("after")

    @asynccontextmanager
    async def leasing(self) -> AsyncIterator[AsyncConnection]:
        """As `writing`, for leases."""
        async with (self.keeper or self.writer).begin() as connection:
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Sees the database as it stood at the first statement, whatever others write meanwhile."""
        async with self.reader.connect() as connection:
            yield connection

    @asynccontextmanager
    async def glancing(self) -> AsyncIterator[AsyncConnection]:
        """For a few rows found by their keys; what takes longer belongs into `reading`."""
        async with self.prompt.glancing() if self.prompt else self._at_once() as connection:
            yield connection

    @asynccontextmanager
    async def writing_one(self) -> AsyncIterator[AsyncConnection]:
        """For one statement, which is a transaction of its own."""
        async with self.prompt.writing() if self.prompt else self._at_once() as connection:
            points.committing("before")
            yield connection
        points.committing("after")

    def _at_once(self) -> AsyncConnection:
        """Without BEGIN and COMMIT, each of which is a trip to the server."""
        return self.writer.execution_options(isolation_level="AUTOCOMMIT").connect()

    async def close(self) -> None:
        if self.prompt is not None:
            await self.prompt.close()
        await self.writer.dispose()
        if self.keeper is not None:
            await self.keeper.dispose()
        await self.reader.dispose()


def open_database(address: str, name: str = "huiyin") -> Database:
    """Engines for `sqlite:///var/huiyin.sqlite3` or `postgresql://user@host/name`.

    `name` is how PostgreSQL knows this process. Raises DatabaseUrlError for anything else.
    """
    url = _with_driver(address)
    if url.drivername.startswith("sqlite"):
        return _open_sqlite(url)
    engine, keeper = _postgres(url, name, POSTGRES_POOL, 4), _postgres(url, name, *LEASE_POOL)
    reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(writer=engine, reader=reader, path=None, keeper=keeper, name=name)


def _postgres(url: URL, name: str, size: int, more: int) -> AsyncEngine:
    # Compiling a question over a year takes PostgreSQL many times as long as answering it.
    settings = {"server_settings": {**POSTGRES_SETTINGS, "application_name": name}}
    return create_async_engine(
        url,
        pool_size=size,
        max_overflow=more,
        pool_pre_ping=False,
        hide_parameters=True,
        connect_args=settings,
    )


def file_of(address: str) -> Path | None:
    """The SQLite file that an address names; None for a server. Raises DatabaseUrlError."""
    url = _with_driver(address)
    return Path(url.database or "") if url.drivername.startswith("sqlite") else None


# A process that is stopped in the middle of a transaction would hold its locks, the lease among
# them, for as long as it sleeps: the server ends such a session, and another process goes on.
POSTGRES_SETTINGS = {"jit": "off", "idle_in_transaction_session_timeout": "8000"}


def _with_driver(address: str) -> URL:
    url: URL | None
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        url = None
    if url is None or (url.port or 0) > HIGHEST_PORT:
        raise DatabaseUrlError(
            "HUIYIN_DATABASE_URL 读不懂：请写成 sqlite:///huiyin.sqlite3 或 postgresql://用户@主机/库名。",
            "HUIYIN_DATABASE_URL can't be read: write sqlite:///huiyin.sqlite3 or postgresql://user@host/database.",
        )
    family = url.get_backend_name()
    if family == "sqlite" and url.database:
        return url.set(drivername="sqlite+aiosqlite")
    if family in {"postgresql", "postgres"}:
        return url.set(drivername="postgresql+asyncpg")
    raise DatabaseUrlError(
        f"HUIYIN_DATABASE_URL：只支持 SQLite 文件和 PostgreSQL，不支持 {family}。",
        f"HUIYIN_DATABASE_URL: a SQLite file or PostgreSQL, not {family}.",
    )


def _open_sqlite(url: URL) -> Database:
    path = Path(url.database or "")
    if path.is_dir():
        raise DatabaseUrlError(
            "HUIYIN_DATABASE_URL 指的是一个文件夹：请在后面写上文件名。",
            "HUIYIN_DATABASE_URL names a folder: add the name of a file.",
        )
    path.parent.mkdir(parents=True, exist_ok=True)

    async def connect_to_file() -> OneHopConnection:
        return await connect(path, BUSY_TIMEOUT_MS / 1000)

    # One connection writes: others would only queue for the same lock inside SQLite, where
    # waiting is a sleep that grows, while waiting for the pool is first come, first served.
    writer = create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=BUSY_TIMEOUT_MS / 1000,
        hide_parameters=True,
        async_creator=connect_to_file,
    )
    reader = create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=4,
        max_overflow=4,
        hide_parameters=True,
        async_creator=connect_to_file,
    )
    _prepare(writer, begin="BEGIN IMMEDIATE", pragmas=_WRITER_PRAGMAS)
    _prepare(reader, begin="BEGIN", pragmas=_READER_PRAGMAS)
    prompt = PromptFile(
        path, writer=_WRITER_PRAGMAS, reader=_READER_PRAGMAS, patience_ms=BUSY_TIMEOUT_MS
    )
    return Database(writer=writer, reader=reader, path=path, prompt=prompt)


_COMMON_PRAGMAS = (f"busy_timeout={BUSY_TIMEOUT_MS}", "foreign_keys=ON")
_WRITER_PRAGMAS = (
    "auto_vacuum=INCREMENTAL",
    "secure_delete=ON",
    "journal_mode=WAL",
    "synchronous=FULL",
    *_COMMON_PRAGMAS,
)
_READER_PRAGMAS = (*_COMMON_PRAGMAS, "query_only=ON")


def _prepare(engine: AsyncEngine, *, begin: str, pragmas: tuple[str, ...]) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin_as_told(connection: Any) -> None:
        connection.exec_driver_sql(begin)
