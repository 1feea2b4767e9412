"""Figures of others in rows: brought in a table, held against one's own, taken away again."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from reports.others import Other
from storage.tables import others


class OtherRows:
    """Implements handlers.work.OtherFigures."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, found: Iterable[Other], now: datetime) -> None:
        """The newest of each name, figure and period takes the place of what was there."""
        for other in found:
            same = (
                others.c.name == other.name,
                others.c.figure == other.figure,
                others.c.period == other.period,
            )
            await self._connection.execute(delete(others).where(*same))
            values: dict[str, Any] = {
                "name": other.name,
                "figure": other.figure,
                "value": other.value,
                "n": other.n,
                "period": other.period,
                "added_at": now,
            }
            await self._connection.execute(insert(others).values(**values))

    async def forget(self, place: int) -> bool:
        """All figures of the name at this place among the names; False when there is none."""
        names = await names_of_others(self._connection)
        if not 0 <= place < len(names):
            return False
        await self._connection.execute(delete(others).where(others.c.name == names[place]))
        return True


async def names_of_others(connection: AsyncConnection) -> list[str]:
    query = select(others.c.name).distinct().order_by(others.c.name)
    return [name for (name,) in await connection.execute(query)]


async def all_others(connection: AsyncConnection) -> tuple[Other, ...]:
    query = select(others).order_by(others.c.name, others.c.figure, others.c.period)
    return tuple(
        Other(name=row.name, figure=row.figure, value=row.value, n=row.n, period=row.period)
        for row in await connection.execute(query)
    )
