"""A day in simulated time while one call in twenty goes wrong: nothing piles up.

`make soak` prints memory and what waits, hour by hour; exit status 1 when something is left over,
lost or doubled, or when memory grows.
"""

import argparse
import asyncio
import os
import random
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select

from playground.weather import Weather
from storage.engine import open_database
from storage.tables import cases, inbox, outbox
from trials import databases
from trials.chaos import DEEDS, POLLS_STRUCK, STRUCK
from trials.history import Finding, wrong
from trials.lives import Zygote, zygote
from trials.world import World, world

STEP = timedelta(minutes=10)
# Caches fill within the first hours; from then on nothing may grow by more than this share.
SETTLED, GROWTH = 8, 0.15


@dataclass(frozen=True, kw_only=True)
class Hour:
    """`memory` in MB; the counts as they stand when the hour is over."""

    number: int
    memory: float
    inbox: int
    outbox: int
    cases: int


@dataclass(kw_only=True)
class Soaked:
    seed: int
    struck: int
    status: int | None = None
    hours: list[Hour] = field(default_factory=list)
    left: Hour
    findings: list[Finding]

    @property
    def is_flat(self) -> bool:
        """Too short a run tells nothing about memory."""
        settled = self.hours[SETTLED - 1 :]
        return not settled or settled[-1].memory <= settled[0].memory * (1 + GROWTH)

    @property
    def is_well(self) -> bool:
        is_empty = not self.left.inbox and not self.left.outbox
        return is_empty and self.is_flat and not wrong(self.findings) and self.status is None


async def soak(
    forking: Zygote,
    address: str,
    folder: Path,
    *,
    hours: float,
    seed: int,
    said: Callable[[Hour], None] = lambda hour: None,
) -> Soaked:
    chance, lived = random.Random(seed), list[Hour]()
    async with world(forking, address, folder, seed) as here:
        here.playground.clock.advance_to(_morning_after(here.playground.clock.now()))
        sky = Weather(seed=seed, rate=STRUCK, rates={"getUpdates": POLLS_STRUCK})
        life = await here.start(clock=str(here.show_time()))
        here.playground.faults.weather = sky
        for step in range(1, round(timedelta(hours=hours) / STEP) + 1):
            await _ten_minutes(here, chance)
            if not step % round(timedelta(hours=1) / STEP):
                lived.append(await _look(here, life.number, len(lived) + 1))
                said(lived[-1])
        here.playground.faults.clear()
        here.playground.clock.advance(timedelta(minutes=1))
        with suppress(TimeoutError):
            await here.quiet(life)
        left = await _look(here, life.number, len(lived))
        status = life.status if await life.is_over() else None
        await life.end()
        findings = await here.judged()
    return Soaked(
        seed=seed, struck=sky.struck.total(), status=status, hours=lived, left=left,
        findings=findings,
    )  # fmt: skip


def _morning_after(now: datetime) -> datetime:
    """Ten in the house: who ends a day there finds nothing that waits for the morning."""
    day = now.replace(hour=2, minute=0, second=0, microsecond=0)
    return day if day > now else day + timedelta(days=1)


async def _ten_minutes(here: World, chance: random.Random) -> None:
    """People do a few things; then time moves on, and what is due by then is done."""
    for _ in range(chance.randint(1, 4)):
        await getattr(here, chance.choice(DEEDS))()
        await asyncio.sleep(chance.uniform(0, 0.05))
    here.playground.clock.advance(STEP)
    # With each tick what is due is seen; what a bad call holds up is waited for, and not for ever.
    await asyncio.sleep(1)
    with suppress(TimeoutError):
        async with asyncio.timeout(10):
            await here.quiet()


async def _look(here: World, process: int, number: int) -> Hour:
    database = open_database(here.address)
    waiting = (
        inbox.c.state == "new",
        outbox.c.state.in_(("queued", "sending")),
        cases.c.state != "closed",
    )
    try:
        async with database.reading() as connection:
            counts = [await connection.scalar(select(func.count()).where(one)) for one in waiting]
    finally:
        await database.close()
    first, second, third = (int(count or 0) for count in counts)
    memory = memory_of(process)
    return Hour(number=number, memory=memory, inbox=first, outbox=second, cases=third)


def memory_of(process: int) -> float:
    """What it has in memory, in MB; as `ps` knows it where there is no /proc."""
    pages = Path(f"/proc/{process}/statm")
    if pages.exists():
        return int(pages.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    command = ["ps", "-o", "rss=", "-p", str(process)]
    told = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - a number of ours
    return int(told.stdout) / 1024


async def main(given: argparse.Namespace, console: Console) -> int:
    def said(hour: Hour) -> None:
        console.print(
            f"hour {hour.number}: {hour.memory:.0f} MB, {hour.inbox} updates and {hour.outbox} "
            f"messages wait, {hour.cases} open cases", highlight=False,
        )  # fmt: skip

    with tempfile.TemporaryDirectory(prefix="huiyin-trial-") as folder:
        async with (
            zygote() as forking,
            databases.server(given.database) as server,
            databases.database(server, Path(folder)) as address,
        ):
            soaked = await soak(
                forking, address, Path(folder), hours=given.hours, seed=given.seed, said=said
            )
    table = Table("left over", "", title=f"{given.database}, seed {soaked.seed}")
    for name in ("inbox", "outbox"):
        table.add_row(name, str(getattr(soaked.left, name)))
    table.add_row("lost, doubled, unexpected", str(len(wrong(soaked.findings))))
    table.add_row("calls struck", str(soaked.struck))
    table.add_row("memory", "flat" if soaked.is_flat else "grows")
    console.print(table)
    for finding in wrong(soaked.findings)[:20]:
        console.print(f"{finding.verdict}: {finding.sort} {finding.about} {finding.why}")
    return 0 if soaked.is_well else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m trials.soak", description=__doc__)
    parser.add_argument("--hours", type=float, default=24)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(_arguments(), Console())))
