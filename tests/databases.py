"""Databases for tests: a SQLite file or a real PostgreSQL database each, its tables made."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import pytest
from sqlalchemy.engine import URL, make_url

from storage.engine import Database, open_database
from storage.schema import upgrade
from tests import needs, postgres

_numbers = count(1)
Result = TypeVar("Result")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """`database_url`, opened as the program opens it."""
    opened = open_database(database_url)
    yield opened
    await opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database with all tables and no rows; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """A database with nothing in it, for what makes the tables."""
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'huiyin.sqlite3'}"


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    file = tmp_path / "huiyin.sqlite3"
    shutil.copyfile(sqlite_template, file)
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "huiyin.sqlite3"
    _finish(_make_tables(f"sqlite+aiosqlite:///{file}"))
    # A copy of the file alone would lack what still stood in the write-ahead log.
    assert not file.with_name(file.name + "-wal").exists()
    return file


@pytest.fixture
def postgres_url(postgres_shelf: "Shelf") -> Iterator[str]:
    with postgres_shelf.lent() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_shelf(postgres_template: URL) -> Iterator["Shelf"]:
    with contextlib.ExitStack() as stack:
        yield Shelf(postgres_template, stack)


@pytest.fixture
def empty_postgres_url(postgres_server: URL) -> Iterator[str]:
    with copied_database(postgres_server, template="template0") as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: URL) -> Iterator[URL]:
    with copied_database(postgres_server, template="template0") as url:
        _finish(_make_tables(url))
        yield make_url(url)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """The address of a server where databases may be made; started at most once a run."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield make_url(given).set(drivername="postgresql+asyncpg")
        return
    with postgres.server(needs.postgres()) as address:
        yield make_url(address)


@contextlib.contextmanager
def copied_database(server: URL, *, template: str | None) -> Iterator[str]:
    # The process is part of the name: a given server may serve several runs at once.
    name = f"huiyin_{os.getpid()}_{next(_numbers)}"
    _administer(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        _administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


class Shelf:
    """Databases that a test is done with, emptied for the next one.

    Copying a template writes some seven hundred files, and each new database is met by
    connections that know nothing of its tables yet. What a test changed in the tables themselves,
    or filled with very many rows, is not handed on.
    """

    def __init__(self, template: URL, stack: contextlib.ExitStack) -> None:
        self._template = template
        self._stack = stack
        self._free: list[str] = []
        self._shape: Any = None

    @contextlib.contextmanager
    def lent(self) -> Iterator[str]:
        url = self._free.pop() if self._free else self._made()
        yield url
        shape = _finish(_emptied(make_url(url)))
        if shape is not None and shape == self._shape:
            self._free.append(url)

    def _made(self) -> str:
        copy = copied_database(self._template, template=self._template.database)
        url = self._stack.enter_context(copy)
        if self._shape is None:
            self._shape = _finish(_emptied(make_url(url)))
        return url


async def _emptied(address: URL) -> Any:
    """No connections, no rows, the numbers from their start; gives what shape it is in.

    None where a given server's user may not do that.
    """
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(plain)
    try:
        await connection.execute(_END_OTHERS)
        await connection.execute(_EMPTY)
        return tuple(await connection.fetchrow(_SHAPE))
    except asyncpg.InsufficientPrivilegeError:
        return None
    finally:
        await connection.close()


_END_OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# Without the triggers that look after references, all of which go.
_EMPTY = """
SET session_replication_role = replica;
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT tablename AS name FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE format('DELETE FROM %I', one.name);
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, start_value, false)
        FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END
$$
"""
_SHAPE = """
SELECT
    (SELECT md5(string_agg(concat(c.oid, relname, attname, atttypid, attnotnull), ','
                           ORDER BY c.oid, attnum))
     FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid
     WHERE relnamespace = 'public'::regnamespace),
    (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_trigger),
    (SELECT count(*) FROM pg_proc), (SELECT count(*) FROM pg_namespace),
    (SELECT count(*) FROM pg_db_role_setting),
    (SELECT max(version_num) FROM alembic_version),
    pg_database_size(current_database()) > 50000000
"""


async def _make_tables(url: str) -> None:
    """Done once a run for each kind of database; each test gets a copy, which is quicker."""
    made = open_database(url)
    try:
        await upgrade(made)
    finally:
        await made.close()


def _administer(server: URL, statement: str) -> None:
    async def execute() -> None:
        address = server.set(drivername="postgresql", database="postgres")
        connection = await asyncpg.connect(address.render_as_string(hide_password=False))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    _finish(execute())


def _finish(work: Coroutine[Any, Any, Result]) -> Result:
    """Run `work` to its end in a loop of its own, since these fixtures belong to no test's loop."""
    with asyncio.Runner() as runner:
        return runner.run(work)
