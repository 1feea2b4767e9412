"""What an auditor reads of a case: every step, promise, escalation and remedy, and no words."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import cases, escalations, events, names, places, promises, remedies

Fields = dict[str, Any]
CUSTOMER, SYSTEM = "customer", "system"
# Facts of an event that say what was done; ids of rows and anything else stay inside.
TOLD = frozenset(
    {"level", "clock", "late", "kind", "severity", "cause", "amount", "currency", "channel", "chat"}
)


async def numbers_of(
    connection: AsyncConnection, begin: datetime, end: datetime, place_ids: Sequence[int], mark: str
) -> list[int]:
    """Cases of this mark opened in [begin, end) at these places, in their order."""
    rows = await connection.execute(
        select(cases.c.id)
        .where(
            cases.c.opened_at >= begin,
            cases.c.opened_at < end,
            cases.c.place_id.in_(place_ids),
            cases.c.mark == mark,
        )
        .order_by(cases.c.id)
    )
    return [number for (number,) in rows]


async def trails(connection: AsyncConnection, numbers: Sequence[int]) -> list[Fields]:
    """One map a case, ready for JSON; colleagues by name, the customer never."""
    parts = {
        "promises": await _promises(connection, numbers),
        "escalations": await _escalations(connection, numbers),
        "remedies": await _remedies(connection, numbers),
        "trail": await _events(connection, numbers),
    }
    rows = await connection.execute(
        select(cases, places.c.name.label("place"), names.c.name.label("owner"))
        .join(places, places.c.id == cases.c.place_id)
        .outerjoin(names, names.c.person_id == cases.c.owner_id)
        .where(cases.c.id.in_(numbers))
        .order_by(cases.c.id)
    )
    return [
        _case(row) | {name: found.get(row.id, []) for name, found in parts.items()} for row in rows
    ]


def _case(row: Any) -> Fields:
    instants = ("opened_at", "taken_at", "responded_at", "resolved_at", "closed_at")
    plain = ("kind", "severity", "state", "outcome", "handling", "cause", "channel", "chased")
    return {
        "case": row.id,
        "place": row.place,
        "owner": row.owner,
        "rounds": row.round,
        "rules_version": row.rules_id,
        **{name: getattr(row, name) for name in plain},
        **{name: _instant(getattr(row, name)) for name in instants},
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else f"{at:%Y-%m-%dT%H:%M:%SZ}"


async def _promises(
    connection: AsyncConnection, numbers: Sequence[int]
) -> Mapping[int, list[Fields]]:
    instants = ("started_at", "due_at", "kept_at", "missed_at", "dropped_at")
    found: dict[int, list[Fields]] = defaultdict(list)
    for row in await connection.execute(
        select(promises).where(promises.c.case_id.in_(numbers)).order_by(promises.c.id)
    ):
        told = {name: _instant(getattr(row, name)) for name in instants}
        head = {"round": row.round, "clock": row.clock, "paused_seconds": row.paused}
        found[row.case_id].append(head | told)
    return found


async def _escalations(
    connection: AsyncConnection, numbers: Sequence[int]
) -> Mapping[int, list[Fields]]:
    found: dict[int, list[Fields]] = defaultdict(list)
    for row in await connection.execute(
        select(escalations).where(escalations.c.case_id.in_(numbers)).order_by(escalations.c.id)
    ):
        rung = {"round": row.round, "clock": row.clock, "level": row.level, "repeat": row.repeat}
        found[row.case_id].append(
            rung | {"due_at": _instant(row.due_at), "told_at": _instant(row.at)}
        )
    return found


async def _remedies(
    connection: AsyncConnection, numbers: Sequence[int]
) -> Mapping[int, list[Fields]]:
    offered, decided = names.alias(), names.alias()
    found: dict[int, list[Fields]] = defaultdict(list)
    for row in await connection.execute(
        select(remedies, offered.c.name.label("by"), decided.c.name.label("decider"))
        .outerjoin(offered, offered.c.person_id == remedies.c.offered_by)
        .outerjoin(decided, decided.c.person_id == remedies.c.decided_by)
        .where(remedies.c.case_id.in_(numbers))
        .order_by(remedies.c.id)
    ):
        found[row.case_id].append(
            {
                "kind": row.kind,
                "amount_minor": row.amount,
                "currency": row.currency,
                "state": row.state,
                "offered_by": row.by,
                "offered_at": _instant(row.offered_at),
                "decided_by": row.decider,
                "decided_at": _instant(row.decided_at),
            }
        )
    return found


async def _events(
    connection: AsyncConnection, numbers: Sequence[int]
) -> Mapping[int, list[Fields]]:
    found: dict[int, list[Fields]] = defaultdict(list)
    for row in await connection.execute(
        select(events, names.c.name, cases.c.person_id.label("customer"))
        .join(cases, cases.c.id == events.c.case_id)
        .outerjoin(names, names.c.person_id == events.c.person_id)
        .where(events.c.case_id.in_(numbers))
        .order_by(events.c.id)
    ):
        who = CUSTOMER if row.person_id == row.customer else row.name or f"person {row.person_id}"
        facts = {name: value for name, value in (row.facts or {}).items() if name in TOLD}
        found[row.case_id].append(
            {
                "at": _instant(row.at),
                "round": row.round,
                "step": row.step,
                "by": SYSTEM if row.person_id is None else who,
                **facts,
            }
        )
    return found
