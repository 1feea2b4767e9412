"""`huiyin run` as a process of its own, as an operator starts it."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playground.cast import DEMO_TOKEN

READY = "回音已启动"


class Program:
    """What it has said so far stands in `said`; it is killed when the block ends."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.said = ""
        self._reading = asyncio.ensure_future(self._read())

    async def _read(self) -> None:
        assert self.process.stdout is not None
        while line := await self.process.stdout.readline():
            self.said += line.decode()

    async def until_it_says(self, words: str, seconds: float = 30) -> None:
        async with asyncio.timeout(seconds):
            while words not in self.said:
                assert self.process.returncode is None or not self._reading.done(), self.said
                await asyncio.sleep(0.02)

    async def ends(self, seconds: float = 20) -> int:
        async with asyncio.timeout(seconds):
            status = await self.process.wait()
            await self._reading
        return status

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    async def kill(self) -> None:
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        await self._reading


def environment(url: str, database_url: str, **settings: str) -> dict[str, str]:
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
    """`url` is Telegram's; a setting is written in lower case and without HUIYIN_."""
    own = {k: v for k, v in os.environ.items() if not k.startswith("HUIYIN_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *(command or ("run",)),
        env=own | environment(url, database_url, **settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    started = Program(process)
    try:
        yield started
    finally:
        await started.kill()
