"""What is typed instead of a tap under 「这样处理可以吗？」."""

import pytest

from tests.journeys.house import GROUP, STAFF_CHEN, WANG, House
from tests.journeys.test_complaint import SIMPLIFIED


async def _resolved(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "已换房。", "怎么解决的")
    assert "这样处理可以吗" in house.texts(WANG)[-1]
    await house.pass_time(minutes=5)


@pytest.mark.parametrize(
    "words", ["可以了，谢谢", "解决了，满意", "解決了", "That’s fine, thanks!"]
)
async def test_a_typed_yes_closes_what_was_resolved(house: House, words: str) -> None:
    await _resolved(house)
    await house.say(WANG, words)
    closed = [("closed", "accepted", "satisfied")]
    assert await house.rows("SELECT state, outcome, handling FROM cases") == closed
    assert "1001 就到这里了" in house.texts(WANG)[-1]
    assert (words,) in await house.rows("SELECT text FROM words WHERE case_id = 1001")


async def test_the_typed_words_of_the_other_buttons_count_as_taps(house: House) -> None:
    await _resolved(house)
    await house.say(WANG, "没解决")
    assert await house.rows("SELECT state, round FROM cases") == [("taken", 2)]
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "又换了一间。", "怎么解决的")
    await house.say(WANG, "解决了，不太满意")
    assert await house.rows("SELECT state, handling FROM cases") == [("closed", "partly")]


@pytest.mark.parametrize("words", ["可以再快点吗", "好的", "不可以", "满意个鬼", "解决"])
async def test_what_is_no_plain_yes_closes_nothing(house: House, words: str) -> None:
    await _resolved(house)
    await house.say(WANG, words)
    assert await house.rows("SELECT closed_at FROM cases") == [(None,)]


async def test_a_yes_before_anything_was_resolved_is_a_line_more(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.say(WANG, "可以")
    assert await house.rows("SELECT state FROM cases") == [("open",)]


async def test_with_two_cases_a_typed_yes_leaves_both_open(house: House) -> None:
    await _resolved(house)
    await house.say(WANG, "早餐的粥是凉的，鸡蛋也不新鲜")
    await house.press(WANG, "这是另一件事")
    await house.say(WANG, "可以了")
    states = await house.rows("SELECT state FROM cases ORDER BY id")
    assert states == [("resolved",), ("open",)]
