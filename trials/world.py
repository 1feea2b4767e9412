"""A house for trials: people who act, Telegram that keeps the truth, a bot that lives and dies."""

import asyncio
import random
import socket
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
from sqlalchemy import and_, func, or_, select, text
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.clock import Clock
from bot.demo_house import furnish
from playground.cast import DEMO_CAST, DEMO_TOKEN, seat
from playground.clock import PlaygroundClock
from playground.model import CallRecord
from playground.server import create_app, serve
from playground.state import Playground
from storage import schema, tables
from storage.engine import Database, open_database
from trials.history import Finding, Told, judge, read_kept
from trials.lives import Life, Zygote
from trials.time import write_ahead

GROUP, OWNER = DEMO_CAST.group_id, DEMO_CAST.owner.id
STAFF = tuple(person.id for person in DEMO_CAST.staff)
FIRST = 70_000
UP_WITHIN, QUIET_WITHIN = 30.0, 60.0
POSTED_AGAIN = 4


class Watched(Playground):
    """A playground that remembers every update it ever gave out and every call."""

    def __init__(self, clock: PlaygroundClock) -> None:
        super().__init__(clock=clock)
        self.calls: deque[CallRecord] = deque()
        self.told = Told(calls=self.calls)

    def enqueue_raw(self, bot_id: int, kind: str, lane: int, update_id: int, raw: str) -> None:
        self.told.updates[update_id] = kind
        super().enqueue_raw(bot_id, kind, lane, update_id, raw)


class World:
    """`folder` takes logs; `address` is the database; `chance` decides what people do."""

    def __init__(
        self, zygote: Zygote, playground: Watched, url: str, address: str, folder: Path, seed: int
    ) -> None:
        self.zygote, self.playground = zygote, playground
        self.address, self.folder = address, folder
        self.chance = random.Random(seed)
        self._url = url
        # A file of its own, so that owners can change a line of it.
        self._rules = folder / "huiyin.yaml"
        self._rules.write_text("extends: hotel\n", encoding="utf-8")
        self._port = free_port()
        self._people = FIRST
        self.is_hooked = False
        self._lives = 0
        self.told = playground.told
        # Whose complaint a story left open for its next round; 0 for nobody's.
        self.waiting_guest = 0

    async def start(self, *, wait: bool = True, **order: Any) -> Life:
        self._lives += 1
        settings = {
            "token": DEMO_TOKEN,
            "api_base": self._url,
            "database_url": self.address.replace("+aiosqlite", "").replace("+asyncpg", ""),
            "config": str(self._rules),
            "listen": f"127.0.0.1:{self._port}",
            "pacing": "off",
            "secret": "a secret of the trials",
            "intake_key": "key",
            **({"hook_crm": f"{self._url}/heard#a secret of the trials"} if self.is_hooked else {}),
            **order.pop("settings", {}),
        }
        life = await self.zygote.start(
            {
                "settings": {f"HUIYIN_{name.upper()}": value for name, value in settings.items()},
                "now": self.playground.clock.now().isoformat(),
                "log": str(self.folder / f"life-{self._lives}.log"),
                **order,
            }
        )
        async with asyncio.timeout(UP_WITHIN):
            while wait and not life.is_up and not await life.is_over():
                await asyncio.sleep(0.01)
        return life

    def show_time(self) -> Path:
        """The file in which a life reads the time of this world, as it moves."""
        file, clock = self.folder / "time", self.playground.clock

        def write() -> None:
            write_ahead(file, clock.now())

        write()
        clock.on_move(write)
        return file

    async def time_passes(self, **span: float) -> None:
        """While nobody lives: leases of the dead run out on the database's own clock."""
        self.playground.clock.advance(timedelta(**span))
        if "postgres" in self.address:
            database = open_database(self.address)
            async with database.writing() as connection:
                for table in ("leases", "lanes"):
                    await connection.execute(text(f"UPDATE {table} SET until = NULL"))  # noqa: S608
            await database.close()

    # What people do.

    async def complains(self) -> int:
        """Somebody new, in words that nobody used before."""
        self._people += 1
        user = self._people
        self.playground.add_person("客人", id=user)
        words = _words_of(user)
        await self.playground.send_text(user, user, words)
        self.told.complaints.append(words)
        return user

    async def newest_binding(self) -> int:
        """The number of the group that was bound last and still is."""
        database = open_database(self.address)
        try:
            async with database.reading() as connection:
                bound = select(func.max(tables.bindings.c.id)).where(
                    tables.bindings.c.unbound_at.is_(None)
                )
                return int(await connection.scalar(bound) or 0)
        finally:
            await database.close()

    def forget(self, user: int) -> None:
        """They have just pressed for it: once this is heard, their words must be nowhere."""
        self.told.complaints.remove(_words_of(user))
        self.told.forgotten[_words_of(user)] = max(self.told.updates)

    async def presses_anything(self) -> None:
        """Somebody whom it may concern presses a button that stands in a chat."""
        rooms = [GROUP, *range(max(FIRST + 1, self._people - 8), self._people + 1)]
        room = self.chance.choice(rooms)
        boxed = [m for m in self.playground.messages(room)[-12:] if "reply_markup" in m]
        buttons = [
            (message["message_id"], (nth, across))
            for message in boxed
            for nth, row in enumerate(message["reply_markup"].get("inline_keyboard", []))
            for across, button in enumerate(row)
            if "callback_data" in button
        ]
        if buttons:
            message_id, place = self.chance.choice(buttons)
            who = self.chance.choice(STAFF) if room == GROUP else room
            await self.playground.press(who, room, message_id, place)

    async def presses(self, who: int, room: int, label: str, containing: str = "") -> bool:
        for message in reversed(self.playground.messages(room)):
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            if containing in str(message.get("text", "")) and any(
                button["text"] == label for row in rows for button in row
            ):
                await self.playground.press(who, room, message["message_id"], label)
                return True
        return False

    async def tells_of_a_service(self) -> int:
        """A shop's system and a new customer, whose number it is; 0 when nobody has heard it."""
        self._people += 1
        user = self._people
        self.playground.add_person("住客", id=user)
        now = self.playground.clock.now()
        body = {
            "id": f"stay-{user}",
            "status": "finished",
            "starts_at": (now - timedelta(hours=20)).isoformat(),
            "finished_at": now.isoformat(),
            "customer": {"id": f"guest-{user}"},
            "place": "westlake",
        }
        link = await self._posted(body)
        if link is None:
            return 0
        self.told.services.append(str(body["id"]))
        await self.playground.start(user, parse_qs(urlsplit(link).query)["start"][0])
        return user

    async def _posted(self, body: dict[str, Any]) -> str | None:
        """Once more where nobody listens yet, as a system does that means to be heard."""
        for _ in range(POSTED_AGAIN):
            with suppress(aiohttp.ClientConnectorError):
                return await self._answer_to(body)
            await asyncio.sleep(0.1)
        return None

    async def _answer_to(self, body: dict[str, Any]) -> str | None:
        url, headers = f"http://127.0.0.1:{self._port}/services", {"Authorization": "Bearer key"}
        try:
            async with (
                aiohttp.ClientSession() as http,
                http.post(url, json=body, headers=headers) as response,
            ):
                answer = await response.json() if response.status == 200 else {}
        except aiohttp.ClientConnectorError:
            raise
        except aiohttp.ClientError:
            return None
        return str(answer["link"]) if answer.get("link") else None

    # How it ends.

    async def quiet(self, life: Life | None = None, *, within: float = QUIET_WITHIN) -> None:
        """Until Telegram, inbox and outbox have nothing left to do, or this life is over.

        Raises TimeoutError when they do not come to rest.
        """
        queue = self.playground.queue(self.playground.main_bot().id)
        database = open_database(self.address)
        try:
            async with asyncio.timeout(within):
                calm = 0
                while calm < 3 and not (life and await life.is_over()):
                    is_calm = not queue.pending and not await self._waiting(database)
                    calm = calm + 1 if is_calm else 0
                    await asyncio.sleep(0.05)
        finally:
            await database.close()

    async def _waiting(self, database: Database) -> int:
        """What is due now or within moments: updates, messages, cases."""
        now = self.playground.clock.now() + timedelta(seconds=5)
        outbox, cases = tables.outbox.c, tables.cases.c
        ready = or_(outbox.not_before.is_(None), outbox.not_before <= now)
        jobs, hooks = tables.jobs.c, tables.hook_calls.c
        undone = (
            tables.inbox.c.state == "new",
            or_(outbox.state == "sending", and_(outbox.state == "queued", ready)),
            and_(cases.state != "closed", cases.next_due_at <= now),
            and_(jobs.finished_at.is_(None), jobs.kind == "export"),
            and_(hooks.finished_at.is_(None), hooks.next_at.is_not(None)),
        )
        async with database.reading() as connection:
            counted = [await connection.scalar(select(func.count()).where(one)) for one in undone]
        return sum(int(count or 0) for count in counted)

    async def judged(self) -> list[Finding]:
        database = open_database(self.address)
        try:
            kept = await read_kept(database)
        finally:
            await database.close()
        queue = self.playground.queue(self.playground.main_bot().id)
        self.told.expired = {update.id for update in queue.expired}
        return judge(self.told, kept, self.playground.clock.now())


@asynccontextmanager
async def world(zygote: Zygote, address: str, folder: Path, seed: int = 1) -> AsyncIterator[World]:
    """`address` is a database with its tables; people and places move in when nobody is there."""
    clock = PlaygroundClock()
    playground = Watched(clock)
    seat(playground)
    database = open_database(address)
    await schema.upgrade(database)
    await furnish(database, Clock().now())
    await database.close()
    app = create_app(playground)

    async def hear(request: Request) -> Response:
        playground.told.heard.append(request.headers["Huiyin-Event"])
        return Response()

    app.router.routes.insert(0, Route("/heard", hear, methods=["POST"]))
    async with serve(app) as served:
        opened = World(zygote, playground, served.url, address, folder, seed)
        await playground.add_bot_to_group(OWNER, GROUP)
        yield opened


def _words_of(user: int) -> str:
    return f"等了{user}分钟没人理我，房间还有烟味"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
