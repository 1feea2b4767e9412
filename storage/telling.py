"""The outbox as the rooms write it: rows in the transaction that decided to say something."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from people.telling import PRIORITY, Face, Note, NoteKind, Priority, To
from storage.outbox import HELD
from storage.rows import insert_new, inserting, write
from storage.tables import cases, chats, messages, outbox, persons, places


@cache
def _wanting(dialect: str) -> Any:
    made = inserting(dialect, outbox)
    return made.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "wanted": outbox.c.wanted + 1,
            "facts": made.excluded.facts,
            # One call in flight: a face that is being sent stays so, and its courier sees
            # afterwards that a newer one is wanted.
            "state": case((outbox.c.state == "sending", "sending"), else_="queued"),
            # Somebody waits for it now, even when it was only to be refreshed by the way.
            "priority": case(
                (outbox.c.priority > made.excluded.priority, made.excluded.priority),
                else_=outbox.c.priority,
            ),
            "not_before": None,
        },
    )


_RELEASE = (
    update(outbox)
    .where(
        outbox.c.chat_id == bindparam("chat"),
        outbox.c.state == "queued",
        outbox.c.error == HELD,
    )
    .values(not_before=None)
)


class TellingRows:
    """Implements people.telling.Telling."""

    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self._connection = connection
        self._now = now
        self.said_something = False
        # Whoever wrote was not told yet what is kept; the receipt says so, where there is one.
        self.owes_notice = False

    async def note(self, note: Note) -> bool:
        self.said_something = True
        facts = dict(note.facts)
        if self.owes_notice and note.kind is NoteKind.RECEIPT:
            facts["notice"], self.owes_notice = True, False
        values = {
            "key": note.key,
            "sort": "note",
            "kind": note.kind.value,
            "facts": facts,
            "chat_id": note.to.chat_id,
            "thread_id": note.to.thread_id,
            "priority": _priority_of(note).value,
            "created_at": self._now,
        }
        return await insert_new(self._connection, outbox, values, ["key"])

    async def face(self, face: Face) -> None:
        self.said_something = True
        values = {
            "key": f"face-{face.thing}-in-{face.to.chat_id}",
            "sort": "face",
            "kind": face.kind.value,
            "facts": {**face.facts, "thing": face.thing},
            "chat_id": face.to.chat_id,
            "thread_id": face.to.thread_id,
            "thing": face.thing,
            "priority": PRIORITY[face.kind].value,
            "created_at": self._now,
        }
        await write(self._connection, _wanting(self._connection.dialect.name), values)

    async def move(self, thing: str, to: To) -> tuple[int, ...]:
        key = f"face-{thing}-in-{to.chat_id}"
        await self._connection.execute(
            update(outbox).where(outbox.c.key == key).values(thread_id=to.thread_id)
        )
        elsewhere = messages.c.thread_id.is_distinct_from(to.thread_id)
        left = await self._connection.execute(
            messages.delete()
            .where(messages.c.thing == thing, messages.c.chat_id == to.chat_id, elsewhere)
            .returning(messages.c.message_id)
        )
        return tuple(row.message_id for row in left)

    async def release(self, chat_id: int) -> None:
        if await write(self._connection, _RELEASE, {"chat": chat_id}):
            self.said_something = True

    async def faces_missed(self, chat_id: int) -> None:
        missed = (outbox.c.chat_id == chat_id, outbox.c.sort == "face", outbox.c.state == "failed")
        await self._connection.execute(
            update(outbox)
            .where(*missed)
            .values(wanted=outbox.c.wanted + 1, state="queued", not_before=None)
        )
        self.said_something = True

    async def faces_of(self, thing: str, *, by_the_way: bool = False) -> None:
        """Renders the thing anew wherever it has been shown, in whatever way it got there."""
        later = {"priority": _later()} if by_the_way else {}
        await self._connection.execute(
            update(outbox)
            .where(outbox.c.thing == thing)
            .values(
                wanted=outbox.c.wanted + 1,
                state=case((outbox.c.state == "sending", "sending"), else_="queued"),
                not_before=None,
                **later,
            )
        )
        self.said_something = True


async def link_to_card(connection: AsyncConnection, case_id: int, bot: str) -> str:
    """To the newest card in a supergroup; where it stands in none, to the bot itself."""
    row = (
        await connection.execute(
            select(chats.c.telegram_id, messages.c.thread_id, messages.c.message_id)
            .join(chats, chats.c.id == messages.c.chat_id)
            .where(messages.c.thing == f"case-{case_id}", chats.c.kind == "supergroup")
            .order_by(messages.c.id.desc())
            .limit(1)
        )
    ).first()
    if row is None:
        return f"https://t.me/{bot}"
    # What stands before the number of a supergroup is no part of its links.
    number = str(row.telegram_id).removeprefix("-100")
    parts = [str(part) for part in (number, row.thread_id, row.message_id) if part]
    return "https://t.me/c/" + "/".join(parts)


def _priority_of(note: Note) -> Priority:
    """An emergency is told before everything else, at every step of its ladder."""
    return Priority.ANSWER if note.facts.get("urgent") else PRIORITY[note.kind]


def _later() -> Any:
    """What already waits to be shown keeps its turn."""
    is_waiting = outbox.c.state.in_(["queued", "sending"])
    return case((is_waiting, outbox.c.priority), else_=Priority.NEWS.value)


async def places_of(connection: AsyncConnection, thing: str) -> list[To]:
    """The chats in which a thing is shown."""
    rows = await connection.execute(
        select(messages.c.chat_id, messages.c.thread_id).where(messages.c.thing == thing).distinct()
    )
    return [To(chat_id=row[0], thread_id=row[1]) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Customer:
    """Whom a case's messages reach, by our own chat id, and when they last wrote about any."""

    chat_id: int
    zone: str
    heard_at: datetime
    is_urgent: bool


async def customer_of(connection: AsyncConnection, case_id: int) -> Customer | None:
    """None when nobody who can be written to is behind this case."""
    lately = cases.alias()
    heard = select(func.max(lately.c.heard_at)).where(lately.c.person_id == cases.c.person_id)
    row = (
        await connection.execute(
            select(
                cases.c.kind,
                chats.c.id.label("chat_id"),
                func.coalesce(persons.c.zone, places.c.zone).label("zone"),
                heard.scalar_subquery().label("heard_at"),
            )
            .join(persons, persons.c.id == cases.c.person_id)
            .join(places, places.c.id == cases.c.place_id)
            .join(chats, chats.c.person_id == cases.c.person_id)
            .where(cases.c.id == case_id)
        )
    ).first()
    if row is None:
        return None
    return Customer(
        chat_id=row.chat_id,
        zone=row.zone,
        heard_at=row.heard_at,
        is_urgent=row.kind == "emergency",
    )
