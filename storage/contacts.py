"""Customers as shops' systems name them, and what decides whether they may be asked now."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.columns import Big
from storage.dialogues import IDLE
from storage.rows import insert_id, insert_new, upsert
from storage.tables import (
    cases,
    chats,
    customer_refs,
    dialogues,
    invitations,
    names,
    persons,
    places,
    services,
    words,
)
from surveys.occasions import BEFORE
from surveys.values import Contact, NewService

# Thanks and ideas wait for nobody; who waits for an answer isn't asked how it was.
_COMPLAINTS = ("complaint", "objection", "emergency")
_WAITING_KINDS = (*_COMPLAINTS, "question")


async def customer_of(connection: AsyncConnection, new: NewService, now: datetime) -> int:
    """The person whom the shop's reference names, made if it is the first time."""
    known = await _person_of(connection, new.customer_ref)
    if known is None:
        known = await _make(connection, new, now)
    elif new.zone is not None:
        await connection.execute(update(persons).where(persons.c.id == known).values(zone=new.zone))
    if new.phone is not None:
        await _set_phone(connection, known, new.phone)
    return known


async def _person_of(connection: AsyncConnection, ref: str) -> int | None:
    found: int | None = await connection.scalar(
        select(customer_refs.c.person_id).where(customer_refs.c.ref == ref)
    )
    return found


async def _make(connection: AsyncConnection, new: NewService, now: datetime) -> int:
    values: dict[str, Any] = {"zone": new.zone, "created_at": now}
    if new.language is not None:
        values["language"] = new.language
    person_id = await insert_id(connection, insert(persons).values(**values))
    row = {"ref": new.customer_ref, "person_id": person_id}
    if await insert_new(connection, customer_refs, row, ["ref"]):
        return person_id
    # Another call about the same customer was quicker by a moment.
    await connection.execute(delete(persons).where(persons.c.id == person_id))
    known = await _person_of(connection, new.customer_ref)
    assert known is not None
    return known


async def _set_phone(connection: AsyncConnection, person_id: int, phone: str) -> None:
    statement = upsert(connection, names).values(person_id=person_id, phone=phone)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["person_id"], set_={"phone": phone})
    )


async def join_customers(connection: AsyncConnection, shadow: int, person_id: int) -> None:
    """What the shop told of a customer goes over to who opened the link; the shadow is removed.

    A person with a Telegram account is somebody, and stays.
    """
    row = (
        await connection.execute(
            select(persons.c.zone, persons.c.telegram_id, names.c.phone)
            .outerjoin(names, names.c.person_id == persons.c.id)
            .where(persons.c.id == shadow)
        )
    ).one()
    if row.telegram_id is not None:
        return
    await connection.execute(
        update(persons)
        .where(persons.c.id == person_id)
        .values(zone=func.coalesce(persons.c.zone, row.zone))
    )
    if row.phone is not None:
        await _set_phone(connection, person_id, row.phone)
    await connection.execute(delete(names).where(names.c.person_id == shadow))
    await connection.execute(
        delete(persons).where(persons.c.id == shadow, *(~_names(table, shadow) for table in _USERS))
    )


_USERS = (customer_refs, services, invitations, cases, words)


def _names(table: Table, person_id: int) -> ColumnElement[bool]:
    return exists().where(table.c.person_id == person_id)


async def contact_of(
    connection: AsyncConnection,
    person_id: int | None,
    place_id: int,
    now: datetime,
    *,
    about: int | None = None,
) -> Contact:
    """Nobody (None) is a customer who can't be reached, in the place's zone.

    `about`: what was asked about this service before doesn't count.
    """
    given = {"who": person_id, "place": place_id, "lapsed_at": now - IDLE}
    row = (await connection.execute(_query(), given)).one()
    last_survey_at = row.last_survey_at
    if about is not None and person_id is not None and last_survey_at is not None:
        last_survey_at = await _asked_about_others(connection, person_id, about)
    return Contact(
        stopped=row.stopped_at is not None,
        reachable=row.telegram_id is not None and row.state == "open",
        last_survey_at=last_survey_at,
        last_complaint_at=_later(row.last_complaint_at, row.complained_at),
        case_open=bool(row.case_open),
        dialogue_running=bool(row.talking),
        zone=row.zone,
        survey_under_way=bool(row.under_way),
    )


@cache
def _query() -> Select[Any]:
    """Built once: it is asked before every survey, and building it took longer than asking."""
    who = bindparam("who", type_=Big)
    return (
        select(
            persons.c.telegram_id,
            persons.c.stopped_at,
            persons.c.last_survey_at,
            persons.c.last_complaint_at,
            chats.c.state,
            func.coalesce(persons.c.zone, places.c.zone).label("zone"),
            *_what_runs(who, bindparam("lapsed_at", type_=dialogues.c.touched_at.type)),
        )
        .select_from(places)
        .outerjoin(persons, persons.c.id == who)
        .outerjoin(chats, chats.c.person_id == persons.c.id)
        .where(places.c.id == bindparam("place", type_=Big))
    )


async def _asked_about_others(
    connection: AsyncConnection, person_id: int, service_id: int
) -> datetime | None:
    found: datetime | None = await connection.scalar(
        select(func.max(invitations.c.sent_at)).where(
            invitations.c.person_id == person_id,
            invitations.c.service_id != service_id,
            invitations.c.wave != BEFORE,
            invitations.c.state != "failed",
        )
    )
    return found


def _what_runs(
    who: ColumnElement[int], lapsed_at: ColumnElement[datetime]
) -> tuple[ColumnElement[Any], ...]:
    """Their open case, dialogue in private, survey on its way, and last complaint of their own."""
    case_open = exists().where(
        cases.c.person_id == who, cases.c.state != "closed", cases.c.kind.in_(_WAITING_KINDS)
    )
    talking = exists().where(
        dialogues.c.person_id == who,
        dialogues.c.chat_id == chats.c.id,
        dialogues.c.touched_at > lapsed_at,
    )
    under_way = exists().where(invitations.c.person_id == who, invitations.c.state == "queued")
    # A case that a survey led to was not volunteered.
    complained = select(func.max(cases.c.heard_at)).where(
        cases.c.person_id == who, cases.c.kind.in_(_COMPLAINTS), cases.c.channel != "survey"
    )
    return (
        case_open.label("case_open"),
        talking.label("talking"),
        under_way.label("under_way"),
        complained.scalar_subquery().label("complained_at"),
    )


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at is not None), default=None)
