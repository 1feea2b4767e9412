"""What is done so that it doesn't happen again, in rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from complaints.values import LADDER_KINDS, Action, Mark
from storage.rows import insert_row
from storage.tables import actions, cases, findings

_ADD = insert(actions)


class ActionRows:
    """Implements complaints.book.Actions."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        *,
        case_id: int,
        place_id: int,
        dimension: str | None,
        words_id: int,
        owner_id: int,
        made_by: int,
        now: datetime,
        due_at: datetime,
    ) -> Action:
        values = {
            "case_id": case_id,
            "place_id": place_id,
            "dimension": dimension,
            "words_id": words_id,
            "owner_id": owner_id,
            "made_by": made_by,
            "made_at": now,
            "due_at": due_at,
            "next_due_at": due_at,
        }
        found = await self.get(await insert_row(self._connection, _ADD, values))
        assert found is not None
        return found

    async def get(self, action_id: int) -> Action | None:
        row = (
            await self._connection.execute(
                select(actions).where(actions.c.id == action_id).with_for_update()
            )
        ).first()
        return None if row is None else _action(row)

    async def due(self, now: datetime, limit: int) -> Sequence[int]:
        rows = await self._connection.execute(
            select(actions.c.id)
            .where(actions.c.next_due_at <= now)
            .order_by(actions.c.next_due_at)
            .limit(limit)
        )
        return [number for (number,) in rows]

    async def finish(self, action_id: int, now: datetime, *, check_at: datetime) -> None:
        await self._change(action_id, done_at=now, next_due_at=check_at)

    async def reminded(
        self, action_id: int, now: datetime, *, next_due_at: datetime | None
    ) -> None:
        await self._change(action_id, reminded_at=now, next_due_at=next_due_at)

    async def checked(self, action_id: int, now: datetime) -> None:
        await self._change(action_id, checked_at=now, next_due_at=None)

    async def _change(self, action_id: int, **values: Any) -> None:
        await self._connection.execute(
            update(actions).where(actions.c.id == action_id).values(**values)
        )

    async def share(
        self, place_id: int, dimension: str, since: datetime, until: datetime
    ) -> tuple[int, int]:
        tagged = (
            select(findings.c.id)
            .where(
                findings.c.case_id == cases.c.id,
                findings.c.dimension == dimension,
                findings.c.polarity == "negative",
                findings.c.withdrawn_at.is_(None),
            )
            .exists()
        )
        among = and_(
            cases.c.place_id == place_id,
            cases.c.opened_at >= since,
            cases.c.opened_at < until,
            cases.c.kind.in_([kind.value for kind in LADDER_KINDS]),
            cases.c.mark != Mark.TEST.value,
        )
        all_ = await self._connection.scalar(select(func.count()).select_from(cases).where(among))
        hits = await self._connection.scalar(
            select(func.count()).select_from(cases).where(among, tagged)
        )
        return int(hits or 0), int(all_ or 0)


def _action(row: Row[Any]) -> Action:
    return Action(
        id=row.id,
        case_id=row.case_id,
        place_id=row.place_id,
        dimension=row.dimension,
        words_id=row.words_id,
        owner_id=row.owner_id,
        made_by=row.made_by,
        made_at=row.made_at,
        due_at=row.due_at,
        reminded_at=row.reminded_at,
        done_at=row.done_at,
        next_due_at=row.next_due_at,
    )
