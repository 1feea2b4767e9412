"""Long work in rows: who does it, how far it has come, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rows import insert_row
from storage.tables import jobs

# Whoever does it says so every few seconds; silent for so long, it is somebody else's.
LEASE = timedelta(minutes=2)
_ADD = insert(jobs)


@dataclass(frozen=True, kw_only=True)
class Job:
    id: int
    kind: str
    facts: Mapping[str, Any]
    state: str
    done_items: int
    all_items: int | None
    error: str | None = None


class JobRows:
    """Implements handlers.work.Jobs."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def start(self, kind: str, facts: Mapping[str, Any], now: datetime) -> int:
        values = {"kind": kind, "facts": dict(facts), "state": "waiting", "created_at": now}
        return await insert_row(self._connection, _ADD, values)


async def job_of(connection: AsyncConnection, job_id: int) -> Job | None:
    row = (await connection.execute(select(jobs).where(jobs.c.id == job_id))).first()
    return None if row is None else _job(row)


def _job(row: Any) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        facts=row.facts,
        state=row.state,
        done_items=row.done_items,
        all_items=row.all_items,
        error=row.error,
    )


def _is_free(now: datetime) -> Any:
    return or_(jobs.c.state == "waiting", and_(jobs.c.state == "running", jobs.c.until < now))


async def waiting(connection: AsyncConnection, kind: str, now: datetime) -> int | None:
    """The oldest that nobody does."""
    found: int | None = await connection.scalar(
        select(jobs.c.id).where(jobs.c.kind == kind, _is_free(now)).order_by(jobs.c.id).limit(1)
    )
    return found


async def unfinished(connection: AsyncConnection, kind: str) -> Job | None:
    """The newest that waits or runs, whoever does it."""
    row = await connection.execute(
        select(jobs)
        .where(jobs.c.kind == kind, jobs.c.state.in_(("waiting", "running")))
        .order_by(jobs.c.id.desc())
        .limit(1)
    )
    found = row.first()
    return None if found is None else _job(found)


async def claim(connection: AsyncConnection, job_id: int, holder: str, now: datetime) -> Job | None:
    """None when somebody else was quicker."""
    taken = await connection.execute(
        update(jobs)
        .where(jobs.c.id == job_id, _is_free(now))
        .values(state="running", holder=holder, until=now + LEASE, done_items=0)
    )
    return await job_of(connection, job_id) if taken.rowcount else None


async def advance(
    connection: AsyncConnection, job_id: int, done: int, total: int, now: datetime
) -> None:
    await connection.execute(
        update(jobs)
        .where(jobs.c.id == job_id)
        .values(done_items=done, all_items=total, until=now + LEASE)
    )


async def finish(
    connection: AsyncConnection, job_id: int, now: datetime, error: str | None = None
) -> None:
    state = "done" if error is None else "failed"
    await connection.execute(
        update(jobs)
        .where(jobs.c.id == job_id)
        .values(state=state, error=error, finished_at=now, until=None)
    )


async def keep(connection: AsyncConnection, job_id: int, facts: Mapping[str, Any]) -> None:
    """From where it goes on when it is taken up again."""
    await connection.execute(update(jobs).where(jobs.c.id == job_id).values(facts=dict(facts)))


async def put_back(connection: AsyncConnection, job_id: int) -> None:
    """Stopped on the way: whoever comes next goes on with it."""
    stopped = update(jobs).where(jobs.c.id == job_id, jobs.c.state == "running")
    await connection.execute(stopped.values(state="waiting", until=None))
