"""Every row of a SQLite file into an empty PostgreSQL database, in one transaction, compared."""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Table,
    and_,
    delete,
    func,
    insert,
    literal,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.mistakes import Mistake
from storage.tables import TABLES, touched

# Who works on what right now means nothing to another database, and days are kept there anew.
LEFT_BEHIND = frozenset({"lanes", "leases", "rollup_days", "rollups", "touched"})
PAGE = 1000
Row = dict[str, Any]
Told = Callable[[int], None]


class MoveError(Mistake):
    """The rows can't be moved; the message is a sentence, and the target is as it was."""


def moved_tables() -> list[Table]:
    """In an order in which what is referred to comes first."""
    return [table for table in TABLES.sorted_tables if table.name not in LEFT_BEHIND]


async def size_of(connection: AsyncConnection) -> int:
    """How many rows there are to move."""
    return sum([await _count(connection, table) for table in moved_tables()])


async def is_empty(connection: AsyncConnection) -> bool:
    """Whether no bot and no move has ever written here."""
    for table in TABLES.sorted_tables:
        if await connection.scalar(select(literal(1)).select_from(table).limit(1)) is not None:
            return False
    return True


async def copy(source: AsyncConnection, target: AsyncConnection, told: Told) -> None:
    for table in moved_tables():
        own = _columns_to_itself(table)
        try:
            async for page in _pages(source, table):
                rows = [{name: row[name] for name in row if name not in own} for row in page]
                await target.execute(insert(table), rows)
                told(len(page))
            if own:
                await _refer_to_itself(source, target, table, own)
        except DBAPIError as error:
            kind = type(error.orig).__name__
            raise MoveError(
                f"{table.name} 表里有 PostgreSQL 不收的内容（{kind}）。",
                f"The table {table.name} holds something that PostgreSQL refuses ({kind}).",
            ) from None
    await target.execute(delete(touched))
    await _go_on_counting(source, target)


async def compare(source: AsyncConnection, target: AsyncConnection, told: Told) -> str | None:
    """Row by row, value by value; the name of the first table that differs."""
    for table in moved_tables():
        if await _count(source, table) != await _count(target, table):
            return table.name
        async for page in _pages(source, table):
            if await _same_rows(target, table, page) != {_key(table, row): row for row in page}:
                return table.name
            told(len(page))
    return None


async def _same_rows(target: AsyncConnection, table: Table, page: Sequence[Row]) -> dict[Any, Row]:
    keys = list(table.primary_key)
    wanted = [_key(table, row) for row in page]
    found = await target.execute(select(table).where(tuple_(*keys).in_(wanted)))
    rows = [dict(row) for row in found.mappings()]
    return {_key(table, row): row for row in rows}


def _key(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key)


async def _pages(source: AsyncConnection, table: Table) -> AsyncIterator[list[Row]]:
    keys = list(table.primary_key)
    after: tuple[Any, ...] | None = None
    while True:
        asked = select(table).order_by(*keys).limit(PAGE)
        if after is not None:
            asked = asked.where(tuple_(*keys) > tuple_(*map(literal, after)))
        page = [dict(row) for row in (await source.execute(asked)).mappings()]
        if not page:
            return
        yield page
        after = _key(table, page[-1])


def _columns_to_itself(table: Table) -> frozenset[str]:
    return frozenset(
        column.name
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table is table
    )


async def _refer_to_itself(
    source: AsyncConnection, target: AsyncConnection, table: Table, names: frozenset[str]
) -> None:
    """A row may refer to one with a higher number, so this comes after all are there."""
    (key,) = table.primary_key
    for name in sorted(names):
        column: Column[Any] = table.c[name]
        rows = await source.execute(select(key, column).where(column.is_not(None)))
        for number, other in rows.all():
            await target.execute(update(table).where(and_(key == number)).values({name: other}))


async def _go_on_counting(source: AsyncConnection, target: AsyncConnection) -> None:
    """The next number is one that nobody has had, also where the newest row is gone."""
    for table in moved_tables():
        if "id" not in table.c:
            continue
        highest = int(await source.scalar(select(func.max(table.c.id))) or 0)
        highest = max(highest, await _given_out(source, table))
        if highest:
            sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
            await target.execute(text(f"SELECT setval({sequence}, {highest})"))


async def _given_out(source: AsyncConnection, table: Table) -> int:
    if not table.dialect_kwargs.get("sqlite_autoincrement"):
        return 0
    asked = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    return int(await source.scalar(asked, {"name": table.name}) or 0)


async def _count(connection: AsyncConnection, table: Table) -> int:
    return int(await connection.scalar(select(func.count()).select_from(table)) or 0)
