"""Codes printed for a place or a touchpoint: a walk-in scans one and writes."""

from typing import Any

from people.codes import MISSES
from tests.journeys.house import GROUP, OWNER, STAFF_CHEN, WANG, House
from tests.journeys.test_complaint import SIMPLIFIED


def picture_of(house: House, chat: int) -> dict[str, Any]:
    found = [m for m in house.playground.messages(chat) if "photo" in m and m["from"]["is_bot"]]
    assert found, house.texts(chat)
    return found[-1]


async def code(house: House, words: str = "/code 812 房") -> str:
    await house.say(OWNER, words)
    caption = str(picture_of(house, OWNER)["caption"])
    return caption.split("start=")[1].split(maxsplit=1)[0]


async def test_an_owner_gets_a_picture_and_the_same_code_again(house: House) -> None:
    first = await code(house)
    assert first.startswith("p-")
    assert await code(house) == first
    assert await code(house, "/code 前台") != first
    await house.say(STAFF_CHEN, "/code 前台")
    assert "只有负责人能用" in house.texts(STAFF_CHEN)[-1]
    assert await house.rows("SELECT count(*) FROM codes") == [(2,)]


async def test_a_walk_in_who_scans_it_is_heard_where_they_are(house: House) -> None:
    payload = await code(house)
    await house.playground.start(WANG, payload)
    await house.settle()
    assert "812 房" in house.texts(WANG)[-1]
    await house.say(WANG, SIMPLIFIED)
    assert "812 房" in house.texts(GROUP)[-1]
    assert await house.rows("SELECT codes.name FROM cases JOIN codes ON codes.id = code_id") == [
        ("812 房",)
    ]
    granted = "SELECT count(*) FROM roles JOIN persons ON persons.id = person_id"
    assert await house.rows(f"{granted} WHERE telegram_id = {WANG}") == [(0,)]


async def test_an_unknown_code_is_a_friendly_start_and_guessing_is_in_vain(house: House) -> None:
    payload = await code(house)
    for guess in range(MISSES):
        await house.playground.start(WANG, f"p-2222222{guess + 2}")
        await house.settle()
        assert "直接写给我就行" in house.texts(WANG)[-1]
    await house.playground.start(WANG, payload)
    await house.settle()
    assert "812 房" not in house.texts(WANG)[-1]
    await house.pass_time(hours=2)
    await house.playground.start(WANG, payload)
    await house.settle()
    assert "812 房" in house.texts(WANG)[-1]


async def test_who_scans_with_an_open_case_can_say_that_they_come_about_another(
    house: House,
) -> None:
    payload = await code(house)
    await house.say(WANG, SIMPLIFIED)
    await house.playground.start(WANG, payload)
    await house.settle()
    assert "您的 #1001 还在办" in house.texts(WANG)[-1]
    await house.press(WANG, "说另一件事")
    await house.say(WANG, "空调不制冷，太热了")
    assert "编号 1002" in house.texts(WANG)[-1]
    await house.say(WANG, "遥控器也没有电池")
    found = await house.rows("SELECT case_id FROM words ORDER BY id")
    assert found == [(1001,), (1002,), (1002,)]
    named = await house.rows("SELECT code_id IS NOT NULL FROM cases ORDER BY id")
    assert [bool(row[0]) for row in named] == [False, True]
