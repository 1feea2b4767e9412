"""Everything that is kept of one person, as they may take it away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import (
    answer_changes,
    answers,
    cases,
    codes,
    consents,
    customer_refs,
    digests,
    findings,
    invitations,
    looks,
    names,
    persons,
    places,
    promises,
    remedies,
    roles,
    services,
    visits,
    words,
)

Copy = dict[str, list[dict[str, Any]]]
# What a colleague wrote and may not have said to anybody; what became of it has a row of its own.
UNSAID = ("draft", "drafted")


async def copy_of(connection: AsyncConnection, person_id: int) -> Copy:
    """By what it is, each a list of rows in their order; times are texts in ISO 8601."""
    found: Copy = {}
    for name, query in _queries(person_id).items():
        rows = (await connection.execute(query)).mappings().all()
        found[name] = [{key: _plain(value) for key, value in row.items()} for row in rows]
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _queries(person_id: int) -> dict[str, Select[Any]]:
    own = select(cases.c.id).where(cases.c.person_id == person_id)
    asked = select(invitations.c.id).where(invitations.c.person_id == person_id)
    return {
        "person": select(
            persons.c.telegram_id,
            names.c.name,
            names.c.username,
            names.c.phone,
            *_columns(persons, "telegram_id"),
        )
        .outerjoin(names, names.c.person_id == persons.c.id)
        .where(persons.c.id == person_id),
        "words": _words(person_id, own, asked),
        "cases": select(*_columns(cases, "person_id"), places.c.name.label("place"))
        .join(places, places.c.id == cases.c.place_id)
        .where(cases.c.person_id == person_id)
        .order_by(cases.c.id),
        "promises": _of(promises, promises.c.case_id.in_(own)),
        "remedies": _of(remedies, remedies.c.case_id.in_(own)),
        "findings": _of(
            findings, or_(findings.c.case_id.in_(own), findings.c.invitation_id.in_(asked))
        ),
        "services": _of(services, services.c.person_id == person_id, "body_hash"),
        "customer_numbers": select(customer_refs.c.ref).where(
            customer_refs.c.person_id == person_id
        ),
        "surveys": _of(invitations, invitations.c.person_id == person_id),
        "answers": _of(answers, answers.c.invitation_id.in_(asked)),
        "answers_before": _of(answer_changes, answer_changes.c.invitation_id.in_(asked)),
        "codes_scanned": select(visits.c.at, codes.c.name)
        .outerjoin(codes, codes.c.id == visits.c.code_id)
        .where(visits.c.person_id == person_id)
        .order_by(visits.c.id),
        "consents": _of(consents, consents.c.person_id == person_id),
        "roles": _of(roles, roles.c.person_id == person_id),
        "digests": _of(digests, digests.c.person_id == person_id),
        "looks": _of(looks, looks.c.person_id == person_id, "id", "person_id"),
    }


def _words(person_id: int, own: Any, asked: Any) -> Select[Any]:
    """Their own, and what was written to them and about them; blank ones were erased before.

    Talk among colleagues that nobody decided about is none of it.
    """
    theirs = or_(words.c.case_id.in_(own), words.c.invitation_id.in_(asked))
    about = or_(words.c.person_id == person_id, and_(theirs, words.c.sort.not_in(UNSAID)))
    there = or_(words.c.text.is_not(None), words.c.media.is_not(None))
    is_theirs = (words.c.person_id == person_id).label("is_yours")
    columns = _columns(words, "person_id", "chat_id", "message_id")
    return select(*columns, is_theirs).where(about, there).order_by(words.c.id)


def _of(table: Any, which: Any, *but: str) -> Select[Any]:
    return select(*_columns(table, *but)).where(which).order_by(table.c.id)


def _columns(table: Any, *but: str) -> Sequence[Any]:
    """Numbers of rules and of rows that mean nothing outside are left out."""
    left_out = {"rules_id", "version" if table in (cases, invitations) else "", *but}
    return [column for column in table.c if column.name not in left_out]
