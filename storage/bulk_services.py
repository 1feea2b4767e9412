"""Many new services at once: the rows that telling of each by itself would have made."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Table, bindparam, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prompt import MANY
from storage.rows import inserting, write_all
from storage.tables import customer_refs, invitations, names, persons, services
from surveys.occasions import RECURRING
from surveys.planning import Plan
from surveys.recurring import AHEAD, Begin
from surveys.values import InvitationState, NewService

Rows = Sequence[dict[str, Any]]
# Built once, so that SQLite's are compiled once.
_INSERTS = {table: insert(table) for table in (persons, customer_refs, services, invitations)}


@dataclass(frozen=True, kw_only=True)
class Told:
    """A service that a table tells of, and what is planned for it."""

    service: NewService
    plans: tuple[Plan, ...]
    recurring: Begin | None = None


async def hashes_of(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, bytes]:
    """What is known of these services, to tell a repeat from a change."""
    found = await connection.execute(
        select(services.c.external_id, services.c.body_hash).where(services.c.external_id.in_(ids))
    )
    return {row.external_id: row.body_hash for row in found}


async def put_new(
    connection: AsyncConnection, told: Sequence[Told], rules_id: int, now: datetime
) -> None:
    """All of these, none of which is known. A unique constraint fails if one has come meanwhile."""
    people = await _customers(connection, told, now)
    await _learn(connection, told, people)
    numbers = await _reserve(connection, services, len(told))
    made = [
        _service(number, one.service, people[one.service.customer_ref], now)
        for number, one in zip(numbers, told, strict=True)
    ]
    await _insert(connection, services, made)
    planned = [
        _invitation(row, plan, rules_id, now)
        for row, one in zip(made, told, strict=True)
        for plan in one.plans
    ]
    planned += await _recurring(connection, made, told, rules_id, now)
    await _insert(connection, invitations, planned)


async def _recurring(
    connection: AsyncConnection,
    made: Rows,
    told: Sequence[Told],
    rules_id: int,
    now: datetime,
) -> list[dict[str, Any]]:
    """A customer's first of these services begins it, unless one is ahead of them already."""
    beginning = [(row, one.recurring) for row, one in zip(made, told, strict=True) if one.recurring]
    newest = await _newest_recurring(connection, {row["person_id"] for row, _ in beginning})
    planned = []
    for row, begin in beginning:
        last, is_ahead = newest.get(row["person_id"], (None, False))
        due_at = begin.due_at(last, is_ahead=is_ahead)
        if due_at is None:
            continue
        newest[row["person_id"]] = due_at, True
        plan = Plan(
            wave=begin.wave_at(due_at),
            questionnaire=begin.questionnaire,
            version=begin.version,
            due_at=due_at,
        )
        planned.append(_invitation(row, plan, rules_id, now))
    return planned


async def _newest_recurring(
    connection: AsyncConnection, people: set[int]
) -> dict[int, tuple[datetime | None, bool]]:
    """By person when it was or is due, and whether it still is ahead of them."""
    if not people:
        return {}
    asked = select(invitations.c.person_id, invitations.c.due_at, invitations.c.state).where(
        invitations.c.person_id.in_(people), invitations.c.wave.startswith(RECURRING)
    )
    found = await connection.execute(asked.order_by(invitations.c.due_at))
    return {row.person_id: (row.due_at, row.state in AHEAD) for row in found}


async def _customers(
    connection: AsyncConnection, told: Sequence[Told], now: datetime
) -> dict[str, int]:
    """Customer references to persons; who is heard of for the first time is added."""
    first = {one.service.customer_ref: one.service for one in reversed(told)}
    found = await connection.execute(
        select(customer_refs.c.ref, customer_refs.c.person_id).where(
            customer_refs.c.ref.in_(list(first))
        )
    )
    known = {row.ref: row.person_id for row in found}
    unknown = [new for ref, new in first.items() if ref not in known]
    numbers = await _reserve(connection, persons, len(unknown))
    added = list(zip(numbers, unknown, strict=True))
    people = [
        {"id": n, "zone": s.zone, "language": s.language or "zh-hans", "created_at": now}
        for n, s in added
    ]
    await _insert(connection, persons, people)
    refs = [{"ref": new.customer_ref, "person_id": number} for number, new in added]
    await _insert(connection, customer_refs, refs)
    return known | {new.customer_ref: number for number, new in added}


async def _learn(
    connection: AsyncConnection, told: Sequence[Told], people: Mapping[str, int]
) -> None:
    """The telephone and the zone that were told last."""
    services_of = [(people[one.service.customer_ref], one.service) for one in told]
    phones = {person: service.phone for person, service in services_of if service.phone}
    zones = {person: service.zone for person, service in services_of if service.zone}
    numbered = [{"person_id": person, "phone": phone} for person, phone in phones.items()]
    for start in range(0, len(numbered), MANY):
        part = numbered[start : start + MANY]
        await write_all(connection, _keep_phone(connection.dialect.name), part)
    moved = [{"who": person, "where": zone} for person, zone in zones.items()]
    if moved:
        theirs = update(persons).where(persons.c.id == bindparam("who"))
        await connection.execute(theirs.values(zone=bindparam("where")), moved)


@cache
def _keep_phone(dialect: str) -> Any:
    adding = inserting(dialect, names)
    return adding.on_conflict_do_update(
        index_elements=["person_id"], set_={"phone": adding.excluded.phone}
    )


async def _reserve(connection: AsyncConnection, table: Table, count: int) -> Iterable[int]:
    """Numbers for this many rows, which nobody else gets while the transaction runs."""
    if not count:
        return ()
    if connection.dialect.name == "sqlite":
        last = await connection.scalar(select(func.coalesce(func.max(table.c.id), 0)))
        return range((last or 0) + 1, (last or 0) + 1 + count)
    given = await connection.execute(
        text(
            "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)"
        ),
        {"table": table.name, "count": count},
    )
    return [row[0] for row in given]


async def _insert(connection: AsyncConnection, table: Table, rows: Rows) -> None:
    """On PostgreSQL by COPY, in the same transaction: it takes a fraction of the time."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        for start in range(0, len(rows), MANY):
            await write_all(connection, _INSERTS[table], rows[start : start + MANY])
        return
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None
    columns = list(rows[0])
    records = [tuple(map(_copied, row.values())) for row in rows]
    await driver.copy_records_to_table(table.name, records=records, columns=columns)


def _copied(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict) else value


def _service(number: int, new: NewService, person_id: int, now: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "external_id": new.external_id,
        "status": new.status.value,
        "customer_ref": new.customer_ref,
        "person_id": person_id,
        "place_id": new.place_id,
        "service_type": new.service_type,
        "staff": new.staff,
        "starts_at": new.starts_at,
        "finished_at": new.finished_at,
        "attributes": dict(new.attributes) or None,
        "body_hash": new.body_hash,
        "mark": new.mark,
        "created_at": now,
        "changed_at": now,
    }


def _invitation(
    service: Mapping[str, Any], plan: Plan, rules_id: int, now: datetime
) -> dict[str, Any]:
    state = InvitationState.SKIPPED if plan.skip else InvitationState.PLANNED
    return {
        "service_id": service["id"],
        "wave": plan.wave,
        "person_id": service["person_id"],
        "place_id": service["place_id"],
        "questionnaire": plan.questionnaire,
        "version": plan.version,
        "rules_id": rules_id,
        "state": state.value,
        "reason": plan.skip.value if plan.skip else None,
        "mark": service["mark"],
        "planned_at": now,
        "due_at": plan.due_at,
        "next_due_at": None if plan.skip else plan.due_at,
    }
