"""Time passes, jumps, goes back and stands still under a bot that lives: nothing piles up."""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from trials.history import wrong
from trials.lives import Life, Zygote, zygote
from trials.scenes import MORNING
from trials.soak import Hour, Soaked, soak
from trials.time import write_ahead
from trials.world import GROUP, World, world

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def forking() -> AsyncIterator[Zygote]:
    async with zygote() as started:
        yield started


async def test_of_a_bad_half_hour_nothing_is_left_over(
    forking: Zygote, sqlite_url: str, tmp_path: Path
) -> None:
    soaked = await soak(forking, sqlite_url, tmp_path, hours=0.5, seed=7)
    assert soaked.left.cases > 0
    assert soaked.is_well, (soaked.left, wrong(soaked.findings))


async def test_each_slot_comes_once_whatever_the_clock_does(
    forking: Zygote, sqlite_url: str, tmp_path: Path
) -> None:
    async with world(forking, sqlite_url, tmp_path) as here:
        now = here.playground.clock.now()
        morning = (now + timedelta(days=1)).replace(
            hour=MORNING.hour, minute=0, second=0, microsecond=0, tzinfo=UTC
        )
        here.playground.clock.advance_to(morning)
        file = here.show_time()
        life = await here.start(clock=str(file))
        async with asyncio.timeout(20):
            while not (guest := await here.tells_of_a_service()):
                await asyncio.sleep(0.1)
        await here.complains()
        await _calm(here)
        # A day at once: the survey, one reminder of it, and only the highest level that is due.
        here.playground.clock.advance(timedelta(days=1))
        await _calm(here)
        said = _said(here, guest)
        assert said["asked"] == 1
        assert 1 <= said["group"] <= 6
        # An hour back, and on again: whose slot has been has been.
        write_ahead(file, here.playground.clock.now() - timedelta(hours=1))
        await _calm(here)
        assert _said(here, guest) == said
        write_ahead(file, here.playground.clock.now())
        await _calm(here)
        assert _said(here, guest) == said
        await _sleeps(here, life, timedelta(hours=6))
        after = _said(here, guest)
        assert after["asked"] <= 2
        assert after["group"] - said["group"] <= 4
        await life.end()
        assert wrong(await here.judged()) == []


def _said(here: World, guest: int) -> Counter[str]:
    texts = here.playground.texts(guest)
    asked = sum("点一下就好" in text for text in texts)
    return Counter(asked=asked, guest=len(texts), group=len(here.playground.texts(GROUP)))


async def _sleeps(here: World, life: Life, span: timedelta) -> None:
    """As a machine does whose lid is shut: wall time goes on, and nothing else."""
    life.send(signal.SIGSTOP)
    here.playground.clock.advance(span)
    await asyncio.sleep(0.2)
    life.send(signal.SIGCONT)
    await _calm(here)


async def _calm(here: World) -> None:
    """After a tick or two."""
    await asyncio.sleep(1.6)
    await here.quiet()


async def test_memory_that_grows_is_not_flat() -> None:
    def lived(*memory: float) -> Soaked:
        hours = [
            Hour(number=nth, memory=one, inbox=0, outbox=0, cases=0)
            for nth, one in enumerate(memory, 1)
        ]
        return Soaked(seed=1, struck=0, hours=hours, left=hours[-1], findings=[])

    assert lived(*[100.0] * 12).is_well
    assert not lived(*[100.0] * 8, 110, 120).is_well
