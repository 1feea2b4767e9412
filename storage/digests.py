"""Who wants a digest and when, in rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from reports.digests import Cadence, Digest
from storage.rows import inserting, write
from storage.tables import digests


class DigestRows:
    """Implements handlers.work.Digests."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, person_id: int) -> tuple[Digest, ...]:
        rows = await self._connection.execute(
            select(digests).where(digests.c.person_id == person_id).order_by(digests.c.id)
        )
        return tuple(digest_of(row) for row in rows)

    async def get(self, digest_id: int) -> Digest | None:
        """Held: two replicas don't send it twice."""
        row = (
            await self._connection.execute(
                select(digests).where(digests.c.id == digest_id).with_for_update()
            )
        ).first()
        return None if row is None else digest_of(row)

    async def want(
        self, person_id: int, cadence: Cadence, hour: int, zone: str, next_due_at: datetime
    ) -> None:
        values = {
            "person_id": person_id,
            "cadence": cadence.value,
            "hour": hour,
            "zone": zone,
            "next_due_at": next_due_at,
        }
        made = inserting(self._connection.dialect.name, digests)
        changed = {key: made.excluded[key] for key in ("hour", "zone", "next_due_at")}
        statement = made.on_conflict_do_update(
            index_elements=["person_id", "cadence"], set_=changed
        )
        await write(self._connection, statement, values)

    async def drop(self, person_id: int, cadence: Cadence | None = None) -> None:
        """All of them when none is named."""
        which = [digests.c.person_id == person_id]
        if cadence is not None:
            which.append(digests.c.cadence == cadence.value)
        await self._connection.execute(delete(digests).where(*which))

    async def put_off(self, digest_id: int, until: datetime) -> None:
        await self._connection.execute(
            update(digests).where(digests.c.id == digest_id).values(next_due_at=until)
        )


def digest_of(row: Any) -> Digest:
    return Digest(
        id=row.id,
        person_id=row.person_id,
        cadence=Cadence(row.cadence),
        hour=row.hour,
        zone=row.zone,
        next_due_at=row.next_due_at,
    )


async def due_digests(connection: AsyncConnection, now: datetime, limit: int) -> Sequence[int]:
    rows = await connection.execute(
        select(digests.c.id)
        .where(digests.c.next_due_at <= now)
        .order_by(digests.c.next_due_at)
        .limit(limit)
    )
    return [number for (number,) in rows]
