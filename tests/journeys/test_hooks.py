"""The running bot tells another system of a survey and of a complaint, each once."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from dimensions.tagger import Tagger
from tests.bot.test_hooks import Receiver, receiver
from tests.journeys.house import WANG, House, open_house
from tests.journeys.test_survey import service
from tests.ports import free_port

__all__ = ["receiver"]


@pytest.fixture
async def telling(database_url: str, tagger: Tagger, receiver: Receiver) -> AsyncIterator[House]:
    port = free_port()
    hooks = {"crm": receiver.url}
    async with open_house(database_url, tagger, port, hooks=hooks) as opened:
        yield opened


async def heard(receiver: Receiver, event: str) -> list[dict[str, object]]:
    async with asyncio.timeout(10):
        while not (found := [body for body in receiver.bodies if body["event"] == event]):
            await asyncio.sleep(0.05)
    return found


async def test_another_system_hears_of_an_answer_and_of_a_complaint(
    telling: House, receiver: Receiver
) -> None:
    await telling.post("/services", service(telling))
    await telling.pass_time(hours=2, minutes=1)
    await telling.press(WANG, "满意")
    [answer] = await heard(receiver, "answer_given")
    assert (answer["service"], answer["customer"], answer["score"]) == (
        "stay-1",
        f"guest-{WANG}",
        4.0,
    )
    await telling.say(WANG, "等了两个小时没人理我，房间还有烟味，前台态度也很差")
    [case] = await heard(receiver, "case_opened")
    assert case["place"] == "西湖店"
    assert all("烟味" not in str(body) for body in receiver.bodies)
