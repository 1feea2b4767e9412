"""Delivery by webhook: a chat's updates one by one; a failing one holds its chat back."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import Any

import aiohttp

from playground.errors import Refused
from playground.methods import Call, carry_out
from playground.model import BotAccount
from playground.params import Params
from playground.state import Playground
from playground.updates import Pending

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  (a name, no secret)
_ANSWER_SECONDS = 60
_LONGEST_PAUSE = 30.0


class Deliveries:
    """One lane a chat; lanes run side by side, as many as the bot allows."""

    def __init__(self, ground: Playground, *, first_pause: float = 0.5) -> None:
        self._ground = ground
        self._first_pause = first_pause
        self._lanes: dict[tuple[int, int], deque[Pending]] = {}
        self._taken: dict[int, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots: dict[int, asyncio.Semaphore] = {}
        self._session: aiohttp.ClientSession | None = None

    def start(self) -> None:
        self._ground.on_update = self.look
        for bot_id in self._ground.hooks:
            self.look(bot_id)

    async def stop(self) -> None:
        self._ground.on_update = lambda bot_id: None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    def look(self, bot_id: int) -> None:
        """Hands what is new to its lanes; an id that was handed out already is not again."""
        hook = self._ground.hooks.get(bot_id)
        if hook is None:
            self._taken.pop(bot_id, None)
            return
        taken = self._taken.get(bot_id, -1)
        for update in self._newer(bot_id, taken):
            self._taken[bot_id] = update.id
            self._put(bot_id, update)

    def _newer(self, bot_id: int, taken: int) -> list[Pending]:
        newer: list[Pending] = []
        for update in reversed(self._ground.queue(bot_id).pending):
            if update.id <= taken:
                break
            newer.append(update)
        return newer[::-1]

    def _put(self, bot_id: int, update: Pending) -> None:
        key = (bot_id, update.lane)
        waiting = self._lanes.get(key)
        if waiting is not None:
            waiting.append(update)
            return
        self._lanes[key] = deque([update])
        task = asyncio.get_running_loop().create_task(self._run_lane(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run_lane(self, key: tuple[int, int]) -> None:
        bot_id, _ = key
        lane = self._lanes[key]
        try:
            while lane and bot_id in self._ground.hooks:
                await self._deliver(bot_id, lane[0])
                lane.popleft()
        finally:
            del self._lanes[key]

    async def _deliver(self, bot_id: int, update: Pending) -> None:
        pause = self._first_pause
        while True:
            hook = self._ground.hooks.get(bot_id)
            if hook is None:
                return
            if update.expired(self._ground.clock.now().timestamp()):
                break
            if await self._posted(bot_id, hook, update):
                break
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        self._ground.delivered(bot_id, update)

    async def _posted(self, bot_id: int, hook: dict[str, Any], update: Pending) -> bool:
        slots = self._slots.setdefault(bot_id, asyncio.Semaphore(hook["max_connections"]))
        headers = {"Content-Type": "application/json"}
        if hook["secret"]:
            headers[SECRET_HEADER] = hook["secret"]
        try:
            async with slots, self._open().post(
                hook["url"], data=update.raw.encode("utf-8", "surrogatepass"), headers=headers
            ) as answer:  # fmt: skip
                if 200 <= answer.status < 300:
                    await self._answered(bot_id, await answer.read())
                    return True
                why = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            why = f"Connection failed: {type(error).__name__}"
        hook["last_error"] = why
        hook["last_error_date"] = self._ground.clock.timestamp()
        return False

    async def _answered(self, bot_id: int, body: bytes) -> None:
        """A bot may carry out one method by its answer; what comes of it nobody tells it."""
        try:
            wanted = json.loads(body) if body.strip() else None
        except ValueError:
            return
        if not isinstance(wanted, dict) or "method" not in wanted:
            return
        bot = self._ground.bots[bot_id]
        try:
            await carry_out(str(wanted["method"]), self._call(bot, wanted))
        except Refused:
            return

    def _call(self, bot: BotAccount, values: dict[str, Any]) -> Call:
        return Call(ground=self._ground, bot=bot, params=Params(values))

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=_ANSWER_SECONDS)
            self._session = aiohttp.ClientSession(timeout=timeout)
        return self._session
