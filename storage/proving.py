"""What must always be true of the rows, asked so that only what still waits is looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from complaints.values import TOLD_KINDS
from storage.tables import (
    actions,
    bindings,
    cases,
    chats,
    findings_of_audit,
    inbox,
    invitations,
    outbox,
)
from storage.ways_out import unanswered

# What is due is done within a second or two; this much later it is not being done.
LATE = timedelta(minutes=5)
# How many numbers of cases are named.
NAMED = 5
# Written out, or SQLite does not see that the index over what is live is enough.
LIVE = text("cases.state <> 'closed'")
NEW = text("inbox.state = 'new'")
GOING_OUT = text("outbox.state IN ('queued', 'sending')")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """`kind` is a key of `checks`; `cases` are the first numbers, where it is about cases."""

    kind: str
    count: int
    cases: tuple[int, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Told:
    """A finding as it is on record."""

    id: int
    kind: str
    since: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)


async def look(connection: AsyncConnection, now: datetime) -> list[Finding]:
    """Everything that is not as it must be, a kind each; empty when all is well."""
    found = []
    for kind, query in checks(now).items():
        ids = [row[0] for row in await connection.execute(query.limit(1000))]
        if ids:
            is_cases = kind in OF_CASES
            numbers = tuple(sorted(ids)[:NAMED]) if is_cases else ()
            found.append(Finding(kind=kind, count=len(ids), cases=numbers))
    silent = sorted(await unanswered(connection))
    if silent:
        found.append(Finding(kind="silent_channel", count=len(silent), names=tuple(silent)))
    return found


OF_CASES = frozenset({"nobody_has_it", "not_acted_on", "closed_and_due"})


def checks(now: datetime) -> dict[str, Select[Any]]:
    """Each gives the ids of what is wrong."""
    late = now - LATE
    kinds = [kind.value for kind in TOLD_KINDS]
    bound = select(bindings.c.id).where(
        bindings.c.chat_id == chats.c.id, bindings.c.unbound_at.is_(None)
    )
    return {
        "nobody_has_it": select(cases.c.id).where(
            LIVE,
            cases.c.next_due_at.is_(None),
            cases.c.owner_id.is_(None),
            cases.c.lead_id.is_(None),
            cases.c.kind.in_(kinds),
        ),
        "not_acted_on": select(cases.c.id).where(LIVE, cases.c.next_due_at < late),
        "closed_and_due": select(cases.c.id).where(
            cases.c.next_due_at < late, cases.c.state == "closed"
        ),
        "survey_not_asked": select(invitations.c.id).where(invitations.c.next_due_at < late),
        "action_forgotten": select(actions.c.id).where(actions.c.next_due_at < late),
        "stuck_sending": select(outbox.c.id).where(
            GOING_OUT, outbox.c.state == "sending", outbox.c.attempted_at < late
        ),
        "not_sent": select(outbox.c.id).where(
            GOING_OUT,
            outbox.c.state == "queued",
            outbox.c.sort == "note",
            func.coalesce(outbox.c.not_before, outbox.c.created_at) < late,
        ),
        "not_heard": select(inbox.c.id).where(NEW, inbox.c.received_at < late),
        "group_gone": select(chats.c.id).where(chats.c.state != "open", bound.exists()),
    }


# --- on record


async def standing(connection: AsyncConnection) -> list[Told]:
    """What was found and is not over."""
    rows = await connection.execute(
        select(findings_of_audit)
        .where(findings_of_audit.c.over_at.is_(None))
        .order_by(findings_of_audit.c.id)
    )
    return [Told(id=row.id, kind=row.kind, since=row.since, facts=row.facts) for row in rows]


async def begin(connection: AsyncConnection, found: Finding, now: datetime) -> int:
    """Puts it on record; gives its number."""
    facts = {"count": found.count, "cases": list(found.cases), "names": list(found.names)}
    statement = insert(findings_of_audit).values(kind=found.kind, facts=facts, since=now)
    number = await connection.scalar(statement.returning(findings_of_audit.c.id))
    return int(number or 0)


async def end(connection: AsyncConnection, ids: Sequence[int], now: datetime) -> None:
    await connection.execute(
        update(findings_of_audit).where(findings_of_audit.c.id.in_(ids)).values(over_at=now)
    )
