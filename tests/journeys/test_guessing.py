"""Links can't be guessed: after some that there are not, none opens for an hour."""

import re

from people.codes import MISSES
from people.links import new_token
from tests.journeys.house import OWNER, STRANGER, House
from tests.journeys.test_survey import service


async def test_who_guesses_links_gets_no_further_with_a_true_one(house: House) -> None:
    await house.say(OWNER, "/invite")
    right = re.findall(r"start=(\S+)", house.texts(OWNER)[-1])[-1]
    _, told = await house.post("/services", service(house, 7))
    house.playground.add_person("路人", id=STRANGER)
    for kind in (right[0], told["link"].split("start=")[1][0]) * MISSES:
        await house.playground.start(STRANGER, kind + new_token())
    await house.settle()
    for true in (right, told["link"].split("start=")[1]):
        await house.playground.start(STRANGER, true)
        await house.settle()
        assert "已经用过或过期" in house.texts(STRANGER)[-1]
    assert await house.rows("SELECT count(*) FROM links WHERE used_by IS NOT NULL") == [(0,)]
    await house.pass_time(hours=1, minutes=1)
    await house.playground.start(STRANGER, right)
    await house.settle()
    assert "欢迎" in house.texts(STRANGER)[-1]
