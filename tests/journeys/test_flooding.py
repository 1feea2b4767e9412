"""What a flood brings is kept after whoever is being answered, and soon all the same."""

import asyncio
from typing import Any

import pytest

from bot import app as app_module
from bot.allowance import AT_A_STRETCH, Allowances
from bot.poller import arrival_of
from storage.inbox import Arrival
from tests.journeys.house import CHEN, WANG, House

FIRST = 910_000_000


def _said(house: House, number: int, person: int) -> Arrival:
    chat = {"id": person, "type": "private", "first_name": "客人"}
    sender = {"id": person, "is_bot": False, "first_name": "客人"}
    message: dict[str, Any] = {"message_id": FIRST + number, "date": 0, "chat": chat}
    update = {"update_id": FIRST + number, "message": {**message, "from": sender, "text": "谢谢"}}
    arrival = arrival_of(house.app.bot.id, update)
    assert arrival is not None
    return arrival


async def _kept(house: House) -> set[int]:
    rows = await house.rows(f"SELECT update_id FROM inbox WHERE update_id > {FIRST}")
    return {row[0] - FIRST for row in rows if row[0] < FIRST + 100}


@pytest.fixture
def flooded(house: House) -> House:
    """Somebody is being answered, and Wang has had their share."""
    allowances = Allowances()
    allowances.spend(f"c{WANG}", AT_A_STRETCH)
    house.app.lanes._allowances = allowances
    house.app.lanes.at_work += 1
    return house


async def test_a_flood_waits_until_the_others_are_answered(
    flooded: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "LOOKS", 2000)
    flood = asyncio.create_task(flooded.app.keep([_said(flooded, 1, WANG)]))
    await flooded.app.keep([_said(flooded, 2, CHEN)])
    await flooded.app.keep([_said(flooded, 3, WANG), _said(flooded, 4, CHEN)])
    assert await _kept(flooded) == {2, 3, 4}
    flooded.app.lanes.at_work -= 1
    await flood
    assert await _kept(flooded) == {1, 2, 3, 4}


async def test_a_flood_is_kept_where_there_is_always_somebody(flooded: House) -> None:
    async with asyncio.timeout(5):
        await flooded.app.keep([_said(flooded, 1, WANG)])
    assert await _kept(flooded) == {1}
    flooded.app.lanes.at_work -= 1
