"""Kills at random moments while people go on with their day and Telegram misbehaves."""

import asyncio
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playground.weather import Weather
from trials.befalling import Misfortune
from trials.history import Finding
from trials.lives import Life, Zygote
from trials.world import QUIET_WITHIN, World, world

# getUpdates is struck rarely, or the bot would hear of nothing within its short lives.
STRUCK, POLLS_STRUCK = 0.05, 0.02
# In how many lives a chat fares ill.
BEFALLEN = 0.2
# SIGTERM promises an end within twenty seconds.
GRACE = 20.0
# Seconds for what each life leaves undone, as it may be too short for anything but new work.
A_KILLS_REST = 0.5
DEEDS = ("complains", "complains", "presses_anything", "presses_anything", "tells_of_a_service")

Said = Callable[[int], None]


@dataclass(kw_only=True)
class Outcome:
    seed: int
    kills: int
    seconds: float
    findings: list[Finding]
    ends: Counter[str]
    struck: Counter[str] = field(default_factory=Counter)
    befell: Counter[str] = field(default_factory=Counter)


async def chaos(
    zygote: Zygote,
    address: str,
    folder: Path,
    *,
    kills: int,
    seed: int,
    weather: bool = True,
    mutant: str | None = None,
    said: Said = lambda killed: None,
) -> Outcome:
    """`said` hears of every kill. TimeoutError when the house does not come to rest at the end."""
    chance, ends, began = random.Random(seed), Counter[str](), time.monotonic()
    async with world(zygote, address, folder, seed) as here:
        sky = Weather(seed=seed, rate=STRUCK if weather else 0, rates={"getUpdates": POLLS_STRUCK})
        here.playground.faults.weather = sky
        misfortune = Misfortune(here, random.Random(seed))
        for number in range(kills):
            life = await here.start(wait=chance.random() < 0.8, mutant=mutant)
            if weather and chance.random() < BEFALLEN:
                await misfortune.comes()
            await _a_while(here, chance)
            ends[await _ended(life, chance)] += 1
            minutes = chance.choice((0, 0, 0, 1, 10, 40))
            await here.time_passes(minutes=minutes)
            said(number + 1)
        here.playground.faults.clear()
        await misfortune.ends()
        await _calmly(here, mutant, within=QUIET_WITHIN + kills * A_KILLS_REST)
        return Outcome(
            seed=seed,
            kills=kills,
            seconds=time.monotonic() - began,
            findings=await here.judged(),
            ends=ends,
            struck=sky.struck,
            befell=misfortune.befell,
        )


async def _a_while(here: World, chance: random.Random) -> None:
    """People do a few things, and the end comes at whatever moment comes."""
    for _ in range(chance.randint(1, 4)):
        await getattr(here, chance.choice(DEEDS))()
        await asyncio.sleep(chance.uniform(0, 0.05))
    await asyncio.sleep(chance.uniform(0, 0.4))


async def _ended(life: Life, chance: random.Random) -> str:
    if await life.is_over():
        return f"ended by itself ({life.status})"
    way = chance.choices(("SIGKILL", "SIGTERM", "SIGSTOP, SIGCONT, SIGKILL"), (8, 1, 1))[0]
    if way == "SIGTERM":
        life.send(signal.SIGTERM)
        await _graceful(life)
    elif way != "SIGKILL":
        life.send(signal.SIGSTOP)
        await asyncio.sleep(chance.uniform(0.05, 0.5))
        life.send(signal.SIGCONT)
        await asyncio.sleep(chance.uniform(0, 0.1))
    status = await life.end()
    return f"{way} too late" if way == "SIGTERM" and status < 0 else way


async def _graceful(life: Life) -> None:
    ends = time.monotonic() + GRACE
    while time.monotonic() < ends and not await life.is_over():
        await asyncio.sleep(0.02)


async def _calmly(here: World, mutant: str | None, *, within: float) -> None:
    """A last life in fair weather, in which everything comes to rest."""
    life = await here.start(mutant=mutant)
    try:
        await here.quiet(within=within)
    except TimeoutError:
        # The judge says what is left undone.
        pass
    finally:
        life.send(signal.SIGTERM)
        await _graceful(life)
        await life.end()
