"""What somebody was asked last in a chat, and what a message of the bot's shows."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from people.book import Dialogue
from storage.memory import Absence
from storage.rows import insert_new, upsert
from storage.tables import dialogues, messages

IDLE = timedelta(minutes=30)


_RUNNING = select(dialogues.c.topic, dialogues.c.facts).where(
    dialogues.c.chat_id == bindparam("chat"),
    dialogues.c.person_id == bindparam("person"),
    dialogues.c.touched_at > bindparam("since"),
)


class DialogueRows:
    def __init__(self, connection: AsyncConnection, absence: Absence | None = None) -> None:
        self._connection = connection
        self._absence = absence or Absence()

    async def get(self, chat_id: int, person_id: int, now: datetime) -> Dialogue | None:
        if self._absence.knows(Absence.DIALOGUE, person_id):
            return None
        row = (
            await self._connection.execute(
                _RUNNING, {"chat": chat_id, "person": person_id, "since": now - IDLE}
            )
        ).first()
        return None if row is None else Dialogue(topic=row.topic, facts=row.facts)

    async def begin(self, chat_id: int, person_id: int, dialogue: Dialogue, now: datetime) -> None:
        self._absence.end(Absence.DIALOGUE, person_id)
        values = {"topic": dialogue.topic, "facts": dict(dialogue.facts), "touched_at": now}
        statement = upsert(self._connection, dialogues).values(
            chat_id=chat_id, person_id=person_id, **values
        )
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["chat_id", "person_id"], set_=values)
        )

    async def end(self, chat_id: int, person_id: int) -> None:
        await self._connection.execute(
            delete(dialogues).where(
                dialogues.c.chat_id == chat_id, dialogues.c.person_id == person_id
            )
        )


class ShownRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def thing_at(self, chat_id: int, message_id: int) -> str | None:
        found: str | None = await self._connection.scalar(
            select(messages.c.thing).where(
                messages.c.chat_id == chat_id, messages.c.message_id == message_id
            )
        )
        return found

    async def message_of(self, chat_id: int, thing: str) -> int | None:
        found: int | None = await self._connection.scalar(
            select(func.max(messages.c.message_id)).where(
                messages.c.chat_id == chat_id, messages.c.thing == thing
            )
        )
        return found

    async def learn(
        self, chat_id: int, thread_id: int | None, message_id: int, thing: str, now: datetime
    ) -> None:
        values = {
            "chat_id": chat_id,
            "thread_id": thread_id,
            "message_id": message_id,
            "thing": thing,
            "sent_at": now,
        }
        await insert_new(self._connection, messages, values, ["chat_id", "message_id"])
