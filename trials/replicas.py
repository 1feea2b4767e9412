"""Three bots on one PostgreSQL: whoever holds a duty is killed or paused, again and again.

`make replicas` prints what was seen; exit status 1 when something was lost or doubled.
"""

import argparse
import asyncio
import random
import secrets
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from sqlalchemy import select

from storage.engine import Database, open_database
from storage.tables import leases
from trials import databases
from trials.history import Finding, wrong
from trials.lives import Life, Zygote
from trials.lives import zygote as forking
from trials.tables import show_wrong, table_of
from trials.world import World, free_port, world

REPLICAS = 3
# Seconds: so short that a thousand handovers take minutes; the program's own is ten.
LEASE = 0.6
HANDOVER_WITHIN = 15.0

Said = Callable[[int], None]


@dataclass(kw_only=True)
class Outcome:
    """`handover` are the seconds from the end of a holder to the next one, each time."""

    seed: int
    ends: Counter[str]
    handover: list[float]
    findings: list[Finding]


class NotTakenOver(Exception):
    """Nobody took a duty over in time; the message says who there was."""


class Watch:
    """Who holds a duty now, as the database knows it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def holder(self, duty: str) -> int | None:
        """The number of the process; None while nobody has it."""
        async with self._database.reading() as connection:
            name = await connection.scalar(select(leases.c.holder).where(leases.c.name == duty))
        return int(name.rsplit("-", 2)[1]) if name else None

    async def other_than(self, duty: str, number: int) -> float:
        """Waits for a holder that is not this process; how long it took, in seconds."""
        began = time.monotonic()
        while await self.holder(duty) in {None, number}:
            if time.monotonic() - began > HANDOVER_WITHIN:
                raise NotTakenOver(f"{duty} of {number}: {await self._held()}")
            await asyncio.sleep(0.02)
        return time.monotonic() - began

    async def _held(self) -> list[tuple[object, ...]]:
        async with self._database.reading() as connection:
            return [tuple(row) for row in await connection.execute(select(leases))]


async def replicas(
    zygote: Zygote,
    address: str,
    folder: Path,
    *,
    ends: int,
    seed: int,
    said: Said = lambda done: None,
) -> Outcome:
    """NotTakenOver when a duty is not, or when the house does not come to rest."""
    chance, counted, handover = random.Random(seed), Counter[str](), list[float]()
    database = open_database(address)
    try:
        async with world(zygote, address, folder, seed) as here:
            lives = [await _started(here) for _ in range(REPLICAS)]
            for number in range(ends):
                for _ in range(chance.randint(0, 2)):
                    await here.complains()
                await here.presses_anything()
                duty = chance.choice(("poller", "courier", "ticks"))
                try:
                    way = await _struck(here, lives, Watch(database), duty, chance, handover)
                except NotTakenOver as error:
                    raise NotTakenOver(f"{error}; {await _state_of(lives)}") from None
                counted[way] += 1
                said(number + 1)
            await _rested(here, lives)
            for life in lives:
                await life.end(signal.SIGKILL)
            findings = await here.judged()
    finally:
        await database.close()
    return Outcome(seed=seed, ends=counted, handover=handover, findings=findings)


async def _rested(here: World, lives: list[Life]) -> None:
    try:
        await here.quiet()
    except TimeoutError:
        raise NotTakenOver(f"no rest; {await _state_of(lives)}") from None


async def _state_of(lives: list[Life]) -> str:
    """Of each process: its number, how it ended if it did, and what it said last."""
    told = [(one.number, await one.is_over(), one.status, one.said[-400:]) for one in lives]
    return "; ".join(map(str, told))


async def _started(here: World) -> Life:
    listen = f"127.0.0.1:{free_port()}"
    life = await here.start(lease=LEASE, settings={"listen": listen})
    if not life.is_up:
        raise NotTakenOver(f"a bot did not start; {await _state_of([life])}")
    return life


async def _struck(
    here: World,
    lives: list[Life],
    watch: Watch,
    duty: str,
    chance: random.Random,
    handover: list[float],
) -> str:
    """The holder of a duty dies and is replaced, or sleeps through its lease and wakes again."""
    await asyncio.sleep(chance.uniform(0, 0.2))
    number = await watch.holder(duty)
    life = next((one for one in lives if one.number == number), None)
    if life is None:
        return f"nobody held the {duty}"
    if chance.random() < 0.5:
        await life.end()
        handover.append(await watch.other_than(duty, life.number))
        lives[lives.index(life)] = await _started(here)
        return f"{duty} killed"
    life.send(signal.SIGSTOP)
    handover.append(await watch.other_than(duty, life.number))
    await asyncio.sleep(chance.uniform(0, LEASE))
    life.send(signal.SIGCONT)
    return f"{duty} paused"


async def main(given: argparse.Namespace, console: Console) -> int:
    def said(done: int) -> None:
        if not done % 100:
            console.print(f"{done} kills and pauses", style="dim")

    with tempfile.TemporaryDirectory(prefix="huiyin-trial-") as name:
        folder = Path(name)
        async with (
            forking() as parent,
            databases.server("postgres") as server,
            databases.database(server, folder) as address,
        ):
            outcome = await replicas(
                parent, address, folder, ends=given.ends, seed=given.seed, said=said
            )
    console.print(table_of(outcome.findings, f"{REPLICAS} replicas, seed {outcome.seed}"))
    counted = ", ".join(f"{way} {count}" for way, count in outcome.ends.most_common())
    median, longest = statistics.median(outcome.handover), max(outcome.handover)
    console.print(f"{counted}", highlight=False)
    times = f"{median:.2f} s (median), {longest:.2f} s at most, with leases of {LEASE} s"
    console.print(f"taken over after {times}", highlight=False)
    show_wrong(outcome.findings, console)
    return 1 if wrong(outcome.findings) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m trials.replicas", description=__doc__)
    parser.add_argument("--ends", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(_arguments(), Console())))
