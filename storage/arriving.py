"""Who wrote, and where: the first question of every update, asked in one query."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from people.notice import NOTICE
from people.values import NOBODY, Chat, Person, Visitor, Where
from storage.erasing import LEAVING
from storage.forgetting import finish_left, leave_now
from storage.memory import Absence
from storage.people import ADD_PERSON, PERSON, PeopleRows, person_of
from storage.rows import insert_row, inserting
from storage.tables import (
    cases,
    chats,
    consents,
    dialogues,
    names,
    persons,
    roles,
    services,
    visits,
    words,
)

# Who wrote, where, with which rights, and what they don't have: one question instead of six.
_ARRIVAL = (
    select(
        *PERSON,
        roles.c.role,
        roles.c.place_id,
        roles.c.team_id,
        chats.c.id.label("chat_id"),
        chats.c.kind.label("chat_kind"),
        chats.c.title.label("chat_title"),
        chats.c.person_id.label("chat_person_id"),
        chats.c.state.label("chat_state"),
        exists()
        .where(cases.c.person_id == persons.c.id, cases.c.state != "closed")
        .label("has_case"),
        exists().where(services.c.person_id == persons.c.id).label("has_service"),
        exists().where(dialogues.c.person_id == persons.c.id).label("has_dialogue"),
        exists().where(visits.c.person_id == persons.c.id).label("has_visit"),
        exists()
        .where(words.c.person_id == persons.c.id, words.c.case_id.is_(None))
        .label("has_loose"),
        exists()
        .where(consents.c.person_id == persons.c.id, consents.c.agreed_at.is_(None))
        .label("has_notice"),
        (~exists().where(consents.c.person_id == persons.c.id, consents.c.version == NOTICE)).label(
            "has_untold"
        ),
    )
    .select_from(persons)
    .outerjoin(names, names.c.person_id == persons.c.id)
    .outerjoin(roles, and_(roles.c.person_id == persons.c.id, roles.c.revoked_at.is_(None)))
    .outerjoin(chats, chats.c.telegram_id == bindparam("chat"))
    .where(persons.c.telegram_id == bindparam("id"))
)
_SORTS = (
    Absence.CASE,
    Absence.SERVICE,
    Absence.DIALOGUE,
    Absence.VISIT,
    Absence.LOOSE,
    Absence.NOTICE,
)


class Arriving:
    """`absence` learns what the person doesn't have, for the rooms that would ask next."""

    def __init__(self, connection: AsyncConnection, people: PeopleRows, absence: Absence) -> None:
        self._connection = connection
        self._people = people
        self._absence = absence

    async def arrive(
        self, who: Visitor, where: Where, now: datetime, *, is_told: bool = True
    ) -> tuple[Person, Chat]:
        """Who wrote and in which chat of ours; both are made when they are seen for the first time.

        A chat that is heard from is open again. Whoever is new and not `is_told` what is kept
        stays `NOBODY`, and of them nothing is.
        """
        ids = {"id": who.telegram_id, "chat": where.telegram_id}
        rows = (await self._connection.execute(_ARRIVAL, ids)).all()
        if not rows and not is_told:
            return await self._pass_by(who, where, now)
        if not rows:
            return await self._welcome(who, where, now)
        first = rows[0]
        for sort in (*_SORTS, Absence.UNTOLD):
            if not getattr(first, f"has_{sort}"):
                self._absence.learn(sort, first.id)
        person = person_of(first, [row for row in rows if row.role is not None])
        if person.name != who.name:
            await self._people.name(person.id, who.name, who.username)
        if first.chat_id is None or first.chat_state == LEAVING:
            owner = person.id if where.kind == "private" else None
            return person, await self._open_chat(where, owner, now)
        if first.chat_state != "open":
            await self._people.set_chat_state(first.chat_id, "open", now)
        chat = Chat(
            id=first.chat_id,
            telegram_id=where.telegram_id,
            kind=first.chat_kind,
            title=first.chat_title,
            person_id=first.chat_person_id,
            state=first.chat_state,
        )
        return person, chat

    async def _pass_by(self, who: Visitor, where: Where, now: datetime) -> tuple[Person, Chat]:
        """A group gets a row, a private chat does not."""
        person = Person(id=NOBODY, telegram_id=who.telegram_id, language=who.language)
        if where.kind == "private":
            return person, Chat(id=NOBODY, telegram_id=where.telegram_id, kind=where.kind)
        return person, await self._people.chat(
            where.telegram_id, where.kind, where.title, None, now
        )

    async def _welcome(self, who: Visitor, where: Where, now: datetime) -> tuple[Person, Chat]:
        values = {"telegram_id": who.telegram_id, "language": who.language, "created_at": now}
        person_id = await insert_row(self._connection, ADD_PERSON, values)
        for sort in _SORTS:
            self._absence.learn(sort, person_id)
        if who.name is not None:
            await self._people.name(person_id, who.name, who.username)
        person = Person(
            id=person_id, telegram_id=who.telegram_id, language=who.language, name=who.name
        )
        if where.kind == "private":
            return person, await self._open_chat(where, person_id, now)
        return person, await self._people.chat(
            where.telegram_id, where.kind, where.title, None, now
        )

    async def _open_chat(self, where: Where, person_id: int | None, now: datetime) -> Chat:
        left = await leave_now(self._connection, where.telegram_id, now)
        values = {"telegram_id": where.telegram_id, "kind": where.kind, "title": where.title}
        statement = _opening(self._connection.dialect.name)
        chat_id = await self._connection.scalar(
            statement, {**values, "person_id": person_id, "state_since": now}
        )
        if left is not None:
            await finish_left(self._connection, left, int(chat_id or 0), where.telegram_id)
        return Chat(id=chat_id, person_id=person_id, **values)  # type: ignore[arg-type]


@cache
def _opening(dialect: str) -> Any:
    """A chat that is known already (its person's rows were erased) gets its new person."""
    made = inserting(dialect, chats)
    changed = {"person_id": made.excluded.person_id, "state": "open"}
    return made.on_conflict_do_update(index_elements=["telegram_id"], set_=changed).returning(
        chats.c.id
    )
