"""What a database that comes from a backup must not do again: say what the original has said."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import cases, inbox, invitations, outbox

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


async def leave_numbers_out(connection: AsyncConnection) -> None:
    """Of SQLite, which counts on from the highest number that it has seen."""
    if await connection.scalar(select(cases.c.id).limit(1)) is not None:
        await connection.execute(
            text("UPDATE sqlite_sequence SET seq = seq + :more WHERE name = 'cases'"),
            {"more": NUMBERS_LEFT_OUT},
        )
