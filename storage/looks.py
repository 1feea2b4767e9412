"""Who looked at what, and who took what away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import desc, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from reports.looks import Look
from storage.rows import insert_row
from storage.tables import looks, names

_ADD = insert(looks)


class LookRows:
    """Implements handlers.work.Looks."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, person_id: int, what: str, facts: Mapping[str, Any], now: datetime) -> None:
        values = {"person_id": person_id, "what": what, "facts": dict(facts), "at": now}
        await insert_row(self._connection, _ADD, values)


async def latest(connection: AsyncConnection, limit: int) -> tuple[Look, ...]:
    """The newest first."""
    rows = await connection.execute(
        select(looks, names.c.name)
        .outerjoin(names, names.c.person_id == looks.c.person_id)
        .order_by(desc(looks.c.id))
        .limit(limit)
    )
    return tuple(Look(who=row.name, what=row.what, facts=row.facts, at=row.at) for row in rows)
