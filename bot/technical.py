"""What is wrong with the machinery as it runs: owners hear it in private, with what to do."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.clock import Clock
from bot.clock_check import minutes_off
from bot.failures import name_of
from bot.poller import ELSEWHERE
from bot.settings import Settings
from people.telling import Note, NoteKind, To
from people.values import ROBOT, Role
from storage.engine import Database
from storage.tables import bindings, chats, outbox
from storage.work import begin_work

log = logging.getLogger("huiyin.technical")
EVERY_SECONDS = 60.0
CLOCK_EVERY = timedelta(hours=1)
# What a group refused within this time is told; each trouble once a day.
LATELY = timedelta(hours=1)
Trouble = dict[str, Any]


class Technical:
    """`fetching` says what keeps updates from coming, such as `getUpdates 409`."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Settings,
        fetching: Callable[[], str | None],
        said: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._fetching = fetching
        self._said = said
        self._clock_looked: datetime | None = None

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await self.look()
            except (DBAPIError, PoolTimeout, OSError) as error:
                log.warning("The machinery can't be looked at (%s).", name_of(error))

    async def look(self) -> None:
        now = self._clock.now()
        found = [*self._of_updates(), *await self._of_clock(now), *await self._of_groups(now)]
        for trouble in found:
            await self._tell_owners(trouble, now)
        if found:
            self._said()

    def _of_updates(self) -> list[Trouble]:
        return [{"trouble": "elsewhere"}] if self._fetching() == ELSEWHERE else []

    async def _of_clock(self, now: datetime) -> list[Trouble]:
        if self._clock_looked is not None and now - self._clock_looked < CLOCK_EVERY:
            return []
        self._clock_looked = now
        minutes = await minutes_off(self._settings, now)
        return [{"trouble": "clock", "minutes": minutes}] if minutes else []

    async def _of_groups(self, now: datetime) -> list[Trouble]:
        """Staff groups that are gone, told once each, or that took none of its messages lately."""
        since = now - LATELY
        of_chat = outbox.c.chat_id == chats.c.id
        refused = exists().where(of_chat, outbox.c.state == "failed", outbox.c.finished_at > since)
        taken = exists().where(of_chat, outbox.c.state == "sent", outbox.c.finished_at > since)
        bound = exists().where(bindings.c.chat_id == chats.c.id, bindings.c.unbound_at.is_(None))
        query = select(chats.c.id, chats.c.title, chats.c.state, chats.c.state_since).where(
            bound, chats.c.kind != ROBOT, or_(chats.c.state != "open", refused & ~taken)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return [_of_group(row) for row in rows]

    async def _tell_owners(self, trouble: Trouble, now: datetime) -> None:
        name = f"{trouble['trouble']}-{trouble.get('chat', 0)}"
        since = trouble.get("since") or f"{now:%Y%m%d}"
        async with begin_work(self._database, now) as work:
            house = await work.people.house()
            for owner in await work.people.holders(Role.OWNER, house.id):
                chat = await work.people.private_chat(owner.id)
                if chat is None:
                    continue
                note = Note(
                    key=f"technical-{name}-{since}-to-{owner.id}",
                    kind=NoteKind.ALARM,
                    to=To(chat_id=chat.id),
                    facts=trouble,
                )
                await work.telling.note(note)


def _of_group(row: Any) -> Trouble:
    """One that is gone is told once, since it may never come back; one that is mute, each day."""
    trouble = {"trouble": "group", "chat": row.id, "title": row.title}
    if row.state == "open":
        return trouble
    return {**trouble, "trouble": "group_gone", "since": f"gone-{row.state_since:%Y%m%d%H%M%S}"}
