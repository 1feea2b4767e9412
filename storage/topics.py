"""Which topic of a forum group belongs to which case, in rows."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from complaints.values import Topic
from storage.rows import insert_new
from storage.tables import topics


class TopicRows:
    """Implements complaints.book.Topics."""

    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    async def of(self, case_id: int, chat_id: int) -> Topic | None:
        row = (
            await self._connection.execute(
                select(topics).where(topics.c.case_id == case_id, topics.c.chat_id == chat_id)
            )
        ).first()
        return (
            None if row is None else Topic(is_wanted=row.state == "wanted", thread_id=row.thread_id)
        )

    async def want(self, case_id: int, chat_id: int) -> bool:
        values = {"case_id": case_id, "chat_id": chat_id, "state": "wanted", "made_at": self._now}
        return await insert_new(self._connection, topics, values, ["case_id", "chat_id"])

    async def settle(self, case_id: int, chat_id: int, thread_id: int | None) -> None:
        state = "general" if thread_id is None else "open"
        await self._connection.execute(
            update(topics)
            .where(topics.c.case_id == case_id, topics.c.chat_id == chat_id)
            .values(state=state, thread_id=thread_id)
        )
