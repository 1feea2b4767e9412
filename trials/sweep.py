"""The process dies at each named point in turn, until a scenario runs through."""

import asyncio
import signal
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

from trials.history import Finding
from trials.lives import Life
from trials.scenes import Act, Interrupted, Scenario, Scene
from trials.world import World

# Calls with which every life begins; the scenario "start" dies at these too.
OF_STARTS = ("getMe", "deleteWebhook", "setMyCommands")
MOST_POINTS = 120
# What a dead process held, an export for one, is taken up when its hold has run out.
AFTER_A_DEATH = timedelta(minutes=3)


@dataclass(kw_only=True)
class Swept:
    """`died_at` counts the deaths at each point; `ran_through` says that none was left."""

    scenario: str
    died_at: Counter[str] = field(default_factory=Counter)
    ran_through: bool = False
    findings: list[Finding] = field(default_factory=list)


async def sweep(
    here: World,
    scenario: Scenario,
    *,
    most: int = MOST_POINTS,
    every: int = 1,
    said: Callable[[str], None] = lambda point: None,
) -> Swept:
    """Dies at the first point, at the second, and so on; `every` third only, for a slice."""
    swept = Swept(scenario=scenario.name)
    here.is_hooked = scenario.hooked
    for number in range(1, most * every + 1, every):
        scene = Scene(here)
        await _in_peace(scene, scenario.before)
        point = await _in_danger(scene, scenario, number)
        await here.time_passes(seconds=AFTER_A_DEATH.total_seconds())
        if point is None:
            swept.ran_through = True
            break
        swept.died_at[point] += 1
        said(point)
    await _in_peace(Scene(here), ())
    swept.findings = await here.judged()
    return swept


async def _in_peace(scene: Scene, acts: tuple[Act | timedelta | time, ...]) -> None:
    """What an earlier death left is put right first."""
    life: Life | None = None
    for act in (_rest, *acts, _rest):
        if isinstance(act, timedelta | time):
            await _rest(scene)
            await _over(life)
            life = None
            await scene.here.time_passes(seconds=_span(act, scene.here).total_seconds())
            continue
        life = life or await scene.here.start()
        await act(scene)
    await _over(life)
    await scene.here.time_passes()


def _span(act: timedelta | time, here: World) -> timedelta:
    """A time of day is waited for, until tomorrow where need be."""
    if isinstance(act, timedelta):
        return act
    now = here.playground.clock.now()
    until = datetime.combine(now.date(), act)
    return until - now if until > now else until + timedelta(days=1) - now


async def _rest(scene: Scene) -> None:
    await scene.here.quiet()


async def _over(life: Life | None) -> None:
    if life is not None:
        await life.end(signal.SIGKILL)


async def _in_danger(scene: Scene, scenario: Scenario, number: int) -> str | None:
    """The point at which it died, None when it came through."""
    folder = scene.here.folder
    trace, arm = folder / f"{scenario.name}-{number}.points", folder / "armed"
    arm.unlink(missing_ok=True)
    if scenario.from_start or scenario.command is not None:
        arm.touch()
    command = scenario.command(scene) if scenario.command else None
    life = scene.life = await scene.here.start(
        wait=command is None,
        die_at=number,
        command=command,
        trace=str(trace),
        arm=str(arm),
        passed_over=[] if scenario.name == "start" else list(OF_STARTS),
    )
    if scenario.act is not None:
        arm.touch()
        with suppress(Interrupted):
            await scenario.act(scene)
    if command is not None:
        return await _of_command(scene, life, command, trace)
    await scene.here.quiet(life)
    died = await life.is_over()
    await _over(life)
    return _last_of(trace) if died else None


async def _of_command(
    scene: Scene, life: Life, command: tuple[str, ...], trace: Path
) -> str | None:
    """Whoever gave the command gives it once more when it was cut short."""
    while not await life.is_over():
        await asyncio.sleep(0.01)
    if await life.end() == 0:
        return None
    again = await scene.here.start(wait=False, command=command)
    while not await again.is_over():
        await asyncio.sleep(0.01)
    if await again.end() != 0:
        raise RuntimeError(again.said)
    return _last_of(trace)


def _last_of(trace: Path) -> str:
    lines = trace.read_text(encoding="utf-8").splitlines() if trace.exists() else []
    return lines[-1] if lines else "unknown"
