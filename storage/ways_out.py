"""The channels other than Telegram, each a chat of ours with a lane of its own in the outbox."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from people.values import ROBOT, Chat
from storage.rows import insert_new
from storage.tables import LOST, chats, outbox

# Below every number that Telegram gives to a chat.
BELOW = 1 << 62


class ChannelRows:
    """Implements people.book.Channels."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open(self) -> tuple[Chat, ...]:
        rows = await self._connection.execute(
            select(chats)
            .where(chats.c.telegram_id < -BELOW, chats.c.state == "open")
            .order_by(chats.c.id)
        )
        return tuple(
            Chat(id=row.id, telegram_id=row.telegram_id, kind=row.kind, title=row.title)
            for row in rows
        )

    async def found(self, names: Collection[str], now: datetime) -> None:
        """Exactly these lead somewhere from now on; those of former days are gone."""
        for name in sorted(names):
            values = {"telegram_id": number_of(name), "kind": ROBOT, "title": name}
            await insert_new(
                self._connection, chats, {**values, "state_since": now}, ["telegram_id"]
            )
        known = chats.c.telegram_id < -BELOW
        for state, these in (
            ("open", chats.c.title.in_(names)),
            ("gone", ~chats.c.title.in_(names)),
        ):
            await self._connection.execute(
                update(chats)
                .where(known, these, chats.c.state != state)
                .values(state=state, state_since=now)
            )


def number_of(name: str) -> int:
    """What stands where a chat has Telegram's number: made from the name, the same for ever."""
    digest = hashlib.sha256(name.encode()).digest()
    return -BELOW - 1 - (int.from_bytes(digest[:8]) >> 3)


async def answered(connection: AsyncConnection, chat_id: int, now: datetime) -> None:
    """It took a message: what failed before is over. `state_since` is the last such instant."""
    await connection.execute(update(chats).where(chats.c.id == chat_id).values(state_since=now))


async def unanswered(connection: AsyncConnection) -> Mapping[str, int]:
    """By channel: how many messages failed or stay unknown since it took one last."""
    rows = await connection.execute(
        select(chats.c.title, func.count())
        .join(outbox, outbox.c.chat_id == chats.c.id)
        .where(
            chats.c.telegram_id < -BELOW,
            chats.c.state == "open",
            text(LOST.replace("state", "outbox.state")),
            outbox.c.finished_at >= chats.c.state_since,
        )
        .group_by(chats.c.id, chats.c.title)
    )
    return {row[0]: int(row[1]) for row in rows}
