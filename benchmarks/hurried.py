"""An event loop whose time leaps over every wait, and a Telegram that counts what it is sent."""

import asyncio
import selectors
from collections import Counter, deque
from collections.abc import AsyncGenerator, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import SendMessage
from aiogram.types import Chat, Message

from bot.clock import Clock

# So long, in seconds of the machine, somebody in a thread may still have something to say.
GRACE = 0.0005
WHOLE, CHAT = (30, 1.0), (1, 1.0)


class _Hurried(selectors.DefaultSelector):
    """Nothing is waited for but the machine's own work."""

    loop: "HurriedLoop"

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        ready = super().select(0.05 if self.loop.working else GRACE)
        if not ready and not self.loop.working and timeout is not None:
            self.loop.ahead += timeout
        return ready


class HurriedLoop(asyncio.SelectorEventLoop):
    """`ahead` is its time in seconds; it passes only when nothing is left to do."""

    def __init__(self) -> None:
        self.ahead, self.working = 0.0, 0
        selector = _Hurried()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        return self.ahead

    def run_in_executor(  # type: ignore[override] # typeshed's is generic, which adds nothing here
        self, executor: Any, func: Callable[..., Any], *args: Any
    ) -> Any:
        self.working += 1
        work = super().run_in_executor(executor, func, *args)
        work.add_done_callback(self._done)
        return work

    def _done(self, _work: object) -> None:
        self.working -= 1


class LoopClock(Clock):
    def __init__(self, loop: HurriedLoop, start: datetime) -> None:
        self._loop, self._start = loop, start

    def now(self) -> datetime:
        return self._start.astimezone(UTC) + timedelta(seconds=self._loop.ahead)

    def monotonic(self) -> float:
        return self._loop.ahead


class StrictTelegram(BaseSession):
    """Refuses with 429 whatever is above its limits: 30 a second in all, 1 a second to a chat.

    `latency` is how long a call takes, in seconds of the loop.
    """

    def __init__(self, clock: Clock, latency: float = 0.08) -> None:
        super().__init__()
        self._clock, self._latency = clock, latency
        self._calls: deque[float] = deque()
        self._chats: dict[Any, float] = {}
        self.sent: Counter[Any] = Counter()
        self.times: list[float] = []
        self.refused = 0

    async def make_request(self, bot: Bot, method: Any, timeout: int | None = None) -> Any:
        assert isinstance(method, SendMessage)
        now = self._clock.monotonic()
        while self._calls and self._calls[0] + WHOLE[1] <= now:
            self._calls.popleft()
        if len(self._calls) >= WHOLE[0] or now - self._chats.get(method.chat_id, -9.0) < CHAT[1]:
            self.refused += 1
            raise TelegramRetryAfter(method=method, message="Too Many Requests", retry_after=1)
        self._calls.append(now)
        self._chats[method.chat_id] = now
        await asyncio.sleep(self._latency)
        self.sent[method.chat_id] += 1
        self.times.append(self._clock.monotonic())
        chat = Chat(id=int(method.chat_id), type="private")
        return Message(message_id=len(self.times), date=self._clock.now(), chat=chat)

    async def close(self) -> None:
        pass

    def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        raise NotImplementedError


Found = TypeVar("Found")


def run_hurried(main: Callable[[HurriedLoop], Coroutine[Any, Any, Found]]) -> Found:
    loop = HurriedLoop()
    try:
        return loop.run_until_complete(main(loop))
    finally:
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
