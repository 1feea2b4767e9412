"""What staff have to do, in one list: what can't wait stands at the top."""

import re

from tests.journeys.house import CHEN, GROUP, LIN, STAFF_CHEN, WANG, House
from tests.journeys.test_complaint import SIMPLIFIED

GAS = "走廊里有很重的煤气味，我们不敢待在房间里了"


def listed(house: House) -> list[str]:
    return re.findall(r"#(\d+) ", house.texts(GROUP)[-1])


async def test_emergencies_stand_before_what_is_overdue_and_that_before_the_rest(
    house: House,
) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.pass_time(minutes=61)
    await house.say(LIN, "空调坏了，房间很热")
    await house.say(CHEN, GAS)
    await house.press(STAFF_CHEN, "回复", "#1003", GROUP)
    await house.answer(STAFF_CHEN, "我们马上到，请先离开房间", "内容会发给客人")
    await house.say(STAFF_CHEN, "/cases", chat=GROUP)
    assert listed(house) == ["1003", "1001", "1002"]
    first, *_ = house.texts(GROUP)[-1].splitlines()[1:]
    assert first.startswith("🚨 紧急 #1003")


async def test_what_only_the_customer_has_to_confirm_stands_last(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "我来", "#1001", GROUP)
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.press(STAFF_CHEN, "不写了，直接办结", "怎么解决的", GROUP)
    await house.say(LIN, "空调坏了，房间很热")
    await house.say(STAFF_CHEN, "/cases", chat=GROUP)
    assert listed(house) == ["1002", "1001"]


async def test_an_emergency_leads_the_list_of_what_is_overdue_too(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.pass_time(minutes=58)
    await house.say(CHEN, GAS)
    await house.pass_time(minutes=8)
    boards = [text for text in house.texts(GROUP) if "⏰ 超时" in text]
    assert re.findall(r"#(\d+) ", boards[-1]) == ["1002", "1001"]
