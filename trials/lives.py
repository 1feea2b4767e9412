"""Lives of the bot: started within milliseconds, ended by any signal."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

STARTED = "回音已启动"


class Zygote:
    """The process that forks; one request at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._turn = asyncio.Lock()

    async def ask(self, order: dict[str, Any]) -> str:
        async with self._turn:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            await self._process.stdin.drain()
            return (await self._process.stdout.readline()).decode().strip()

    async def start(self, order: dict[str, Any]) -> "Life":
        return Life(self, int(await self.ask({"start": order})), Path(order["log"]))


class Life:
    """One process; `said` is what it has printed and logged."""

    def __init__(self, zygote: Zygote, number: int, log: Path) -> None:
        self._zygote = zygote
        self.number = number
        self._log = log
        self.status: int | None = None

    @property
    def said(self) -> str:
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    @property
    def is_up(self) -> bool:
        return STARTED in self.said

    async def is_over(self) -> bool:
        """Whether it has died by itself."""
        if self.status is None:
            told = await self._zygote.ask({"poll": self.number})
            self.status = None if told == "alive" else int(told)
        return self.status is not None

    def send(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.number, number)

    async def end(self, number: signal.Signals = signal.SIGKILL) -> int:
        """Its exit status, a signal's number below zero."""
        if not await self.is_over():
            self.send(number)
            self.status = int(await self._zygote.ask({"wait": self.number}))
        assert self.status is not None
        return self.status


@asynccontextmanager
async def zygote() -> AsyncIterator[Zygote]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "trials.zygote", env=own,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdin is not None
    if (await process.stdout.readline()).strip() != b"ready":
        raise RuntimeError("the process that forks did not start")
    try:
        yield Zygote(process)
    finally:
        process.stdin.close()
        await process.wait()
