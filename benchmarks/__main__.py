"""Complaints a second through the whole bot, beside simpler bots; `make bench`."""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks.house import prepare
from playground.cast import DEMO_TOKEN, STAFF_CHAT, seat
from playground.server import create_app, serve
from playground.state import Playground

TEXT = "等了两个小时没人理我，房间还有烟味，前台态度也很差"
FIRST_USER = 500_000
WARM_UP = 40
PATIENCE = 120.0


@dataclass(frozen=True, kw_only=True)
class Result:
    """Messages in a second; seconds from the start to the first answer; MB; milliseconds."""

    name: str
    rate: float
    first: float
    memory: float
    answer: float


@dataclass(frozen=True, kw_only=True)
class Contender:
    name: str
    command: tuple[str, ...]
    answers: int
    environment: dict[str, str]


async def measure(contender: Contender, count: int) -> Result:
    """One run: start, first answer, calm answers one by one, then `count` customers at once."""
    playground = Playground()
    seat(playground)
    for number in range(WARM_UP + count + 1):
        playground.add_person(f"客人{number}", id=FIRST_USER + number)
    async with serve(create_app(playground)) as served:
        started = time.perf_counter()
        async with running(contender, served.url) as process:
            await playground.add_bot_to_group(1031, STAFF_CHAT, admin=True)
            await _say(playground, FIRST_USER)
            await _answered(playground, FIRST_USER)
            first = time.perf_counter() - started
            memory = _resident(process.pid)
            waits = [await _one(playground, FIRST_USER + 1 + n) for n in range(WARM_UP)]
            await asyncio.sleep(0.5)
            before = _said(playground)
            begun = time.perf_counter()
            for number in range(count):
                await _say(playground, FIRST_USER + 1 + WARM_UP + number)
            wanted = before + count * contender.answers
            await _until_said(playground, wanted)
            spent = time.perf_counter() - begun
    return Result(
        name=contender.name,
        rate=count / spent,
        first=first,
        memory=memory,
        answer=median(waits) * 1000,
    )


async def _say(playground: Playground, user: int) -> None:
    await playground.send_text(user, user, TEXT)


async def _one(playground: Playground, user: int) -> float:
    begun = time.perf_counter()
    await _say(playground, user)
    await _answered(playground, user)
    return time.perf_counter() - begun


async def _answered(playground: Playground, user: int) -> None:
    await playground.wait_for(lambda: len(playground.messages(user)) > 1, seconds=PATIENCE)


async def _until_said(playground: Playground, wanted: int) -> None:
    """Looks seldom, so that counting costs nobody anything."""
    async with asyncio.timeout(PATIENCE):
        while _said(playground) < wanted:
            await asyncio.sleep(0.02)


def _said(playground: Playground) -> int:
    return sum(call.method.lower() == "sendmessage" for call in playground.calls)


def _resident(pid: int) -> float:
    """Megabytes of the process, as the kernel tells."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


@asynccontextmanager
async def running(contender: Contender, url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    command = [part.replace("{url}", url) for part in contender.command]
    environment = {k: v.replace("{url}", url) for k, v in contender.environment.items()}
    process = await asyncio.create_subprocess_exec(
        *command,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def _beside(kind: str, name: str, answers: int) -> Contender:
    command = (
        sys.executable, "-m", "benchmarks.bots", kind, DEMO_TOKEN, "{url}", str(STAFF_CHAT),
    )  # fmt: skip
    return Contender(name=name, command=command, answers=answers, environment={})


def _huiyin(name: str, database: str) -> Contender:
    return Contender(
        name=name,
        command=(sys.executable, "-m", "bot", "run"),
        answers=2,
        environment={
            "HUIYIN_TOKEN": DEMO_TOKEN,
            "HUIYIN_API_BASE": "{url}",
            "HUIYIN_DATABASE_URL": database,
            "HUIYIN_SECRET": "benchmark",
            "HUIYIN_PACING": "off",
            "HUIYIN_LISTEN": "127.0.0.1:0",
        },
    )


async def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks")
    options.add_argument("--count", type=int, default=600, help="complaints a run")
    options.add_argument("--rounds", type=int, default=3, help="runs of each; the median is told")
    options.add_argument("--postgres", default=os.environ.get("TEST_DATABASE_URL"))
    given = options.parse_args()
    console = Console()
    results: dict[str, list[Result]] = {}
    for number in range(given.rounds):
        with tempfile.TemporaryDirectory() as folder:
            async for contender in _contenders(Path(folder), given.postgres, number):
                with console.status(f"{number + 1}/{given.rounds} {contender.name}"):
                    found = await measure(contender, given.count)
                results.setdefault(contender.name, []).append(found)
    console.print(_table(results))


async def _contenders(folder: Path, postgres: str | None, number: int) -> AsyncIterator[Contender]:
    yield _beside("fair-aiogram", "aiogram, same work, no database", 2)
    sqlite = f"sqlite:///{folder / 'huiyin.sqlite3'}"
    await prepare(sqlite)
    yield _huiyin("Huiyin on SQLite", sqlite)
    if postgres:
        await prepare(postgres, empty=True)
        yield _huiyin("Huiyin on PostgreSQL", postgres)
    yield _beside("echo-aiogram", "aiogram echo", 1)
    yield _beside("echo-ptb", "python-telegram-bot echo", 1)


def _table(results: dict[str, list[Result]]) -> Table:
    table = Table(title="Medians; the ratio is to the aiogram bot that does the same work")
    for heading in ("bot", "updates/s", "ratio", "first answer s", "at rest MB", "answer ms"):
        table.add_column(heading, justify="left" if heading == "bot" else "right")
    fair = [result.rate for result in next(iter(results.values()))]
    for name, found in results.items():
        ratio = median(r.rate / f for r, f in zip(found, fair, strict=False))
        table.add_row(
            name,
            f"{median(r.rate for r in found):.0f}",
            f"{ratio:.2f}",
            f"{median(r.first for r in found):.1f}",
            f"{median(r.memory for r in found):.0f}",
            f"{median(r.answer for r in found):.1f}",
        )
    return table


if __name__ == "__main__":
    asyncio.run(main())
