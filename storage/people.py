"""Persons, places, roles and chats in rows."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, and_, bindparam, insert, select, update

from people.values import (
    Chat,
    Grant,
    LinkPurpose,
    LinkTarget,
    Person,
    Role,
)
from storage.erasing import LEAVING
from storage.places import PlaceRows
from storage.rows import insert_id, insert_row, inserting, write
from storage.supergroups import follow
from storage.tables import (
    chats,
    links,
    names,
    persons,
    roles,
)

PERSON = (
    persons.c.id,
    persons.c.telegram_id,
    persons.c.language,
    persons.c.zone,
    persons.c.stopped_at,
    persons.c.off_since,
    names.c.name,
)


_BY_TELEGRAM = (
    select(*PERSON)
    .outerjoin(names, names.c.person_id == persons.c.id)
    .where(persons.c.telegram_id == bindparam("id"))
)
ADD_PERSON = insert(persons)
_GRANTS = select(roles.c.role, roles.c.place_id, roles.c.team_id).where(
    roles.c.person_id == bindparam("person"), roles.c.revoked_at.is_(None)
)
_CHAT = select(chats).where(chats.c.telegram_id == bindparam("id"))


class PeopleRows(PlaceRows):
    """Implements people.book.People."""

    # --- persons and chats

    async def person(self, person_id: int) -> Person | None:
        row = (
            await self._connection.execute(
                select(*PERSON)
                .outerjoin(names, names.c.person_id == persons.c.id)
                .where(persons.c.id == person_id)
            )
        ).first()
        return None if row is None else await self._with_grants(row)

    async def person_of_telegram(self, telegram_id: int) -> Person | None:
        row = (await self._connection.execute(_BY_TELEGRAM, {"id": telegram_id})).first()
        return None if row is None else await self._with_grants(row)

    async def meet(
        self,
        telegram_id: int,
        *,
        name: str | None,
        username: str | None,
        language: str,
        now: datetime,
    ) -> Person:
        """The person with this Telegram id, made when they write for the first time."""
        known = await self.person_of_telegram(telegram_id)
        if known is None:
            values = {"telegram_id": telegram_id, "language": language, "created_at": now}
            person_id = await insert_row(self._connection, ADD_PERSON, values)
            await self.name(person_id, name, username)
            return Person(id=person_id, telegram_id=telegram_id, language=language, name=name)
        if known.name != name:
            await self.name(known.id, name, username)
        return known

    async def name(self, person_id: int, name: str | None, username: str | None) -> None:
        values = {"person_id": person_id, "name": name, "username": username}
        await write(self._connection, _naming(self._connection.dialect.name), values)

    async def _with_grants(self, row: Any) -> Person:
        return person_of(row, await self._connection.execute(_GRANTS, {"person": row.id}))

    async def chat(
        self, telegram_id: int, kind: str, title: str | None, person_id: int | None, now: datetime
    ) -> Chat:
        """The chat with this Telegram id; one that writes again is open again."""
        row = (await self._connection.execute(_CHAT, {"id": telegram_id})).first()
        if row is None:
            values = {"telegram_id": telegram_id, "kind": kind, "title": title}
            chat_id = await insert_id(
                self._connection,
                insert(chats).values(**values, person_id=person_id, state_since=now),
            )
            return Chat(id=chat_id, person_id=person_id, **values)  # type: ignore[arg-type]
        if row.state != "open":
            await self.set_chat_state(row.id, "open", now)
        return _chat(row)

    async def chat_by_id(self, chat_id: int) -> Chat | None:
        row = (await self._connection.execute(select(chats).where(chats.c.id == chat_id))).first()
        return None if row is None else _chat(row)

    async def set_chat_state(self, chat_id: int, state: str, now: datetime) -> None:
        """A chat that is being left stays so: its rows are still to be forgotten."""
        await self._connection.execute(
            update(chats)
            .where(chats.c.id == chat_id, chats.c.state != LEAVING)
            .values(state=state, state_since=now)
        )

    async def migrate_chat(self, old: int, new: int, now: datetime) -> None:
        await follow(self._connection, old, new, now)
        self._house.forget()

    async def private_chat(self, person_id: int) -> Chat | None:
        row = (
            await self._connection.execute(select(chats).where(chats.c.person_id == person_id))
        ).first()
        return None if row is None else _chat(row)

    async def set_language(self, person_id: int, language: str) -> None:
        await self._connection.execute(
            update(persons).where(persons.c.id == person_id).values(language=language)
        )

    async def set_stopped(self, person_id: int, at: datetime | None) -> None:
        await self._connection.execute(
            update(persons).where(persons.c.id == person_id).values(stopped_at=at)
        )

    # --- rights

    async def holders(self, role: Role, place_id: int) -> tuple[Person, ...]:
        above = await self.places_above(place_id)
        rows = await self._connection.execute(
            select(*PERSON)
            .outerjoin(names, names.c.person_id == persons.c.id)
            .join(roles, roles.c.person_id == persons.c.id)
            .join(chats, chats.c.person_id == persons.c.id)
            .where(
                roles.c.role == role.value,
                roles.c.revoked_at.is_(None),
                roles.c.place_id.in_(above),
                chats.c.state == "open",
            )
            .distinct()
            .order_by(persons.c.id)
        )
        found = [await self._with_grants(row) for row in rows.all()]
        # When all are off duty, they are still better than nobody.
        return tuple(person for person in found if not person.off) or tuple(found)

    async def set_off(self, person_id: int, since: datetime | None) -> None:
        await self._connection.execute(
            update(persons).where(persons.c.id == person_id).values(off_since=since)
        )

    async def colleagues(self, place_id: int) -> tuple[Person, ...]:
        above = await self.places_above(place_id)
        rows = await self._connection.execute(
            select(*PERSON)
            .outerjoin(names, names.c.person_id == persons.c.id)
            .join(roles, roles.c.person_id == persons.c.id)
            .where(roles.c.revoked_at.is_(None), roles.c.place_id.in_(above))
            .distinct()
            .order_by(persons.c.id)
        )
        return tuple([await self._with_grants(row) for row in rows.all()])

    async def add_walk_in(self, name: str | None, now: datetime) -> Person:
        values = {"telegram_id": None, "language": "zh-hans", "created_at": now}
        person_id = await insert_row(self._connection, ADD_PERSON, values)
        await self.name(person_id, name, None)
        return Person(id=person_id, telegram_id=None, name=name)

    async def grant(
        self,
        person_id: int,
        role: Role,
        place_id: int,
        team_id: int | None,
        granted_by: int | None,
        now: datetime,
    ) -> None:
        held = and_(
            roles.c.person_id == person_id,
            roles.c.role == role.value,
            roles.c.place_id == place_id,
            roles.c.revoked_at.is_(None),
        )
        if await self._connection.scalar(select(roles.c.id).where(held)) is None:
            self._house.forget()
            await self._connection.execute(
                insert(roles).values(
                    person_id=person_id,
                    role=role.value,
                    place_id=place_id,
                    team_id=team_id,
                    granted_by=granted_by,
                    granted_at=now,
                )
            )

    async def has_owner(self) -> bool:
        held = select(roles.c.id).where(roles.c.role == "owner", roles.c.revoked_at.is_(None))
        return await self._connection.scalar(held.limit(1)) is not None

    async def make_link(
        self, token_hash: bytes, target: LinkTarget, now: datetime, expires_at: datetime
    ) -> None:
        await self._connection.execute(
            insert(links).values(
                token_hash=token_hash,
                purpose=target.purpose.value,
                target={
                    "role": target.role and target.role.value,
                    "place": target.place_id,
                    "team": target.team_id,
                },
                made_by=target.made_by,
                made_at=now,
                expires_at=expires_at,
            )
        )

    async def use_link(self, token_hash: bytes, person_id: int, now: datetime) -> LinkTarget | None:
        used = await self._connection.execute(
            update(links)
            .where(
                links.c.token_hash == token_hash,
                links.c.used_at.is_(None),
                links.c.expires_at > now,
            )
            .values(used_at=now, used_by=person_id or None)
            .returning(links.c.purpose, links.c.target, links.c.made_by)
        )
        row = used.first()
        if row is None:
            return None
        role = row.target.get("role")
        return LinkTarget(
            purpose=LinkPurpose(row.purpose),
            role=Role(role) if role else None,
            place_id=row.target.get("place"),
            team_id=row.target.get("team"),
            made_by=row.made_by,
        )

    async def link_target(self, token_hash: bytes, now: datetime) -> LinkPurpose | None:
        """What an unused link is for, without using it."""
        purpose = await self._connection.scalar(
            select(links.c.purpose).where(
                links.c.token_hash == token_hash,
                links.c.used_at.is_(None),
                links.c.expires_at > now,
            )
        )
        return None if purpose is None else LinkPurpose(purpose)


def person_of(row: Any, grants: Iterable[Any]) -> Person:
    return Person(
        id=row.id,
        telegram_id=row.telegram_id,
        language=row.language,
        zone=row.zone,
        name=row.name,
        stopped=row.stopped_at is not None,
        off=row.off_since is not None,
        grants=tuple(
            Grant(role=Role(grant.role), place_id=grant.place_id, team_id=grant.team_id)
            for grant in grants
        ),
    )


@cache
def _naming(dialect: str) -> Any:
    made = inserting(dialect, names)
    changed = {"name": made.excluded.name, "username": made.excluded.username}
    return made.on_conflict_do_update(index_elements=["person_id"], set_=changed)


def _chat(row: Row[Any]) -> Chat:
    return Chat(
        id=row.id,
        telegram_id=row.telegram_id,
        kind=row.kind,
        title=row.title,
        person_id=row.person_id,
        state=row.state,
    )
