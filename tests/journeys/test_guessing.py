"""Links can't be guessed: after some that there are not, none opens for an hour."""

import re

from people.codes import MISSES
from people.links import new_token
from tests.journeys.house import GROUP, OWNER, STRANGER, WANG, House
from tests.journeys.test_survey import service


async def test_who_guesses_links_gets_no_further_with_a_true_one(house: House) -> None:
    await house.say(OWNER, "/invite")
    right = re.findall(r"start=(\S+)", house.texts(OWNER)[-1])[-1]
    await an_anonymous_admin_gets_nowhere(house, right)
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
    await a_link_that_binds_a_group_makes_nobody_a_colleague(house)


async def an_anonymous_admin_gets_nowhere(house: House, right: str) -> None:
    """All of them write as one user of Telegram's, whose name says nothing of who it is."""
    before = await house.rows("SELECT person_id, role FROM roles ORDER BY id")
    bound = await house.rows("SELECT chat_id, place_id, bound_at FROM bindings ORDER BY id")
    name = house.playground.main_bot().username
    for words in (f"/start@{name} {right}", f"/bind@{name}", f"/stats@{name}", f"/invite@{name}"):
        await house.say(OWNER, words, chat=GROUP, anonymous=True)
    assert await house.rows("SELECT person_id, role FROM roles ORDER BY id") == before
    assert bound == await house.rows("SELECT chat_id, place_id, bound_at FROM bindings ORDER BY id")
    assert "start=" not in "".join(house.texts(GROUP)[-4:])


async def a_link_that_binds_a_group_makes_nobody_a_colleague(house: House) -> None:
    await house.say(OWNER, "/bind")
    payload = re.findall(r"startgroup=(\S+)", house.texts(OWNER)[-1])[-1]
    before = await house.rows("SELECT person_id, role FROM roles ORDER BY id")
    await house.say(WANG, f"/start r{payload[1:]}")
    assert "已经用过或过期" in house.texts(WANG)[-1]
    assert await house.rows("SELECT person_id, role FROM roles ORDER BY id") == before
