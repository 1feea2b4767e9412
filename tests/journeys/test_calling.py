"""A customer without Telegram is called: that is a response, and the case goes on."""

import pytest

from storage.figures import figures_of
from storage.people import PeopleRows
from tests.journeys.house import GROUP, STAFF_CHEN, STAFF_LI, WANG, House
from tests.journeys.test_complaint import SIMPLIFIED
from tests.journeys.test_desk import card, labels, logged
from tests.journeys.test_ladder import count
from tests.journeys.test_presses import press_all

CALL = "已去电"
REPLIED = "SELECT facts FROM events WHERE step = 'replied'"
KEPT = "SELECT clock FROM promises WHERE kept_at IS NOT NULL"


async def test_a_call_that_ends_nothing_yet_is_the_first_response(house: House) -> None:
    await logged(house)
    await house.pass_time(minutes=10)
    await house.press(STAFF_CHEN, CALL, "#1001", GROUP)
    assert await house.rows(KEPT) == [("response",)]
    at_once = "SELECT state, owner_id IS NOT NULL, responded_at = (SELECT at FROM events WHERE "
    at_once += "step = 'replied') FROM cases"
    assert await house.rows(at_once) == [("taken", 1, 1)]
    assert "called" in str(await house.rows(REPLIED))
    assert "📞 已去电答复" in card(house)["text"]
    assert "前办结" in card(house)["text"]
    async with house.app.database.reading() as connection:
        people = PeopleRows(connection)
        figures = await figures_of(connection, [await people.house()], "today", house.clock.now())
    total = figures.numbers["first_response"].total
    assert total is not None
    assert 600 <= total < 660


async def test_a_call_is_told_as_one_in_the_trail(house: House) -> None:
    await logged(house)
    await house.press(STAFF_CHEN, CALL, "#1001", GROUP)
    await house.say(STAFF_CHEN, "/case 1001", chat=GROUP)
    assert "去电答复客人 · 小陈" in house.texts(GROUP)[-1]


async def test_two_taps_are_one_call_and_one_the_next_day_is_another(house: House) -> None:
    await logged(house)
    await press_all(house, STAFF_CHEN, GROUP, ["c:called:1001:1", "c:called:1001:1"])
    assert "已经处理过了" in house.toasts(STAFF_CHEN)[-1]
    assert len(await house.rows(REPLIED)) == 1
    first = await house.rows("SELECT responded_at FROM cases")
    await house.pass_time(days=1)
    await house.press(STAFF_LI, CALL, "#1001", GROUP)
    assert len(await house.rows(REPLIED)) == 2
    assert await house.rows("SELECT responded_at FROM cases") == first


async def test_a_call_that_the_customer_asked_for_is_made_with_it(house: House) -> None:
    await house.say(STAFF_CHEN, "/log 客人打电话说空调坏了，请给我回电", chat=GROUP)
    assert "📞 客人请回电" in card(house)["text"]
    await house.press(STAFF_CHEN, CALL, "#1001", GROUP)
    assert sorted(await house.rows(KEPT)) == [("promise",), ("response",)]
    assert "📞 客人请回电" not in card(house)["text"]


async def test_who_blocked_the_bot_can_be_called_too(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.playground.block(WANG)
    await house.settle()
    assert CALL in labels(house)
    assert "回复" in labels(house)
    await house.press(STAFF_CHEN, CALL, "#1001", GROUP)
    assert "已去电答复" in house.toasts(STAFF_CHEN)[-1]
    assert await house.rows(KEPT) == [("response",)]
    assert "📞 已去电答复" in card(house)["text"]


async def test_an_answer_that_did_not_arrive_is_told_by_the_call_after_it(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    house.playground.room(WANG).blocked = True
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "马上派人来", "内容会发给客人")
    assert "📞 已去电答复" not in card(house)["text"]
    await house.pass_time(minutes=10)
    await house.press(STAFF_CHEN, CALL, "#1001", GROUP)
    text = card(house)["text"]
    assert "📞 已去电答复" in text
    assert "↪️ 小陈：马上派人来" in text
    assert "请您告诉客人" not in text


async def test_an_answer_after_the_call_is_still_to_be_told(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.playground.block(WANG)
    await house.settle()
    await house.press(STAFF_CHEN, CALL, "#1001", GROUP)
    await house.pass_time(minutes=10)
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "马上派人来", "内容会发给客人")
    assert "📞 已去电答复" in card(house)["text"]
    assert "马上派人来（请您告诉客人）" in card(house)["text"]


async def test_a_call_follows_at_once_on_an_answer_that_did_not_arrive(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    house.playground.room(WANG).blocked = True
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "马上派人来", "内容会发给客人")
    assert count(house.texts(GROUP), "客人已停用机器人") == 1
    assert "马上派人来（请您告诉客人）" in card(house)["text"]
    await house.press(STAFF_CHEN, CALL, "#1001", GROUP)
    assert "已去电答复" in house.toasts(STAFF_CHEN)[-1]
    steps = [str(facts) for (facts,) in await house.rows(REPLIED)]
    assert ["called" in one for one in steps] == [False, True]


async def test_who_comes_back_is_written_to_again(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.playground.block(WANG)
    await house.settle()
    await house.say(WANG, "还有，空调也坏了")
    assert CALL not in labels(house)
    await press_all(house, STAFF_CHEN, GROUP, ["c:called:1001:1"])
    assert "回复" in house.toasts(STAFF_CHEN)[-1]


async def test_the_card_offers_no_call_any_more_once_they_are_back(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.playground.block(WANG)
    await house.settle()
    assert CALL in labels(house)
    await house.say(WANG, "/start")
    assert CALL not in labels(house)


async def test_a_call_is_the_one_asked_for_while_another_promise_runs(house: House) -> None:
    await house.say(WANG, "空调坏了，等了两个小时没人理，请给我回电")
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "明天 18 点前给您修好", "内容会发给客人")
    await house.playground.block(WANG)
    await house.settle()
    await house.press(STAFF_CHEN, CALL, "#1001", GROUP)
    text = card(house)["text"]
    assert "📞 客人请回电" not in text
    assert "🤝 说好了" in text
    kept = "SELECT clock FROM promises WHERE kept_at IS NOT NULL AND who IS NULL ORDER BY clock"
    assert await house.rows(kept) == [("promise",), ("response",)]


async def test_only_who_can_not_be_written_to_is_called(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    assert CALL not in labels(house)
    await house.press(STAFF_CHEN, "更多", "#1001", GROUP)
    assert CALL not in labels(house)
    await press_all(house, STAFF_CHEN, GROUP, ["c:called:1001:1"])
    assert "回复" in house.toasts(STAFF_CHEN)[-1]
    assert await house.rows(KEPT) == []


@pytest.mark.parametrize("end", ["已解决", "已当面/电话处理"])
async def test_what_is_done_is_not_called_about_any_more(house: House, end: str) -> None:
    await logged(house)
    if end == "已解决":
        await house.press(STAFF_CHEN, end, "#1001", GROUP)
        await house.press(STAFF_CHEN, "不写了，直接办结", "怎么解决的", GROUP)
    else:
        await house.press(STAFF_CHEN, "更多", "#1001", GROUP)
        await house.press(STAFF_CHEN, end, "#1001", GROUP)
    assert CALL not in labels(house)
    await press_all(house, STAFF_CHEN, GROUP, ["c:called:1001:1"])
    assert await house.rows(REPLIED) == []
    assert count([card(house)["text"]], "📞 已去电答复") == 0
