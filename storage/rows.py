"""Small things that every file of rows needs."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prompt import MANY, PromptConnection


def upsert(connection: AsyncConnection, table: Table) -> Any:
    """An INSERT that knows ON CONFLICT, in this database's dialect."""
    return inserting(connection.dialect.name, table)


def inserting(dialect: str, table: Table) -> Any:
    """As `upsert`, for statements that are built once for each dialect."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


async def insert_id(connection: AsyncConnection, statement: Insert) -> int:
    """Runs the INSERT and gives the id of the row that it made."""
    result = await connection.execute(statement)
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


def _prompt(connection: object) -> PromptConnection | None:
    return connection if isinstance(connection, PromptConnection) else None


async def write(connection: AsyncConnection, statement: Any, values: Mapping[str, Any]) -> int:
    """Runs a statement that is built once and returns no rows; gives how many it touched."""
    if prompt := _prompt(connection):
        return prompt.write(statement, values).rowcount
    return int((await connection.execute(statement, dict(values))).rowcount)


async def write_all(
    connection: AsyncConnection, statement: Any, rows: Sequence[Mapping[str, Any]]
) -> None:
    """As `write`, once for each of the rows, which all have the same keys."""
    prompt = _prompt(connection)
    if prompt is not None and 0 < len(rows) <= MANY:
        prompt.write_all(statement, rows)
    elif rows:
        await connection.execute(statement, [dict(row) for row in rows])


async def insert_row(
    connection: AsyncConnection, statement: Insert, values: Mapping[str, Any]
) -> int:
    """As `insert_id`, for a statement that is built once and given its values here."""
    if prompt := _prompt(connection):
        return prompt.write(statement, values).lastrowid
    result = await connection.execute(statement, dict(values))
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


async def insert_new(
    connection: AsyncConnection, table: Table, values: Mapping[str, Any], unique: list[str]
) -> bool:
    """True when the row is new; a row with the same unique columns stays as it is."""
    statement = _unless_known(connection.dialect.name, table, tuple(unique))
    return bool(await write(connection, statement, values))


@cache
def _unless_known(dialect: str, table: Table, unique: tuple[str, ...]) -> Any:
    return inserting(dialect, table).on_conflict_do_nothing(index_elements=list(unique))
