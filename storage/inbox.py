"""Updates as they came: kept before Telegram is told, worked off lane by lane."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rows import upsert
from storage.tables import inbox, lanes

WAITING: ColumnElement[bool] = inbox.c.state == "new"
LANE_LIFE = timedelta(seconds=30)
KEEP_ASIDE = timedelta(days=7)


_NEXT = (
    select(inbox.c.id, inbox.c.update_id, inbox.c.raw, inbox.c.received_at, inbox.c.tries)
    .where(inbox.c.lane == bindparam("lane"), WAITING)
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
)
_FINISH = (
    update(inbox)
    .where(inbox.c.id == bindparam("item"), WAITING)
    .values(state="done", raw=None, finished_at=bindparam("at"))
)


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """An update's raw bytes; `lane` names the chat, else the person, else the update alone."""

    bot_id: int
    update_id: int
    lane: str
    raw: bytes


@dataclass(frozen=True, kw_only=True)
class Waiting:
    id: int
    update_id: int
    raw: bytes
    received_at: datetime
    tries: int


class LaneLost(Exception):
    """Another process works on this lane now; what was begun here is undone."""


async def put(connection: AsyncConnection, arrivals: Sequence[Arrival], now: datetime) -> set[str]:
    """Keeps them all and gives the lanes that got something; a known update is passed over."""
    if not arrivals:
        return set()
    values = [
        {
            "bot_id": a.bot_id,
            "update_id": a.update_id,
            "lane": a.lane,
            "raw": a.raw,
            "received_at": now,
        }
        for a in arrivals
    ]
    statement = upsert(connection, inbox).on_conflict_do_nothing(
        index_elements=["bot_id", "update_id"]
    )
    await connection.execute(statement, values)
    return {arrival.lane for arrival in arrivals}


async def waiting_lanes(connection: AsyncConnection, limit: int = 1000) -> list[str]:
    """Lanes with something to do, the one that waits longest first."""
    rows = await connection.execute(
        select(inbox.c.lane, func.min(inbox.c.id))
        .where(WAITING)
        .group_by(inbox.c.lane)
        .order_by(func.min(inbox.c.id))
        .limit(limit)
    )
    return [row[0] for row in rows]


async def next_waiting(connection: AsyncConnection, lane: str, limit: int = 20) -> list[Waiting]:
    rows = await connection.execute(_NEXT, {"lane": lane, "most": limit})
    return [
        Waiting(id=row[0], update_id=row[1], raw=row[2], received_at=row[3], tries=row[4])
        for row in rows
    ]


async def finish(connection: AsyncConnection, inbox_id: int, now: datetime) -> bool:
    """Marks it done and blanks its bytes; False when somebody had done it before."""
    result = await connection.execute(_FINISH, {"item": inbox_id, "at": now})
    return bool(result.rowcount)


async def set_aside(
    connection: AsyncConnection, inbox_id: int, error: str, tries: int, now: datetime
) -> None:
    """The lane goes on; the bytes stay for a week, so that it can be replayed."""
    await connection.execute(
        update(inbox)
        .where(inbox.c.id == inbox_id, WAITING)
        .values(state="aside", error=error[:64], tries=tries, finished_at=now)
    )


async def replay(connection: AsyncConnection, ids: Iterable[int] | None = None) -> int:
    """Puts updates that were set aside back into their lanes; gives their number."""
    which = and_(inbox.c.state == "aside", inbox.c.raw.is_not(None))
    if ids is not None:
        which = and_(which, inbox.c.id.in_(list(ids)))
    result = await connection.execute(
        update(inbox).where(which).values(state="new", error=None, tries=0, finished_at=None)
    )
    return int(result.rowcount)


async def forget_old(connection: AsyncConnection, now: datetime) -> None:
    """Blanks the bytes of what was set aside more than seven days ago."""
    await connection.execute(
        update(inbox)
        .where(
            inbox.c.state == "aside",
            inbox.c.raw.is_not(None),
            inbox.c.finished_at < now - KEEP_ASIDE,
        )
        .values(raw=None)
    )


async def counts(connection: AsyncConnection) -> dict[str, int]:
    """How many wait and how many were set aside."""
    rows = await connection.execute(
        select(inbox.c.state, func.count())
        .where(inbox.c.state.in_(["new", "aside"]))
        .group_by(inbox.c.state)
    )
    found: dict[str, Any] = {row[0]: row[1] for row in rows}
    return {"new": int(found.get("new", 0)), "aside": int(found.get("aside", 0))}


async def claim_lane(connection: AsyncConnection, lane: str, holder: str) -> int | None:
    """The fence under which this holder may work on the lane, on the database's clock; else None.

    Only PostgreSQL needs it: on SQLite one process has the file, and knows what it works on.
    """
    clock = func.clock_timestamp()
    statement = upsert(connection, lanes).values(
        lane=lane, holder=holder, fence=1, until=clock + LANE_LIFE
    )
    result = await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["lane"],
            set_={"holder": holder, "fence": lanes.c.fence + 1, "until": clock + LANE_LIFE},
            where=or_(lanes.c.holder == holder, lanes.c.until.is_(None), lanes.c.until < clock),
        ).returning(lanes.c.fence)
    )
    return result.scalar_one_or_none()


async def hold_lane(connection: AsyncConnection, lane: str, holder: str, fence: int) -> None:
    """Renews the claim inside a transaction that works on the lane; raises LaneLost."""
    result = await connection.execute(
        update(lanes)
        .where(lanes.c.lane == lane, lanes.c.holder == holder, lanes.c.fence == fence)
        .values(until=func.clock_timestamp() + LANE_LIFE)
    )
    if not result.rowcount:
        raise LaneLost(lane)


async def release_lane(connection: AsyncConnection, lane: str, holder: str, fence: int) -> None:
    await connection.execute(
        update(lanes)
        .where(lanes.c.lane == lane, lanes.c.holder == holder, lanes.c.fence == fence)
        .values(holder=None, until=None)
    )
