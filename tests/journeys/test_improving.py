"""So that it doesn't happen again: planned, reminded of, done, told, and looked back at."""

import pytest

from tests.journeys.house import (
    GROUP,
    LIN,
    OWNER,
    STAFF_CHEN,
    STAFF_LI,
    SUPERVISOR,
    WANG,
    House,
)
from tests.journeys.test_complaint import SIMPLIFIED
from tests.journeys.test_ladder import count


async def closed_case(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.press(STAFF_CHEN, "不写了，直接办结", "怎么解决的", GROUP)
    await house.press(WANG, "解决了，满意", "这样处理可以吗")


async def plan(house: House, words: str) -> None:
    await house.press(STAFF_CHEN, "更多", "#1001", GROUP)
    await house.press(STAFF_CHEN, "改进措施", "#1001", GROUP)
    await house.answer(STAFF_CHEN, words, "以后怎么避免")


async def test_whoever_is_named_is_reminded_when_it_is_due(house: House) -> None:
    await closed_case(house)
    await plan(house, "小李周五前把走廊的烟灰缸移走")
    assert "小李 负责，3月8日 周五 0:00 前落实" in house.texts(GROUP)[-1]
    await house.pass_time(days=2)
    assert count(house.texts(STAFF_LI), "改进措施到时间了") == 0
    await house.pass_time(days=1)
    assert count(house.texts(STAFF_LI), "改进措施到时间了") == 1
    assert count(house.texts(SUPERVISOR), "改进措施到时间了") == 0
    await house.pass_time(days=1)
    await house.pass_time(days=1)
    assert count(house.texts(SUPERVISOR), "改进措施到时间了") == 1


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("让小李下周五换掉床垫", "小李 负责，3月15日 周五 23:59 前落实"),
        ("小李 replaces the mattress by next Friday", "小李 负责，3月15日 周五 23:59 前落实"),
        ("让店长下周五前换掉床垫", "周经理 负责，3月15日 周五 0:00 前落实"),
        ("月底前由周经理换掉床垫", "周经理 负责，3月31日 周日 23:59 前落实"),
    ],
)
async def test_the_person_and_the_day_are_read_from_the_words(
    house: House, words: str, understood: str
) -> None:
    await closed_case(house)
    await plan(house, words)
    assert house.texts(GROUP)[-1] == f"记下了：{understood}，到时会提醒。"


async def test_what_was_not_understood_of_a_plan_is_said(house: House) -> None:
    await closed_case(house)
    await plan(house, "让保洁主任换掉床垫")
    told = house.texts(GROUP)[-1]
    assert "小陈 负责，3月19日" in told
    assert "没看出是哪位同事，先由写的人负责" in told
    assert "没看出是哪天，先定两周" in told


async def test_customers_who_asked_are_told_what_was_improved(house: House) -> None:
    await closed_case(house)
    await house.press(WANG, "改进了告诉我", "到这里了")
    await plan(house, "三天内换掉旧空调")
    await house.pass_time(days=3, hours=1)
    await house.press(STAFF_CHEN, "已落实", "改进措施到时间了")
    await house.answer(STAFF_CHEN, "每层走廊都装了新风机", "改了什么", chat=STAFF_CHEN)
    assert count(house.texts(WANG), "每层走廊都装了新风机") == 1
    assert "已告诉 1 位" in house.texts(STAFF_CHEN)[-1]
    assert count(house.texts(LIN), "新风机") == 0
    await house.press(STAFF_CHEN, "已落实", "改进措施到时间了")
    await house.answer(STAFF_CHEN, "再说一遍", "改了什么", chat=STAFF_CHEN)
    assert count(house.texts(WANG), "再说一遍") == 0


async def test_after_a_month_it_is_said_whether_it_helped(house: House) -> None:
    await closed_case(house)
    await plan(house, "换掉旧空调")
    assert "小陈 负责，3月19日" in house.texts(GROUP)[-1]
    await house.pass_time(days=14, hours=1)
    await house.press(STAFF_CHEN, "已落实", "改进措施到时间了")
    await house.answer(STAFF_CHEN, "都换了", "改了什么", chat=STAFF_CHEN)
    await house.pass_time(days=30, hours=1)
    told = next(text for text in house.texts(SUPERVISOR) if "改进一个月了" in text)
    assert "之前 1/1，之后 0/0" in told
    assert "件数太少，还看不出变化" in told
    assert count(house.texts(OWNER), "改进一个月了") <= 1
    assert await house.rows("SELECT next_due_at FROM actions") == [(None,)]
    # From the improvement to the figures before and since, and from them back to it.
    # Nobody was listened to before the first case, on 5 March.
    await house.press(SUPERVISOR, "看前后对比", "改进一个月了")
    assert "和 3月5日" in house.texts(SUPERVISOR)[-1]
    await house.press(SUPERVISOR, "改进措施", "和 3月5日")
    assert "“换掉旧空调”" in house.texts(SUPERVISOR)[-1]
    assert "落实" in house.texts(SUPERVISOR)[-1]
    await house.press(SUPERVISOR, "1 的前后", "“换掉旧空调”")
    assert "和 3月5日" in house.texts(SUPERVISOR)[-1]
