"""New colleagues practise with a made-up customer, in private, and nothing of it is counted."""

import pytest

from complaints.practising import impression_of
from tests.journeys.house import GROUP, MORNING, STAFF_CHEN, SUPERVISOR, WANG, House
from tests.journeys.test_ladder import count

WATER = "热水|房"


@pytest.mark.parametrize(
    ("said", "calms", "is_cold"),
    [
        ("实在抱歉，这就请师傅上去修热水，20 分钟内到。", True, False),
        ("抱歉，给您换一间房，十分钟后行李员过来。", True, False),
        ("So sorry, we will send somebody to repair it right away.", True, False),
        ("好的收到，会尽快处理的。", False, False),
        ("您自己没关好阀门吧，20 分钟内派人去修。", False, True),
        ("哦", False, True),
    ],
)
def test_an_answer_calms_when_it_says_what_is_done_and_when(
    said: str, calms: bool, is_cold: bool
) -> None:
    found = impression_of(said, WATER, MORNING)
    assert (found.calms, found.is_cold) == (calms, is_cold)


@pytest.mark.slow
async def test_a_good_answer_is_praised_and_a_vague_one_is_asked_about(house: House) -> None:
    cases = await house.rows("SELECT count(*) FROM cases")
    words = await house.rows("SELECT count(*) FROM words")
    await house.say(STAFF_CHEN, "/practice")
    assert "客人是编的，不计入任何数字" in house.texts(STAFF_CHEN)[-1]
    await house.say(STAFF_CHEN, "您好")
    assert "先点“我来”" in house.texts(STAFF_CHEN)[-1]
    await house.press(STAFF_CHEN, "我来", "客人是编的")
    await house.say(STAFF_CHEN, "收到了，我们会尽快的")
    assert "什么时候能好" in house.texts(STAFF_CHEN)[-1]
    await house.say(STAFF_CHEN, "实在抱歉，这就派人处理，20 分钟内给您答复")
    assert "好，那我等你们" in house.texts(STAFF_CHEN)[-1]
    await house.press(STAFF_CHEN, "已解决", "等你们")
    await house.say(STAFF_CHEN, "已经给您换好了")
    end = house.texts(STAFF_CHEN)[-1]
    assert "解决了，满意" in end
    assert "道了歉" in end
    assert end.count("下次可以") <= 2
    await house.press(STAFF_CHEN, "不练了", "客人选了")
    await house.say(SUPERVISOR, "/practice")
    await house.say(SUPERVISOR, "昨天投诉")
    assert "昨天" in house.texts(SUPERVISOR)[-1], "figures are asked for in the midst of it"
    await house.say(SUPERVISOR, "今天经理到店")
    assert "先点“我来”" in house.texts(SUPERVISOR)[-1], "and an answer stays an answer"
    assert count(house.texts(GROUP), "练习") == 0
    assert await house.rows("SELECT count(*) FROM cases") == cases
    assert await house.rows("SELECT count(*) FROM words") == words


@pytest.mark.slow
async def test_a_photo_without_words_is_none_of_it(house: House) -> None:
    await house.playground.send_file(WANG, WANG, kind="photo", content=b"jpeg", name="a.jpg")
    await house.settle()
    assert await house.rows("SELECT count(*) FROM inbox WHERE state = 'aside'") == [(0,)]


@pytest.mark.slow
async def test_customers_can_not_practise_and_afterwards_words_are_a_complaint_again(
    house: House,
) -> None:
    await house.say(WANG, "/practice")
    assert "只给本店同事用" in house.texts(WANG)[-1]
    await house.say(STAFF_CHEN, "练习")
    await house.say(STAFF_CHEN, "不练了")
    assert "练习结束" in house.texts(STAFF_CHEN)[-1]
    await house.say(STAFF_CHEN, "房间里全是烟味，等了两个小时没人理我")
    assert count(house.texts(STAFF_CHEN), "已收到") == 1
