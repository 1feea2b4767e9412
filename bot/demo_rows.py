"""Collects rows of many tables in memory and writes them in one go, for a demo or a benchmark."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.columns import FIRST_CASE_NUMBER
from storage.tables import (
    answers,
    cases,
    customer_refs,
    escalations,
    events,
    findings,
    invitations,
    names,
    persons,
    promises,
    services,
    words,
)

# Parents first.
TABLES: tuple[Table, ...] = (
    persons, names, customer_refs, services, invitations, cases, words, answers, findings,
    promises, escalations, events,
)  # fmt: skip
NUMBERED = (persons, services, invitations, cases, words)


@dataclass
class Rows:
    """Ids are counted here, so that rows can point at each other before they are written."""

    next_id: dict[str, int]
    of: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    async def after(cls, connection: AsyncConnection) -> "Rows":
        """Behind what the tables hold already."""
        found = {}
        for table in NUMBERED:
            newest = await connection.scalar(select(func.max(table.c.id)))
            found[table.name] = (newest or 0) + 1
        found[cases.name] = max(found[cases.name], FIRST_CASE_NUMBER)
        return cls(next_id=found)

    def number(self, table: Table, **values: Any) -> int:
        """A row that others point at; gives its id."""
        number = self.next_id[table.name]
        self.next_id[table.name] = number + 1
        self.of[table.name].append({"id": number, **values})
        return number

    def add(self, table: Table, **values: Any) -> None:
        self.of[table.name].append(values)

    async def write(self, connection: AsyncConnection) -> None:
        for table in TABLES:
            for shape in _by_shape(self.of[table.name]).values():
                await connection.execute(insert(table), shape)
        if connection.dialect.name == "postgresql":
            for table in NUMBERED:
                await connection.execute(_count_on(table))


def _by_shape(rows: list[dict[str, Any]]) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    """Rows that name the same columns go in together."""
    shapes: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        shapes[tuple(row)].append(row)
    return shapes


def _count_on(table: Table) -> Any:
    """PostgreSQL counts by itself and does not look at ids that were handed in."""
    return text(
        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"  # noqa: S608 (our names)
        f" (SELECT max(id) FROM {table.name}))"
    )
