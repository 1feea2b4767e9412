"""A house whose supervisors ask for figures, through the real dispatcher; nothing is sent."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Update
from sqlalchemy import select

from handlers import auditing, digests, own, own_data, supervisors
from handlers.digests import on_digest
from handlers.exports import on_job
from handlers.figures import on_figures
from handlers.panel import on_panel
from handlers.pictures import on_picture
from handlers.presses import Press
from handlers.rendering import Context, Rendered, RenderNote
from handlers.words import words_in
from handlers.work import Caller
from people.telling import NoteKind
from people.values import Role
from reports.panel import Panel
from reports.rules import Targets
from reports.values import Figures
from storage.engine import Database
from storage.jobs import Job
from storage.panel import load_panel
from storage.tables import cases, chats, outbox
from storage.work import UnitOfWork, begin_work
from tests.reports.house import EAST, HOUSE, NOW, WEST, furnish, made_up, write

OWNER, SUPERVISOR, STAFF, CUSTOMER, ABROAD = 7001, 7002, 7003, 7004, 7005
GROUP = -1007
numbers = count(1)
# A past that is written into every house, and thought out once.
PAST = made_up(7)


class House:
    def __init__(self, database: Database, bot: Bot, dispatcher: Dispatcher) -> None:
        self.database, self.bot, self.dispatcher = database, bot, dispatcher

    async def settle(self) -> None:
        grants = {OWNER: (Role.OWNER, HOUSE), SUPERVISOR: (Role.SUPERVISOR, WEST),
                  STAFF: (Role.STAFF, HOUSE), ABROAD: (Role.SUPERVISOR, EAST)}  # fmt: skip
        async with begin_work(self.database, NOW) as work:
            for telegram_id in (OWNER, SUPERVISOR, STAFF, CUSTOMER, ABROAD):
                person = await self._meet(work, telegram_id)
                if telegram_id != ABROAD:
                    await work.people.chat(telegram_id, "private", None, person.id, NOW)
                if telegram_id in grants:
                    role, place = grants[telegram_id]
                    await work.people.grant(person.id, role, place, None, None, NOW)
            await work.people.chat(GROUP, "supergroup", "值班群", None, NOW)

    async def _meet(self, work: UnitOfWork, telegram_id: int) -> Any:
        return await work.people.meet(
            telegram_id, name="周", username=None, language="zh-hans", now=NOW
        )

    async def say(self, text: str, *, by: int = SUPERVISOR, group: bool = False) -> Any:
        update = {
            "message": {**_message(by, group=group), "text": text, "entities": _command(text)}
        }
        return await self.feed(update, by, group=group)

    async def press(self, press: Press, *, by: int = SUPERVISOR) -> Any:
        query = {
            "id": "1",
            "from": _user(by),
            "chat_instance": "1",
            "message": _message(by),
            "data": press.packed(),
        }
        return await self.feed({"callback_query": query}, by)

    async def feed(self, update: dict[str, Any], by: int, *, group: bool = False) -> Any:
        number = next(numbers)
        async with begin_work(self.database, NOW) as work:
            person = await self._meet(work, by)
            chat = await work.people.chat(GROUP if group else by, "private", None, None, NOW)
            return await self.dispatcher.feed_update(
                self.bot,
                Update.model_validate({"update_id": number, **update}),
                work=work,
                caller=Caller(person=person, chat=chat),
                now=NOW,
                inbox_id=number,
            )

    async def told(self) -> list[tuple[int, dict[str, Any]]]:
        """(Telegram's chat, facts) of everything that is to be said."""
        async with self.database.reading() as connection:
            rows = await connection.execute(
                select(chats.c.telegram_id, outbox.c.facts)
                .join(chats, chats.c.id == outbox.c.chat_id)
                .order_by(outbox.c.id)
            )
            return [(row.telegram_id, row.facts) for row in rows]

    async def some_case(self) -> int:
        """One of the place that the supervisor looks after."""
        async with self.database.reading() as connection:
            query = select(cases.c.id).where(cases.c.place_id == WEST).limit(1)
            return int(await connection.scalar(query) or 0)

    async def read(self) -> str:
        """What the last message says once it is rendered, as the courier does."""
        return (await self.shown()).text

    async def shown(self) -> Rendered:
        _, facts = (await self.told())[-1]
        context = Context(
            _=words_in("zh-hans"),
            zone="Asia/Shanghai",
            now=NOW,
            is_group=False,
            figures=await self._load(facts),
        )
        shown = RENDERERS[await self.kind()](facts, context)
        assert isinstance(shown, Rendered)
        return shown

    async def kind(self) -> str:
        async with self.database.reading() as connection:
            found = await connection.scalar(select(outbox.c.kind).order_by(outbox.c.id.desc()))
            return str(found)

    async def _load(self, facts: dict[str, Any]) -> Panel | None:
        async with self.database.reading() as connection:
            return await load_panel(connection, facts, NOW, Targets())

    async def figures(self) -> Figures:
        _, facts = (await self.told())[-1]
        found = await self._load(facts)
        assert found is not None
        return found.whole


def _user(by: int) -> dict[str, Any]:
    return {"id": by, "is_bot": False, "first_name": "周"}


def _message(by: int, *, group: bool = False) -> dict[str, Any]:
    chat = {"id": GROUP, "type": "supergroup", "title": "值班群"}
    private = {"id": by, "type": "private", "first_name": "周"}
    return {
        "message_id": 5,
        "date": int(NOW.timestamp()),
        "chat": chat if group else private,
        "from": _user(by),
    }


def _command(text: str) -> list[dict[str, Any]]:
    if not text.startswith("/"):
        return []
    return [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]


RENDERERS: dict[str, RenderNote] = {
    "job": lambda facts, context: on_job(
        facts,
        replace(
            context,
            figures=Job(
                id=1, kind="export", facts={}, state="waiting", done_items=0, all_items=None
            ),
        ),
    ),
    "panel": on_panel,
    NoteKind.FIGURES.value: on_figures,
    NoteKind.PICTURE.value: on_picture,
    NoteKind.DIGEST.value: on_digest,
}
ROUTERS = (supervisors.router, auditing.router, digests.router, own.router, own_data.router)


@asynccontextmanager
async def open_house(database: Database) -> AsyncIterator[House]:
    await furnish(database)
    await write(database, PAST)
    bot, dispatcher = Bot("42:TEST"), Dispatcher(disable_fsm=True)
    for router in ROUTERS:
        router._parent_router = None
        dispatcher.include_router(router)
    opened = House(database, bot, dispatcher)
    await opened.settle()
    try:
        yield opened
    finally:
        for router in ROUTERS:
            router._parent_router = None
        await bot.session.close()
