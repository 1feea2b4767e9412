"""`huiyin run` as a process of its own, as an operator starts it."""

import asyncio
import importlib
import multiprocessing
import os
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any

from playground.cast import DEMO_TOKEN

READY = "回音已启动"

# A process that has imported the program already and forks one per start: it saves seconds each.
# How it starts from nothing is walked by the guide's journeys, the demo's and the wheel's.
_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload([__name__, "tests.journeys.warm"])


class Program:
    """What it has said so far stands in `said`; it is killed when the block ends."""

    def __init__(
        self, pid: int, says: asyncio.StreamReader, ends: Coroutine[Any, Any, int]
    ) -> None:
        """`ends` waits for it and gives its exit status."""
        self.pid = pid
        self.said = ""
        self._reading = asyncio.ensure_future(self._read(says))
        self._ended = asyncio.ensure_future(ends)

    async def _read(self, says: asyncio.StreamReader) -> None:
        while line := await says.readline():
            self.said += line.decode()

    async def until_it_says(self, words: str, seconds: float = 30) -> None:
        async with asyncio.timeout(seconds):
            while words not in self.said:
                assert not (self._ended.done() and self._reading.done()), self.said
                await asyncio.sleep(0.02)

    async def ends(self, seconds: float = 20) -> int:
        async with asyncio.timeout(seconds):
            status = await asyncio.shield(self._ended)
            await self._reading
        return status

    def send(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    async def kill(self) -> None:
        if not self._ended.done():
            self.send(signal.SIGKILL)
        await self._ended
        await self._reading


def environment(url: str, database_url: str, **settings: str) -> dict[str, str]:
    """`url` is Telegram's; a setting is written in lower case and without HUIYIN_."""
    given = {
        "token": DEMO_TOKEN,
        "api_base": url,
        "database_url": database_url.replace("+aiosqlite", "").replace("+asyncpg", ""),
        "config": "hotel",
        "listen": "127.0.0.1:0",
        "pacing": "off",
        "secret": "a secret of the tests",
        **settings,
    }
    return {f"HUIYIN_{name.upper()}": value for name, value in given.items()}


@asynccontextmanager
async def program(
    url: str, database_url: str, *command: str, **settings: str
) -> AsyncIterator[Program]:
    own = {k: v for k, v in os.environ.items() if not k.startswith("HUIYIN_")}
    whole = own | environment(url, database_url, **settings)
    said, saying = _FORKING.Pipe(duplex=False)
    process = _FORKING.Process(target=_run, args=(saying, whole, command or ("run",)), daemon=True)
    await asyncio.to_thread(process.start)
    saying.close()
    assert process.pid is not None
    async with _read_from(said) as says:
        started = Program(process.pid, says, _end_of(process))
        try:
            yield started
        finally:
            await started.kill()


async def _end_of(process: ForkServerProcess) -> int:
    await asyncio.to_thread(process.join)
    assert process.exitcode is not None
    return process.exitcode


@asynccontextmanager
async def _read_from(said: Connection) -> AsyncIterator[asyncio.StreamReader]:
    reader = asyncio.StreamReader()
    pipe = os.fdopen(os.dup(said.fileno()), "rb")
    said.close()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    try:
        yield reader
    finally:
        transport.close()


def _run(saying: Connection, whole: dict[str, str], command: tuple[str, ...]) -> None:
    """In the fork: as if it had been started with this environment and these words."""
    for stream in (1, 2):
        os.dup2(saying.fileno(), stream)
    saying.close()
    os.environ.clear()
    os.environ.update(whole)
    sys.argv = ["huiyin", *command]
    importlib.import_module("tests.journeys.warm").run()
