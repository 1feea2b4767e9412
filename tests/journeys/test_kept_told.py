"""What customers hear without asking, when, and how a case ends that they say nothing about."""

from tests.journeys.house import GROUP, OWNER, STAFF_CHEN, SUPERVISOR, WANG, House
from tests.journeys.test_complaint import SIMPLIFIED
from tests.journeys.test_ladder import count


async def resolve(house: House) -> None:
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.press(STAFF_CHEN, "不写了，直接办结", "怎么解决的", GROUP)


async def test_silence_is_asked_about_once_more_and_closes_as_no_answer(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await resolve(house)
    await house.pass_time(hours=25)
    assert count(house.texts(WANG), "#1001 这样处理可以吗？") == 1
    await house.pass_time(hours=22)
    assert await house.rows("SELECT state FROM cases") == [("resolved",)]
    await house.pass_time(hours=3)
    closed = [("closed", "no_answer", None)]
    assert await house.rows("SELECT state, outcome, handling FROM cases") == closed
    assert count(house.texts(WANG), "#1001 这样处理可以吗？") == 1
    assert "客人没有回应" in house.texts(GROUP)[0]


async def test_after_an_outage_it_is_still_asked_before_it_is_closed(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await resolve(house)
    await house.pass_time(hours=72)
    assert count(house.texts(WANG), "#1001 这样处理可以吗？") == 1
    assert await house.rows("SELECT state FROM cases") == [("resolved",)]
    await house.press(WANG, "解决了，满意", "#1001 这样处理可以吗？")
    assert await house.rows("SELECT outcome FROM cases") == [("accepted",)]


async def test_who_waits_is_told_how_it_stands_and_who_was_answered_is_left_alone(
    house: House,
) -> None:
    await house.say(WANG, "请问早餐几点开始？")
    await house.pass_time(hours=1, minutes=1)
    assert count(house.texts(WANG), "没有忘。比说好的晚了，抱歉。") == 1
    assert count(house.texts(SUPERVISOR), "#1001") == 0
    await house.pass_time(hours=23)
    assert count(house.texts(WANG), "#1001 还没办完，没有忘。") == 2
    await house.press(STAFF_CHEN, "我来", "#1001", GROUP)
    await house.pass_time(hours=9)
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "厨房正在确认。", "内容会发给客人")
    await house.pass_time(hours=4)
    assert count(house.texts(WANG), "#1001 还在办") == 0
    await house.pass_time(hours=12)
    assert count(house.texts(WANG), "#1001 还在办，小陈 在跟进。") == 1


async def refuse(house: House) -> None:
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "只能这样了。", "怎么解决的")
    await house.press(WANG, "没解决")


async def test_a_final_decision_that_is_refused_stays_open_until_recourse_is_used_up(
    house: House,
) -> None:
    await house.say(WANG, SIMPLIFIED)
    await refuse(house)
    assert await house.rows("SELECT state, round FROM cases") == [("taken", 2)]
    assert "12315" in house.texts(WANG)[-1]
    await refuse(house)
    assert await house.rows("SELECT state FROM cases") == [("contested",)]
    assert "前值班经理会再联系您" in house.texts(WANG)[-1]
    assert "12315" in house.texts(WANG)[-1]
    assert count(house.texts(SUPERVISOR), "不接受这个结果") == 1
    owner = count(house.texts(OWNER), "#1001")
    await house.pass_time(hours=25)
    assert count(house.texts(SUPERVISOR), "不接受这个结果") == 2
    assert count(house.texts(OWNER), "#1001") == owner
    await house.press(STAFF_CHEN, "途径已用尽", "#1001", GROUP)
    assert await house.rows("SELECT state FROM cases") == [("contested",)]
    await house.press(SUPERVISOR, "途径已用尽")
    assert await house.rows("SELECT state, outcome FROM cases") == [("closed", "recourse")]
    assert "先结在这里" in house.texts(WANG)[-1]


async def at_night(house: House) -> None:
    """A case of ten in the morning, and it is eleven at night."""
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "我来", "#1001", GROUP)
    await house.pass_time(hours=13)
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "房间换好了。", "内容会发给客人")


async def test_an_answer_at_night_waits_for_the_morning_and_its_writer_knows(house: House) -> None:
    await at_night(house)
    assert count(house.texts(WANG), "房间换好了。") == 0
    assert count(house.texts(GROUP), "您的答复 明天 9:00 送到") == 1
    await house.pass_time(hours=10, minutes=1)
    assert count(house.texts(WANG), "房间换好了。") == 1
    assert "✓ 已送达" in house.texts(GROUP)[0]


async def test_whoever_writes_at_night_gets_at_once_what_was_held(house: House) -> None:
    await at_night(house)
    await house.say(WANG, "还有人吗？我睡不了")
    assert count(house.texts(WANG), "房间换好了。") == 1


async def test_what_is_urgent_is_said_at_any_hour(house: House) -> None:
    await house.say(WANG, "走廊里有很重的煤气味，我们不敢待在房间里了")
    await house.pass_time(hours=13)
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "消防已到，请先别回房间。", "内容会发给客人")
    assert count(house.texts(WANG), "消防已到") == 1


async def test_who_finds_later_that_it_is_not_solved_is_heard_again(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "换了房", "怎么解决的")
    await house.press(WANG, "解决了，满意", "换了房")
    assert await house.rows("SELECT state FROM cases") == [("closed",)]
    await house.pass_time(days=29)
    await house.press(WANG, "没解决", "换了房")
    assert await house.rows("SELECT state, round, outcome FROM cases") == [("taken", 2, None)]
    assert await house.rows("SELECT count(*) FROM promises WHERE round = 2") == [(2,)]
    assert "这件事还没完" in house.texts(WANG)[-1]
    assert "12315" in house.texts(WANG)[-1]


async def test_after_the_window_it_stays_closed(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "换了房", "怎么解决的")
    await house.press(WANG, "解决了，满意", "换了房")
    await house.pass_time(days=31)
    await house.press(WANG, "没解决", "换了房")
    assert await house.rows("SELECT state, round FROM cases") == [("closed", 1)]


async def test_danger_opens_again_what_was_contested(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await refuse(house)
    await refuse(house)
    assert await house.rows("SELECT state FROM cases") == [("contested",)]
    await house.say(WANG, "走廊里有很重的煤气味，我们不敢待在房间里了")
    assert await house.rows("SELECT state, kind FROM cases") == [("taken", "emergency")]
    assert count(house.texts(GROUP), "请立即到场") == 1


async def test_what_turns_out_unsolved_after_the_last_decision_is_open_again(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await refuse(house)
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "只能这样了。", "怎么解决的")
    await house.press(WANG, "解决了，满意")
    assert await house.rows("SELECT state FROM cases") == [("closed",)]
    await house.press(WANG, "没解决")
    open_again = [("contested", None, None)]
    assert await house.rows("SELECT state, outcome, closed_at FROM cases") == open_again
    assert "前值班经理会再联系您" in house.texts(WANG)[-1]
