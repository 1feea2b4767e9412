"""Updates as they came: kept before Telegram is told, worked off lane by lane."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rows import inserting, write
from storage.tables import inbox, lanes

WAITING: ColumnElement[bool] = inbox.c.state == "new"
LANE_LIFE = timedelta(seconds=10)
KEEP_ASIDE = timedelta(days=7)
# How many updates of one lane are read at a time.
MOST_AT_ONCE = 20


_NEXT = (
    select(inbox.c.id, inbox.c.update_id, inbox.c.raw, inbox.c.received_at, inbox.c.tries)
    .where(inbox.c.lane == bindparam("lane"), WAITING)
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
)
_WAITING_IDS = (
    select(inbox.c.id).where(inbox.c.lane == bindparam("lane"), WAITING).order_by(inbox.c.id)
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


@dataclass(frozen=True, kw_only=True)
class Hold:
    """The right to work on a lane: `fence` is None where one process has the database to itself.

    `waiting` are the ids of what waited when the lane was claimed, None when nobody looked.
    """

    lane: str
    holder: str = ""
    fence: int | None = None
    waiting: tuple[int, ...] | None = None


class LaneLost(Exception):
    """Another process works on this lane now; what was begun here is undone."""


async def put(
    connection: AsyncConnection, arrivals: Sequence[Arrival], now: datetime
) -> list[tuple[str, Waiting]]:
    """Keeps them all; gives what is new, oldest first, with its lane. The known is passed over."""
    if not arrivals:
        return []
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
    found = await connection.execute(_putting(connection.dialect.name), values)
    ids = {row.update_id: row.id for row in found}
    kept = [(a.lane, _fresh(ids.pop(a.update_id), a, now)) for a in arrivals if a.update_id in ids]
    return sorted(kept, key=lambda item: item[1].id)


def _fresh(inbox_id: int, arrival: Arrival, now: datetime) -> Waiting:
    return Waiting(
        id=inbox_id, update_id=arrival.update_id, raw=arrival.raw, received_at=now, tries=0
    )


@cache
def _putting(dialect: str) -> Any:
    made = inserting(dialect, inbox)
    return made.on_conflict_do_nothing(index_elements=["bot_id", "update_id"]).returning(
        inbox.c.id, inbox.c.update_id
    )


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


async def next_waiting(
    connection: AsyncConnection, lane: str, limit: int = MOST_AT_ONCE
) -> list[Waiting]:
    rows = await connection.execute(_NEXT, {"lane": lane, "most": limit})
    return [
        Waiting(id=row[0], update_id=row[1], raw=row[2], received_at=row[3], tries=row[4])
        for row in rows
    ]


async def finish(connection: AsyncConnection, inbox_id: int, now: datetime) -> bool:
    """Marks it done and blanks its bytes; False when somebody had done it before."""
    return bool(await write(connection, _FINISH, {"item": inbox_id, "at": now}))


async def finish_held(
    connection: AsyncConnection, inbox_id: int, now: datetime, hold: Hold, is_last: bool
) -> bool:
    """As `finish`, under a hold: renewed, or given back with the last update of the lane.

    Raises LaneLost when somebody else has the lane by now.
    """
    if hold.fence is None:
        return await finish(connection, inbox_id, now)
    about = {
        "item": inbox_id,
        "at": now,
        "this_lane": hold.lane,
        "this_holder": hold.holder,
        "this_fence": hold.fence,
    }
    result = await connection.execute(_FINISH_LAST if is_last else _FINISH_HELD, about)
    if not result.rowcount and not is_last:
        await hold_lane(connection, hold.lane, hold.holder, hold.fence)
    return bool(result.rowcount)


def _finish_under(**renewed: Any) -> Any:
    """One trip to the server: the lane is held (its row stays locked) and the update is done."""
    held = (
        update(lanes)
        .where(
            lanes.c.lane == bindparam("this_lane"),
            lanes.c.holder == bindparam("this_holder"),
            lanes.c.fence == bindparam("this_fence"),
        )
        .values(**renewed)
        .returning(lanes.c.fence)
        .cte("held")
    )
    return (
        update(inbox)
        .where(inbox.c.id == bindparam("item"), WAITING, exists(select(held.c.fence)))
        .values(state="done", raw=None, finished_at=bindparam("at"))
    )


_FINISH_HELD = _finish_under(until=func.clock_timestamp() + LANE_LIFE)
_FINISH_LAST = _finish_under(holder=None, until=None)


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


@cache
def _claiming() -> Any:
    clock = func.clock_timestamp()
    made = postgresql.insert(lanes).values(
        lane=bindparam("lane"), holder=bindparam("holder"), fence=1, until=clock + LANE_LIFE
    )
    waiting = func.array(_WAITING_IDS.limit(MOST_AT_ONCE).scalar_subquery())
    return made.on_conflict_do_update(
        index_elements=["lane"],
        set_={
            "holder": made.excluded.holder,
            "fence": lanes.c.fence + 1,
            "until": made.excluded.until,
        },
        where=or_(
            lanes.c.holder == made.excluded.holder, lanes.c.until.is_(None), lanes.c.until < clock
        ),
    ).returning(lanes.c.fence, waiting.label("waiting"))


async def claim_lane(connection: AsyncConnection, lane: str, holder: str) -> Hold | None:
    """The hold under which this holder may work on the lane, on the database's clock; else None.

    Only PostgreSQL needs it: on SQLite one process has the file, and knows what it works on.
    """
    row = (await connection.execute(_claiming(), {"lane": lane, "holder": holder})).first()
    if row is None:
        return None
    return Hold(lane=lane, holder=holder, fence=row.fence, waiting=tuple(row.waiting))


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
