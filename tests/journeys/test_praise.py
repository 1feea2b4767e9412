"""Praise is thanked, reaches who is praised, and on Monday the group."""

from tests.journeys.house import ALEX, CHEN, GROUP, STAFF_CHEN, STAFF_LI, WANG, House
from tests.journeys.test_complaint import SIMPLIFIED
from tests.journeys.test_ladder import count

WORDS = "前厅的小李特别耐心，帮我把行李一直送到车上，谢谢她"


async def test_praise_reaches_who_is_named_and_on_monday_the_group(house: House) -> None:
    await house.say(CHEN, WORDS)
    await house.say(WANG, "早餐非常好吃，服务也很热情，谢谢你们")
    assert "会转告他们的" in house.texts(CHEN)[-1]
    assert count(house.texts(STAFF_LI), "有客人表扬您") == 1
    assert "送到车上" in house.texts(STAFF_LI)[-1]
    assert count(house.texts(STAFF_CHEN), "有客人表扬您") == 0
    assert count(house.texts(GROUP), "表扬") == 0
    await house.pass_time(days=5)
    assert count(house.texts(GROUP), "表扬") == 0
    await house.pass_time(days=1, hours=1)
    (week,) = [text for text in house.texts(GROUP) if "表扬" in text]
    assert "2 份表扬" in week
    assert "送到车上" in week
    assert "早餐" in week
    assert "陈" not in week
    await house.pass_time(days=8)
    assert count(house.texts(GROUP), "表扬") == 1


async def test_bare_thanks_are_answered_and_are_no_praise_of_anybody(house: House) -> None:
    await house.say(WANG, "谢谢！")
    assert house.texts(WANG)[-1] == "不客气。有话随时直接写给我。"
    await house.say(WANG, SIMPLIFIED)
    await house.pass_time(minutes=5)
    said = len(house.texts(WANG))
    await house.say(WANG, "好的，谢谢")
    assert len(house.texts(WANG)) == said
    assert await house.rows("SELECT kind FROM cases") == [("complaint",)]


async def test_praise_beside_an_open_case_reaches_who_is_named(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.say(WANG, WORDS)
    assert count(house.texts(STAFF_LI), "有客人表扬您") == 1
    kinds = await house.rows("SELECT kind, state FROM cases ORDER BY id")
    assert kinds == [("complaint", "open"), ("praise", "closed")]
    assert count(house.texts(GROUP), "送到车上") == 0


async def test_praise_of_nobody_in_particular_goes_to_who_served(house: House) -> None:
    at = house.clock.now().isoformat()
    body = {
        "id": "stay-9",
        "status": "finished",
        "finished_at": at,
        "customer": {"id": "guest-9"},
        "place": "西湖店",
        "staff": "小陈",
    }
    _, answer = await house.post("/services", body)
    await house.playground.start(ALEX, answer["link"].split("start=")[1])
    await house.settle()
    await house.say(ALEX, "这次住得非常舒服，服务热情周到，谢谢")
    assert count(house.texts(STAFF_CHEN), "表扬") + count(house.texts(STAFF_CHEN), "praise") == 1
