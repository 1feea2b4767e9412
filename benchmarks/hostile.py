"""One person floods the bot; everybody else waits no longer: `python -m benchmarks.hostile`.

Three turns follow one another in one run, so that a busy machine falls on all of them: nobody
floods; the same flood reaches a bot next door that fetches it and does nothing; it reaches ours.
Here whoever floods shares the machine with everybody else, in life they don't: what making and
carrying the flood costs stands in the second, and what our bot makes of it is the third beside it.
"""

import argparse
import asyncio
import itertools
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from rich.console import Console
from rich.table import Table
from sqlalchemy import update

from benchmarks.__main__ import FIRST_USER, _beside, _huiyin, running
from benchmarks.house import prepare
from playground.cast import STAFF_CHAT, seat
from playground.server import create_app, serve
from playground.state import Playground
from storage.engine import open_database
from storage.tables import inbox

HOSTILE = 499_999
TEXT = "等了两个小时没人理我，房间还有烟味，前台态度也很差"
# In the minute of the worst that one person does.
MESSAGES, PHOTOS, PRESSES = 1000, 100, 10_000
# It is cut into rounds: so many seconds for each of the three turns.
SPAN, ROUNDS = 20.0, 3
BEAT = 0.05
PATIENCE = 60.0


@dataclass(frozen=True, kw_only=True)
class Waits:
    """The slowest twentieth of each turn, in milliseconds."""

    calm: float
    next_door: float
    flooded: float


async def measure(rounds: int) -> Waits:
    playground, neighbour = _town(), _town()
    numbers = itertools.count(FIRST_USER)
    calm, next_door, flooded = list[float](), list[float](), list[float]()
    with tempfile.TemporaryDirectory(prefix="huiyin-bench-") as folder:
        address = f"sqlite:///{Path(folder) / 'huiyin.sqlite3'}"
        await prepare(address)
        async with _both(playground, neighbour, address):
            await playground.add_bot_to_group(1031, STAFF_CHAT, admin=True)
            await _one(playground, next(numbers))
            for town in (playground, neighbour):
                await town.send_text(HOSTILE, HOSTILE, TEXT)
                await _settled(town)
            for _ in range(rounds):
                calm += await _others(playground, numbers)
                for town, slow in ((neighbour, next_door), (playground, flooded)):
                    flood = asyncio.create_task(_flood(town))
                    slow.extend(await _others(playground, numbers))
                    await flood
                    await _put_away(address)
                    await _settled(town)
    slowest = (quantiles(waits, n=20)[-1] for waits in (calm, next_door, flooded))
    return Waits(**dict(zip(("calm", "next_door", "flooded"), slowest, strict=True)))


def _town() -> Playground:
    playground = Playground()
    seat(playground)
    playground.add_person("捣乱的人", id=HOSTILE)
    return playground


@asynccontextmanager
async def _both(playground: Playground, neighbour: Playground, address: str) -> AsyncIterator[None]:
    """Our bot in one town, one that does nothing in the other."""
    contender = _huiyin("Huiyin", address)
    contender.environment["HUIYIN_PACING"] = "on"
    async with AsyncExitStack() as stack:
        for town, one in ((playground, contender), (neighbour, _beside("deaf", "nothing", 0))):
            served = await stack.enter_async_context(serve(create_app(town)))
            await stack.enter_async_context(running(one, served.url))
        yield


async def _one(playground: Playground, user: int) -> float:
    """Milliseconds from a stranger's first words to the answer."""
    playground.add_person("客人", id=user)
    began = time.perf_counter()
    await playground.send_text(user, user, TEXT)
    await playground.wait_for(
        lambda: any("已收到" in said for said in playground.texts(user)), seconds=PATIENCE
    )
    return (time.perf_counter() - began) * 1000


async def _others(playground: Playground, numbers: Iterator[int]) -> list[float]:
    """Somebody new every few moments, one after the other."""
    ends, waits = time.perf_counter() + SPAN, list[float]()
    while time.perf_counter() < ends:
        waits.append(await _one(playground, next(numbers)))
        await asyncio.sleep(0.1)
    return waits


async def _flood(playground: Playground) -> None:
    """A sixth of a second is one message; presses fall in between, on whatever has a button."""
    ours = [m for m in playground.messages(HOSTILE) if "reply_markup" in m]
    began, sent = time.perf_counter(), Counter[str]()
    while (passed := time.perf_counter() - began) < SPAN:
        share = passed / 60
        while sent["message"] < MESSAGES * share:
            sent["message"] += 1
            await playground.send_text(HOSTILE, HOSTILE, f"{TEXT}{sent['message']}")
        while sent["photo"] < PHOTOS * share:
            sent["photo"] += 1
            await playground.send_file(HOSTILE, HOSTILE, "photo", b"smoke", caption=TEXT)
        while ours and sent["press"] < PRESSES * share:
            sent["press"] += 1
            await playground.press(HOSTILE, HOSTILE, ours[-1]["message_id"], (0, 0))
        await asyncio.sleep(BEAT)


async def _put_away(address: str) -> None:
    """What is left of the flood, so that calm is calm: the bot would take its time over it."""
    database = open_database(address)
    try:
        async with database.writing() as connection:
            left = inbox.c.state == "new", inbox.c.lane == f"c{HOSTILE}"
            await connection.execute(update(inbox).where(*left).values(state="done", raw=None))
    finally:
        await database.close()


async def _settled(playground: Playground) -> None:
    """Until everything was fetched, and nothing has been said for a second."""
    queue, said = playground.queue(playground.main_bot().id), -1
    async with asyncio.timeout(PATIENCE * 5):
        while queue.pending or said != len(playground.said()):
            said = len(playground.said())
            await asyncio.sleep(1)


def _of(one: float, other: float) -> str:
    return f"{one / other:.2f}"


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m benchmarks.hostile")
    options.add_argument("--rounds", type=int, default=ROUNDS)
    waits = asyncio.run(measure(options.parse_args().rounds))
    table = Table(title="The slowest twentieth of everybody else's answers")
    table.add_column("turn")
    for heading in ("ms", "of calm", "of next door"):
        table.add_column(heading, justify="right")
    table.add_row("calm", f"{waits.calm:.0f}", "1.00", "")
    table.add_row(
        "flood next door", f"{waits.next_door:.0f}", _of(waits.next_door, waits.calm), "1.00"
    )
    of = _of(waits.flooded, waits.calm), _of(waits.flooded, waits.next_door)
    table.add_row("flood", f"{waits.flooded:.0f}", *of)
    Console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
