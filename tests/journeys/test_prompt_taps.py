"""Sentences that one tap sends are taken away once the prompt beside them was answered."""

from typing import Any

from tests.journeys.house import GROUP, STAFF_CHEN, STAFF_LI, WANG, House
from tests.journeys.test_complaint import SIMPLIFIED
from tests.journeys.test_ladder import count
from tests.journeys.test_prompts import ANSWER, ASKED, SENT, asked_for_a_reply

OFFERED, PLAINLY = "也可以点一句直接发", "也可以不写"


def taps(house: House, words: str = OFFERED) -> list[list[Any]]:
    """The rows of buttons under each message that says so, the newest last."""
    found = [m for m in house.playground.messages(GROUP) if words in m.get("text", "")]
    return [m.get("reply_markup", {}).get("inline_keyboard", []) for m in found]


async def test_taps_go_when_the_prompt_is_answered_in_writing(house: House) -> None:
    await asked_for_a_reply(house)
    assert len(taps(house)) == 1
    assert taps(house)[0]
    await house.answer(STAFF_CHEN, ANSWER, "请回复这条消息")
    assert taps(house) == [[]]
    assert await house.rows(SENT) == [(1,)]


async def test_taps_go_when_one_of_them_was_used(house: House) -> None:
    await asked_for_a_reply(house)
    first = taps(house)[0][0][0]["text"]
    await house.press(STAFF_CHEN, first, OFFERED, GROUP)
    assert taps(house) == [[]]


async def test_taps_stay_until_words_beside_the_prompt_are_meant(house: House) -> None:
    await asked_for_a_reply(house)
    await house.say(STAFF_CHEN, ANSWER, chat=GROUP)
    assert taps(house)[0]
    await house.press(STAFF_CHEN, "发给客人", ASKED, GROUP)
    assert taps(house) == [[]]


async def test_taps_of_who_does_not_have_the_case_stay_until_their_words_are_sent(
    house: House,
) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "我来", "#1001", GROUP)
    await house.press(STAFF_LI, "回复", "#1001", GROUP)
    await house.answer(STAFF_LI, ANSWER, "请回复这条消息")
    assert taps(house)[0]
    await house.press(STAFF_LI, "发给客人", ASKED, GROUP)
    assert taps(house) == [[]]


async def test_a_tap_to_resolve_without_words_goes_when_words_were_written(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "已换房", "是怎么解决的？")
    assert taps(house, PLAINLY) == [[]]


async def test_taps_stand_in_the_newest_message_only(house: House) -> None:
    await asked_for_a_reply(house)
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    older, newest = taps(house)
    assert not older
    assert newest


async def test_a_tap_that_was_on_its_way_meanwhile_sends_nothing_and_says_why(
    house: House,
) -> None:
    await asked_for_a_reply(house)
    old = next(m for m in house.playground.messages(GROUP) if OFFERED in m.get("text", ""))
    data = old["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    room = house.playground.room(GROUP)
    kept = house.playground.kept_message(room, old["message_id"])
    assert kept is not None
    await house.pass_time(minutes=5)
    await house.answer(STAFF_CHEN, ANSWER, "请回复这条消息")
    house.playground.press_data(STAFF_CHEN, room, kept, data)
    await house.settle()
    assert "后来答复过了" in house.toasts(STAFF_CHEN)[-1]
    assert await house.rows(SENT) == [(1,)]
    await house.pass_time(minutes=5)
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.press(STAFF_CHEN, taps(house)[-1][0][0]["text"], OFFERED, GROUP)
    assert await house.rows(SENT) == [(2,)]
    assert count(house.texts(WANG), ANSWER) == 1
