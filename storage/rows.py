"""Small things that every file of rows needs."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


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


async def insert_row(
    connection: AsyncConnection, statement: Insert, values: Mapping[str, Any]
) -> int:
    """As `insert_id`, for a statement that is built once and given its values here."""
    result = await connection.execute(statement, dict(values))
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


async def insert_new(
    connection: AsyncConnection, table: Table, values: Mapping[str, Any], unique: list[str]
) -> bool:
    """True when the row is new; a row with the same unique columns stays as it is."""
    statement = _unless_known(connection.dialect.name, table, tuple(unique))
    result = await connection.execute(statement, dict(values))
    return bool(result.rowcount)


@cache
def _unless_known(dialect: str, table: Table, unique: tuple[str, ...]) -> Any:
    return inserting(dialect, table).on_conflict_do_nothing(index_elements=list(unique))
