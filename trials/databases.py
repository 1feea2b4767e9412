"""An empty database for a trial: a file, or one of a PostgreSQL server that is there for it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from pathlib import Path

import asyncpg
from sqlalchemy.engine import make_url

from tests import postgres

_numbers = count(1)


@asynccontextmanager
async def server(kind: str) -> AsyncIterator[str | None]:
    """The address of a PostgreSQL server; None where files are wanted."""
    programs = postgres.find_programs()
    if kind == "sqlite":
        yield None
        return
    if programs is None:
        raise SystemExit("No PostgreSQL was found on this machine.")
    with postgres.server(programs) as address:
        yield address


@asynccontextmanager
async def database(
    server_address: str | None, folder: Path, *, like: str | None = None
) -> AsyncIterator[str]:
    """A new database's address, with nothing in it or a copy of the one at `like`."""
    if server_address is None:
        file = folder / "huiyin.sqlite3"
        if like is not None:
            file.write_bytes(Path(make_url(like).database or "").read_bytes())
        yield f"sqlite:///{file}"
        return
    name, template = f"trial_{next(_numbers)}", "template0" if like is None else _name_of(like)
    async with AsyncExitStack() as stack:
        await _administer(server_address, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        stack.push_async_callback(
            _administer, server_address, f'DROP DATABASE "{name}" WITH (FORCE)'
        )
        yield make_url(server_address).set(database=name).render_as_string(hide_password=False)


def _name_of(address: str) -> str:
    return make_url(address).database or ""


async def _administer(server_address: str, statement: str) -> None:
    address = make_url(server_address).set(drivername="postgresql", database="postgres")
    connection = await asyncpg.connect(address.render_as_string(hide_password=False))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
