"""Who was asked and who wasn't, for whoever wants to know why."""

import re
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from people.phones import phone_of
from storage.survey_values import invitation_of
from storage.tables import customer_refs, invitations, names, persons, services
from surveys.occasions import RECURRING
from surveys.values import Invitation

_TELEGRAM_ID = re.compile(r"[1-9][0-9]{2,15}")


async def newest_of(
    connection: AsyncConnection,
    person_id: int,
    limit: int,
    places: frozenset[int] | None,
    before: int | None,
) -> tuple[Invitation, ...]:
    rows = await connection.execute(
        select(invitations)
        .where(invitations.c.person_id == person_id, *_older(before))
        .where(true() if places is None else invitations.c.place_id.in_(places))
        .order_by(invitations.c.id.desc())
        .limit(limit)
    )
    return tuple(invitation_of(row) for row in rows)


def _older(before: int | None) -> tuple[ColumnElement[bool], ...]:
    return () if before is None else (invitations.c.id < before,)


async def newest_recurring(connection: AsyncConnection, person_id: int) -> Invitation | None:
    row = (
        await connection.execute(
            select(invitations)
            .where(invitations.c.person_id == person_id, invitations.c.wave.startswith(RECURRING))
            .order_by(invitations.c.due_at.desc())
            .limit(1)
        )
    ).first()
    return None if row is None else invitation_of(row)


async def customer_named(connection: AsyncConnection, name: str) -> int | None:
    phone = phone_of(name)
    ways = [
        select(customer_refs.c.person_id).where(customer_refs.c.ref == (phone or name)),
        select(services.c.person_id).where(services.c.external_id == name),
    ]
    if phone:
        ways.append(select(names.c.person_id).where(names.c.phone == phone))
    if _TELEGRAM_ID.fullmatch(name):
        ways.append(select(persons.c.id).where(persons.c.telegram_id == int(name)))
    for way in ways:
        found: int | None = await connection.scalar(way.limit(1))
        if found is not None:
            return found
    return None


async def skipped(
    connection: AsyncConnection, places: frozenset[int], since: datetime, until: datetime
) -> dict[str, int]:
    rows = await connection.execute(
        select(invitations.c.reason, func.count())
        .where(
            invitations.c.place_id.in_(places),
            invitations.c.reason.is_not(None),
            invitations.c.due_at >= since,
            invitations.c.due_at < until,
        )
        .group_by(invitations.c.reason)
        .order_by(func.count().desc(), invitations.c.reason)
    )
    return {row[0]: row[1] for row in rows}


async def latest_skipped(
    connection: AsyncConnection, places: frozenset[int], limit: int, before: int | None
) -> tuple[Invitation, ...]:
    rows = await connection.execute(
        select(invitations)
        .where(invitations.c.place_id.in_(places), invitations.c.reason.is_not(None))
        .where(*_older(before))
        .order_by(invitations.c.id.desc())
        .limit(limit)
    )
    return tuple(invitation_of(row) for row in rows)
