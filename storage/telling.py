"""The outbox as the rooms write it: rows in the transaction that decided to say something."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from people.telling import PRIORITY, Face, Note, To
from storage.rows import insert_new, inserting, write
from storage.tables import chats, messages, outbox


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
            "not_before": None,
        },
    )


class TellingRows:
    """Implements people.telling.Telling."""

    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self._connection = connection
        self._now = now
        self.said_something = False

    async def note(self, note: Note) -> bool:
        self.said_something = True
        values = {
            "key": note.key,
            "sort": "note",
            "kind": note.kind.value,
            "facts": dict(note.facts),
            "chat_id": note.to.chat_id,
            "thread_id": note.to.thread_id,
            "priority": PRIORITY[note.kind].value,
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

    async def faces_of(self, thing: str) -> None:
        """Renders the thing anew wherever it has been shown, in whatever way it got there."""
        await self._connection.execute(
            update(outbox)
            .where(outbox.c.thing == thing)
            .values(
                wanted=outbox.c.wanted + 1,
                state=case((outbox.c.state == "sending", "sending"), else_="queued"),
                not_before=None,
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


async def places_of(connection: AsyncConnection, thing: str) -> list[To]:
    """The chats in which a thing is shown."""
    rows = await connection.execute(
        select(messages.c.chat_id, messages.c.thread_id).where(messages.c.thing == thing).distinct()
    )
    return [To(chat_id=row[0], thread_id=row[1]) for row in rows]
