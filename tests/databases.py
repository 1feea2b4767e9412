"""Databases for tests: a SQLite file or a real PostgreSQL database each, its tables made."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy.engine import URL, make_url

from storage.engine import Database, open_database
from storage.schema import upgrade
from tests import needs, postgres

_numbers = count(1)


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
def postgres_url(postgres_template: URL) -> Iterator[str]:
    with copied_database(postgres_template, template=postgres_template.database) as url:
        yield url


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


def _finish(work: Coroutine[Any, Any, None]) -> None:
    """Run `work` to its end in a loop of its own, since these fixtures belong to no test's loop."""
    with asyncio.Runner() as runner:
        runner.run(work)
