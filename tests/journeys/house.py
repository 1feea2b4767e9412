"""A house that runs: people write and press in the playground, and time is moved."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from fastapi.dependencies import models
from sqlalchemy import text

from bot.app import App, open_app
from bot.clock import ShiftedClock
from bot.demo_house import furnish
from bot.rules import Rules, load_rules
from bot.settings import Settings
from dimensions.tagger import Tagger
from playground.cast import DEMO_CAST, DEMO_TOKEN, seat
from playground.clock import PlaygroundClock
from playground.server import create_app, serve
from playground.state import Playground
from storage import schema
from storage.engine import open_database

GROUP = DEMO_CAST.group_id
WANG, CHEN, LIN, ALEX = 1001, 1002, 1003, 1004
STAFF_CHEN, STAFF_LI, SUPERVISOR, OWNER = 1011, 1012, 1021, 1031
STRANGER = 1999
# Ten in the morning of a working day in Shanghai, on a day that is still to come.
MORNING = datetime(2030, 3, 5, 2, 0, tzinfo=UTC)


class House:
    def __init__(self, app: App, playground: Playground, clock: PlaygroundClock) -> None:
        self.app = app
        self.playground = playground
        self.clock = clock

    @property
    def next_update(self) -> int:
        return self.playground.queue(self.app.bot.id).next_id

    async def settle(self) -> None:
        """Until inbox and outbox are quiet."""
        queue = self.playground.queue(self.app.bot.id)
        async with asyncio.timeout(15):
            calm = 0
            while calm < 4:
                await asyncio.sleep(0.005)
                is_calm = self.app.is_quiet and not queue.pending
                calm = calm + 1 if is_calm else 0

    async def say(self, user: int, words: str, **details: Any) -> None:
        await self.playground.send_text(user, details.pop("chat", user), words, **details)
        await self.settle()

    async def press(self, user: int, label: str, containing: str = "", chat: int = 0) -> None:
        """Presses the newest button with this label under a message that says this."""
        room = chat or user
        for message in reversed(self.playground.messages(room)):
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            labels = [button["text"] for row in rows for button in row]
            if label in labels and containing in message.get("text", ""):
                await self.playground.press(user, room, message["message_id"], label)
                await self.settle()
                return
        raise AssertionError(f"no button {label!r} in {self.texts(room)}")

    async def answer(self, user: int, words: str, containing: str, chat: int = GROUP) -> None:
        """Replies to the newest message of the bot that says this."""
        for message in reversed(self.playground.messages(chat)):
            if containing in message.get("text", "") and message["from"]["is_bot"]:
                await self.say(user, words, chat=chat, reply_to=message["message_id"])
                return
        raise AssertionError(f"nothing says {containing!r} in {self.texts(chat)}")

    def texts(self, chat: int) -> list[str]:
        """What the bot said there and still stands, oldest first."""
        return [
            str(message.get("text") or message.get("caption") or "")
            for message in self.playground.messages(chat)
            if message["from"]["is_bot"]
        ]

    def toasts(self, user: int) -> list[str]:
        return [answer.text or "" for answer in self.playground.answers(user)]

    async def pass_time(self, **span: float) -> None:
        """Jumps: what has become due meanwhile is found afterwards, as after an outage."""
        moved = self.clock.advance(timedelta(**span))
        assert isinstance(self.app.clock, ShiftedClock)
        self.app.clock.move_to(moved)
        await self.app.ticks.act_on_what_is_due()
        self.app.courier.wake()
        await self.settle()

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        async with self.app.database.reading() as connection:
            return [tuple(row) for row in await connection.execute(text(query))]

    async def post(self, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        headers = {"Authorization": "Bearer key"}
        url = f"http://127.0.0.1:{self.app.settings.port}{path}"
        async with (
            aiohttp.ClientSession() as http,
            http.post(url, json=body, headers=headers) as response,
        ):
            return response.status, await response.json()


@asynccontextmanager
async def open_house(
    database_url: str,
    tagger: Tagger,
    port: int,
    rules: Rules | None = None,
    config: str = "hotel",
    findings_from: int = 4,
    **details: Any,
) -> AsyncIterator[House]:
    """`details` are further settings; without `rules` or a file those of a hotel, made steady."""
    clock = PlaygroundClock()
    clock.advance_to(MORNING)
    playground = Playground(clock=clock)
    seat(playground)
    async with serve(create_app(playground)) as served:
        await _furnish(database_url, clock.now())
        settings = Settings(
            token=DEMO_TOKEN,
            api_base=served.url,
            database_url=database_url,
            config=config,
            secret="a secret of the tests",
            intake_key="key",
            listen=f"127.0.0.1:{port}",
            pacing=False,
            **details,
        )
        own_clock = ShiftedClock()
        own_clock.move_to(clock.now())
        rules = rules or load_rules(config)
        rules = steady(rules, findings_from) if config == "hotel" else rules
        async with open_app(settings, own_clock, rules=rules, tagger=tagger) as app:
            running = asyncio.ensure_future(app.run())
            house = House(app, playground, clock)
            for person in DEMO_CAST.everybody():
                await playground.start(person.id)
            await playground.add_bot_to_group(OWNER, GROUP)
            await house.settle()
            try:
                yield house
            finally:
                running.cancel()
                with suppress(asyncio.CancelledError):
                    await running
    _forget_routes()


def _forget_routes() -> None:
    """FastAPI knows thousands of functions by heart, and with them each house that was open."""
    for one in vars(models).values():
        if hasattr(one, "cache_clear"):
            one.cache_clear()


def steady(rules: Rules, findings_from: int = 4) -> Rules:
    """The same promises and ladder from mild to serious: no journey hangs on a shade of words."""
    body = json.loads(rules.as_json())
    promises, changes = body["complaints"]["promises"], body["complaints"]["ladder_changes"]
    for urgency in ("mild", "serious"):
        promises[urgency], changes[urgency] = promises["clear"], changes["clear"]
    # What has to be found out first is a matter of its own journeys (test_closing).
    body["complaints"]["findings_from_severity"] = findings_from
    return Rules.from_json(json.dumps(body))


async def _furnish(database_url: str, now: datetime) -> None:
    assert urlsplit(database_url).scheme
    database = open_database(database_url)
    try:
        await schema.upgrade(database)
        await furnish(database, now)
    finally:
        await database.close()
