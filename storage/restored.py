"""What a database that comes from a backup must not do again: say what the original has said."""

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Table, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import actions, cases, digests, inbox, invitations, outbox

REASON = "restored"
# Customers were told numbers after the copy was made; nobody else gets one of those.
NUMBERS_LEFT_OUT = 100


@dataclass(frozen=True, kw_only=True)
class Silenced:
    """How much is not said any more, and how much was set aside for `huiyin replay`."""

    dropped: int
    aside: int


async def silence(connection: AsyncConnection, now: datetime) -> Silenced:
    """Messages on their way are dropped, updates that were not done are set aside."""
    dropped = await connection.execute(
        update(outbox)
        .where(outbox.c.state.in_(["queued", "sending"]))
        .values(state="dropped", error=REASON, finished_at=now)
    )
    aside = await connection.execute(
        update(inbox)
        .where(inbox.c.state == "new")
        .values(state="aside", error=REASON, finished_at=now)
    )
    return Silenced(dropped=dropped.rowcount, aside=aside.rowcount)


async def due_surveys(connection: AsyncConnection, now: datetime) -> list[int]:
    """Invitations that the original may have sent, or reminded of, by now."""
    rows = await connection.execute(
        select(invitations.c.id)
        .where(
            or_(
                invitations.c.state == "queued",
                invitations.c.state.in_(["planned", "sent"]) & (invitations.c.next_due_at <= now),
            )
        )
        .order_by(invitations.c.id)
    )
    return [row.id for row in rows]


async def due_cases(connection: AsyncConnection, now: datetime) -> list[int]:
    return await _due(connection, cases, now)


async def due_digests(connection: AsyncConnection, now: datetime) -> list[int]:
    return await _due(connection, digests, now)


async def due_actions(connection: AsyncConnection, now: datetime) -> list[int]:
    return await _due(connection, actions, now)


async def _due(connection: AsyncConnection, table: Table, now: datetime) -> list[int]:
    """All of them by their numbers, however many."""
    query = select(table.c.id).where(table.c.next_due_at <= now).order_by(table.c.id)
    return [row.id for row in await connection.execute(query)]


async def leave_numbers_out(connection: AsyncConnection) -> None:
    """Of SQLite, which counts on from the highest number that it has seen."""
    if await connection.scalar(select(cases.c.id).limit(1)) is not None:
        await connection.execute(
            text("UPDATE sqlite_sequence SET seq = seq + :more WHERE name = 'cases'"),
            {"more": NUMBERS_LEFT_OUT},
        )


def forgotten_in(file: Path) -> frozenset[tuple[int, str]]:
    """(number, since when known) of everybody of whom this database keeps nothing any more.

    None of those of a file that is not there, or can't be read: it may be why one restores.
    """
    if not file.is_file():
        return frozenset()
    uri = file.resolve().as_uri() + "?mode=ro"
    with suppress(sqlite3.Error), closing(sqlite3.connect(uri, uri=True)) as database:
        rows = database.execute("SELECT id, created_at FROM persons WHERE telegram_id IS NULL")
        return frozenset((int(number), str(since)) for number, since in rows)
    return frozenset()


async def remembered_again(
    connection: AsyncConnection, forgotten: frozenset[tuple[int, str]]
) -> list[int]:
    """Those of them whom the backup still knows."""
    known = text("SELECT id, created_at FROM persons WHERE telegram_id IS NOT NULL ORDER BY id")
    rows = await connection.execute(known)
    return [row.id for row in rows if (row.id, str(row.created_at)) in forgotten]
