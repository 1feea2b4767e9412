"""What staff sent can be taken back for two days, and nobody waits for its answer."""

from tests.journeys.house import (
    GROUP,
    STAFF_CHEN,
    STAFF_LI,
    SUPERVISOR,
    WANG,
    House,
)
from tests.journeys.test_complaint import SIMPLIFIED
from tests.journeys.test_ladder import count


async def test_what_was_sent_can_be_taken_back_for_two_days(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "这句发错了", "内容会发给客人")
    assert count(house.texts(WANG), "这句发错了") == 1
    await house.press(STAFF_LI, "更多", "#1001", GROUP)
    await house.press(STAFF_LI, "撤回上一句", "#1001", GROUP)
    assert "没有可以撤回的话" in house.toasts(STAFF_LI)[-1]
    await house.press(STAFF_CHEN, "撤回上一句", "#1001", GROUP)
    assert count(house.texts(WANG), "这句发错了") == 0
    assert await house.rows("SELECT sort FROM words WHERE text = '这句发错了'") == [("taken_back",)]


async def ask(house: House, words: str, user: int = STAFF_CHEN) -> None:
    for label in ("更多", "请客人补充"):
        await house.press(user, label, "#1001", GROUP)
    await house.answer(user, words, "补充什么")


async def take_back(house: House, user: int = STAFF_CHEN) -> None:
    for label in ("更多", "撤回上一句"):
        await house.press(user, label, "#1001", GROUP)


STANDING = "SELECT count(*) FROM promises WHERE dropped_at IS NULL AND paused_at IS NOT NULL"


async def test_a_question_that_is_taken_back_is_gone_and_nobody_waits_for_its_answer(
    house: House,
) -> None:
    await house.say(WANG, SIMPLIFIED)
    await ask(house, "请问您坐几号车厢？")
    await house.pass_time(hours=2)
    await take_back(house)
    assert count(house.texts(WANG), "几号车厢") == 0
    assert await house.rows("SELECT state FROM cases") == [("taken",)]
    assert await house.rows(STANDING) == [(0,)]
    await house.pass_time(hours=11, minutes=50)
    assert count(house.texts(SUPERVISOR), "#1001") == 0
    await house.pass_time(minutes=20)
    assert count(house.texts(SUPERVISOR), "#1001") == 1


async def test_a_question_that_still_waits_for_the_morning_is_never_sent_once_taken_back(
    house: House,
) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "我来", "#1001", GROUP)
    await house.pass_time(hours=13)
    await ask(house, "请问您坐几号车厢？")
    await take_back(house)
    await house.pass_time(hours=11)
    assert count(house.texts(WANG), "几号车厢") == 0


async def test_of_two_questions_the_one_that_stands_is_still_waited_for(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await ask(house, "请问是哪个房间？")
    await house.pass_time(minutes=10)
    await ask(house, "请问您坐几号车厢？", STAFF_LI)
    await take_back(house, STAFF_LI)
    assert count(house.texts(WANG), "几号车厢") == 0
    assert await house.rows("SELECT state FROM cases") == [("waiting",)]
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "不急，慢慢想。", "内容会发给客人")
    assert count(house.texts(WANG), "不急") == 1
    await take_back(house)
    assert count(house.texts(WANG), "不急") == 0
    assert await house.rows("SELECT state FROM cases") == [("waiting",)]
    await take_back(house)
    assert count(house.texts(WANG), "哪个房间") == 0
    assert await house.rows("SELECT state FROM cases") == [("taken",)]


async def test_a_question_about_a_suggestion_is_taken_back_after_it_became_a_complaint(
    house: House,
) -> None:
    await house.say(WANG, SIMPLIFIED)
    for label in ("更多", "改分类", "建议"):
        await house.press(STAFF_CHEN, label, "#1001", GROUP)
    await ask(house, "请问是哪个房间？")
    await house.pass_time(minutes=5)
    for label in ("更多", "改分类", "投诉"):
        await house.press(STAFF_CHEN, label, "#1001", GROUP)
    assert await house.rows("SELECT state FROM cases") == [("waiting",)]
    await take_back(house)
    assert await house.rows("SELECT state FROM cases") == [("taken",)]


async def test_after_two_days_nothing_is_taken_back(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "这句留下", "内容会发给客人")
    await house.pass_time(hours=49)
    await house.press(STAFF_CHEN, "更多", "#1001", GROUP)
    await house.press(STAFF_CHEN, "撤回上一句", "#1001", GROUP)
    assert "48 小时" in house.toasts(STAFF_CHEN)[-1]
    assert count(house.texts(WANG), "这句留下") == 1
