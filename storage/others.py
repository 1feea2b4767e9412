"""Figures of others in rows: brought in a table, held against one's own, taken away again."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from reports.others import Other, number_of
from storage.tables import others


class OtherRows:
    """Implements handlers.work.OtherFigures."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(
        self,
        found: Iterable[Other],
        now: datetime,
        added_by: int | None,
        *,
        owns_house: bool = False,
    ) -> tuple[int, tuple[str, ...]]:
        """The newest of each name, figure and period takes the place of what was there.

        Figures that somebody else brought stay as they are, unless who brings these owns the
        house; gives how many were kept, and the names that were left alone.
        """
        kept, left = 0, dict[str, None]()
        for other in found:
            same = (
                others.c.name == other.name,
                others.c.figure == other.figure,
                others.c.period == other.period,
            )
            if not owns_house and await self._is_of_another(same, added_by):
                left[other.name] = None
                continue
            await self._connection.execute(delete(others).where(*same))
            kept += 1
            values: dict[str, Any] = {
                "name": other.name,
                "figure": other.figure,
                "value": other.value,
                "n": other.n,
                "period": other.period,
                "added_at": now,
                "added_by": added_by,
            }
            await self._connection.execute(insert(others).values(**values))
        return kept, tuple(left)

    async def _is_of_another(self, same: Sequence[ColumnElement[bool]], person: int | None) -> bool:
        another = others.c.added_by.is_distinct_from(person)
        query = select(exists().where(*same, another))
        return bool(await self._connection.scalar(query))

    async def forget(self, number: int, person_id: int, *, owns_house: bool) -> bool | None:
        """All figures of a name; False when they aren't theirs to take, None when there are none.

        Who owns the house may take all away, everybody else what they brought.
        """
        names = {number_of(name): name for name in await _names(self._connection, None)}
        if number not in names:
            return None
        name, whose = names[number], None if owns_house else person_id
        if name not in await _names(self._connection, whose):
            return False
        theirs = () if owns_house else (others.c.added_by == person_id,)
        await self._connection.execute(delete(others).where(others.c.name == name, *theirs))
        return True


async def _names(connection: AsyncConnection, added_by: int | None) -> tuple[str, ...]:
    query = select(others.c.name).distinct().order_by(others.c.name)
    if added_by is not None:
        query = query.where(others.c.added_by == added_by)
    return tuple(name for (name,) in await connection.execute(query))


async def removable(
    connection: AsyncConnection, person_id: int, *, owns_house: bool
) -> tuple[str, ...]:
    """The names of which somebody may take figures away."""
    return await _names(connection, None if owns_house else person_id)


async def all_others(connection: AsyncConnection) -> tuple[Other, ...]:
    query = select(others).order_by(others.c.name, others.c.figure, others.c.period)
    return tuple(
        Other(name=row.name, figure=row.figure, value=row.value, n=row.n, period=row.period)
        for row in await connection.execute(query)
    )
