"""Who looked at what, and who took what away."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, desc, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from calendars.periods import Period
from reports.looks import LOOKS_A_PAGE, Look
from storage.rows import insert_row
from storage.tables import looks, names

_ADD = insert(looks)
_WITH_NAMES = select(looks, names.c.name).outerjoin(names, names.c.person_id == looks.c.person_id)


class LookRows:
    """Implements handlers.work.Looks."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, person_id: int, what: str, facts: Mapping[str, Any], now: datetime) -> None:
        values = {"person_id": person_id, "what": what, "facts": dict(facts), "at": now}
        await insert_row(self._connection, _ADD, values)


async def looks_during(
    connection: AsyncConnection, period: Period, page: int
) -> tuple[tuple[Look, ...], int]:
    """(a page of them, the newest first; how many there are in all)."""
    within = (looks.c.at >= period.start, looks.c.at < period.end)
    total = await connection.scalar(select(func.count()).select_from(looks).where(*within))
    query = _WITH_NAMES.where(*within).order_by(desc(looks.c.id))
    found = await _found(connection, query.limit(LOOKS_A_PAGE).offset(page * LOOKS_A_PAGE))
    return found, int(total or 0)


async def these(connection: AsyncConnection, ids: Sequence[int]) -> tuple[Look, ...]:
    """Those of these numbers that are still there, in their order."""
    return await _found(connection, _WITH_NAMES.where(looks.c.id.in_(ids)).order_by(looks.c.id))


async def _found(connection: AsyncConnection, query: Select[Any]) -> tuple[Look, ...]:
    rows = await connection.execute(query)
    return tuple(Look(who=row.name, what=row.what, facts=row.facts, at=row.at) for row in rows)
