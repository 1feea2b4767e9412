"""Updates that no parser likes are set aside, and nobody waits long for it."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from tests.journeys.house import House

FIRST = 80_000
# In each round so many people write, and one of them is preceded by poison.
PEOPLE = 99
# Seconds that anybody may be held up; how fast a machine is comes on top.
HELD_UP = 1.0


@pytest.mark.expects_errors("was set aside after")
async def test_poison_is_set_aside_and_holds_nobody_up(house: House, rounds: int) -> None:
    waves = max(2, rounds // 6)
    before = await _done(house)
    for nth in range(PEOPLE):
        house.playground.add_person("客人", id=FIRST + nth)
    for wave in range(waves):
        unlucky = FIRST + wave % PEOPLE
        house.playground.inject({"message": {"message_id": 1, "chat": {"id": unlucky}}})
        for nth in range(PEOPLE):
            await house.playground.send_text(FIRST + nth, FIRST + nth, "/help")
        await house.settle()
    assert await house.rows("SELECT count(*) FROM inbox WHERE state = 'aside'") == [(waves,)]
    assert await _done(house) - before == waves * PEOPLE
    assert await house.rows("SELECT count(*) FROM inbox WHERE state = 'new'") == [(0,)]
    behind, others = await _waits(house)
    assert max(behind) < HELD_UP + max(others)


async def _done(house: House) -> int:
    ((count,),) = await house.rows("SELECT count(*) FROM inbox WHERE state = 'done'")
    return int(count)


async def _waits(house: House) -> tuple[Sequence[float], Sequence[float]]:
    """How long, in seconds, those behind poison waited in the inbox, and everybody else."""
    rows = await house.rows(
        "SELECT lane, state, received_at, finished_at FROM inbox"
        f" WHERE lane >= 'c{FIRST}' AND lane < 'c{FIRST + 1000}' ORDER BY id"
    )
    behind, others, poisoned = [], [], set()
    for lane, state, received, finished in rows:
        waited = (_instant(finished) - _instant(received)).total_seconds()
        if state == "aside":
            poisoned.add(lane)
        elif lane in poisoned:
            poisoned.discard(lane)
            behind.append(waited)
        else:
            others.append(waited)
    return behind, others


def _instant(value: str | datetime) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)
