"""Whose a customer reference is: let go by who isn't it, and found again by a telephone number."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rows import insert_id
from storage.tables import customer_refs, invitations, names, persons, services
from surveys.values import InvitationState

_SHOWN = (
    InvitationState.QUEUED.value,
    InvitationState.SENT.value,
    InvitationState.UNKNOWN.value,
)


async def let_go(connection: AsyncConnection, ref: str, person_id: int, now: datetime) -> bool:
    """The customer is nobody we know again; False when this person has answered for them."""
    theirs = select(services.c.id).where(services.c.customer_ref == ref)
    answered = await connection.scalar(
        select(invitations.c.id)
        .where(invitations.c.service_id.in_(theirs), invitations.c.first_answer_at.is_not(None))
        .limit(1)
    )
    if answered is not None:
        return False
    shadow = await _shadow_of(connection, person_id, now)
    for table, column in (
        (customer_refs, customer_refs.c.ref),
        (services, services.c.customer_ref),
    ):
        await connection.execute(update(table).where(column == ref).values(person_id=shadow))
    await _ask_anew(connection, theirs, shadow, now)
    return True


async def _shadow_of(connection: AsyncConnection, person_id: int, now: datetime) -> int:
    """Gets back what the shop had told of the customer."""
    told = (
        await connection.execute(
            select(persons.c.language, persons.c.zone, names.c.phone)
            .outerjoin(names, names.c.person_id == persons.c.id)
            .where(persons.c.id == person_id)
        )
    ).one()
    values = {"language": told.language, "zone": told.zone, "created_at": now}
    shadow = await insert_id(connection, insert(persons).values(**values))
    if told.phone is not None:
        row = {"person_id": shadow, "phone": told.phone}
        await connection.execute(insert(names).values(**row))
        wrong = update(names).where(names.c.person_id == person_id)
        await connection.execute(wrong.values(phone=None))
    return shadow


async def _ask_anew(connection: AsyncConnection, theirs: Any, shadow: int, now: datetime) -> None:
    """What the wrong person was shown counts as not sent."""
    about = invitations.c.service_id.in_(theirs)
    await connection.execute(update(invitations).where(about).values(person_id=shadow))
    await connection.execute(
        update(invitations)
        .where(about, invitations.c.state.in_(_SHOWN))
        .values(
            state=InvitationState.PLANNED.value,
            sent_at=None,
            delivered_at=None,
            expires_at=None,
            step=None,
            reminders=0,
            next_due_at=now,
        )
    )


async def refs_of_phone(connection: AsyncConnection, phone: str) -> tuple[str, ...]:
    """References of customers with this number who have no Telegram account of their own yet."""
    found = await connection.execute(
        select(customer_refs.c.ref)
        .join(persons, persons.c.id == customer_refs.c.person_id)
        .outerjoin(names, names.c.person_id == persons.c.id)
        .where(
            persons.c.telegram_id.is_(None),
            (names.c.phone == phone) | (customer_refs.c.ref == phone),
        )
        .order_by(customer_refs.c.ref)
    )
    return tuple(row.ref for row in found)
