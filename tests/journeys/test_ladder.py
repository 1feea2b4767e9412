"""A complaint that nobody takes goes up, level by level, each once."""

from tests.journeys.house import ALEX, GROUP, LIN, OWNER, STAFF_CHEN, SUPERVISOR, WANG, House
from tests.journeys.test_complaint import SIMPLIFIED


def count(said: list[str], words: str) -> int:
    return sum(words in each for each in said)


async def test_group_then_supervisor_then_owner_hear_of_it_each_once(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.pass_time(minutes=31)
    assert count(house.texts(GROUP), "要答复") == 1
    await house.pass_time(minutes=15)
    assert count(house.texts(GROUP), "要答复") == 2
    assert count(house.texts(SUPERVISOR), "#1001") == 0
    await house.pass_time(minutes=15)
    assert count(house.texts(SUPERVISOR), "#1001") == 1
    assert count(house.texts(OWNER), "#1001") == 0
    assert count(house.texts(WANG), "没有在说好的时间内") == 1
    await house.pass_time(minutes=30)
    assert count(house.texts(OWNER), "请您指定一人") == 1
    assert count(house.texts(WANG), "没有在说好的时间内") == 1


async def test_who_only_wished_to_complain_at_first_is_quoted_with_what_happened(
    house: House,
) -> None:
    await house.say(WANG, "你好，我要投诉")
    await house.say(WANG, SIMPLIFIED)
    await house.pass_time(minutes=31)
    await house.pass_time(minutes=30)
    reminded = [text for text in house.texts(GROUP) if "要答复" in text and "⏳" in text]
    told = [text for text in house.texts(SUPERVISOR) if "已超时" in text or "到时限了" in text]
    assert reminded
    assert told
    for text in (*reminded, *told):
        assert f"“{SIMPLIFIED}”" in text
        assert "我要投诉" not in text


async def test_who_takes_it_silences_the_ladder_and_must_act_in_time(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.pass_time(minutes=61)
    await house.press(SUPERVISOR, "我来处理", "#1001")
    await house.pass_time(minutes=25)
    assert count(house.texts(OWNER), "#1001") == 0
    await house.pass_time(minutes=10)
    assert count(house.texts(OWNER), "#1001") == 1


async def test_after_an_outage_only_the_highest_step_is_told_and_marked_late(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.pass_time(hours=4)
    assert count(house.texts(GROUP), "要答复") == 0
    assert count(house.texts(SUPERVISOR), "#1001") == 0
    assert count(house.texts(OWNER), "这条提醒发晚了") == 1


async def test_an_answer_in_time_keeps_everybody_quiet(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "马上来。", "内容会发给客人")
    await house.pass_time(hours=2)
    assert count(house.texts(SUPERVISOR), "#1001") == 0


async def test_one_board_tells_what_is_overdue_and_is_edited_in_place(house: House) -> None:
    for customer in (WANG, LIN, ALEX):
        await house.say(customer, SIMPLIFIED)
    await house.pass_time(minutes=61)
    boards = [text for text in house.texts(GROUP) if "⏰ 超时" in text]
    assert len(boards) == 1
    assert "超时 3 件" in boards[0]
    assert count(house.texts(SUPERVISOR), "3 件一起说") == 1
    await house.press(SUPERVISOR, "#1002 我来处理", "3 件一起说")
    assert await house.rows("SELECT state FROM cases WHERE id = 1002") == [("taken",)]
    for number in ("#1001", "#1002", "#1003"):
        await house.press(STAFF_CHEN, "已解决", number, GROUP)
        await house.press(STAFF_CHEN, "不写了，直接办结", f"{number} 是怎么解决的", GROUP)
    boards = [text for text in house.texts(GROUP) if "超时" in text and "#" not in text]
    assert boards == ["✅ 超时的都办好了。"]


async def test_who_can_not_be_reached_is_tried_anew_with_the_next_reminder(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    for boss in (SUPERVISOR, OWNER):
        await house.playground.block(boss)
    await house.playground.remove_bot(OWNER, GROUP)
    await house.pass_time(hours=4)
    told = "SELECT state FROM outbox WHERE kind = 'escalation'"
    in_vain = await house.rows(told)
    assert set(in_vain) == {("failed",)}
    # One of each promise that is missed by now.
    assert len(in_vain) <= 2
    await house.playground.promote_bot(OWNER, GROUP)
    await house.settle()
    await house.pass_time(hours=1)
    assert count(house.texts(GROUP), "联系不上") == 1
    assert ("sent",) in await house.rows(told)


async def correct(house: House, to: str) -> None:
    for label in ("更多", "改分类", to):
        await house.press(STAFF_CHEN, label, "#1001", GROUP)


async def test_danger_that_comes_back_is_told_to_everybody_at_once_again(house: House) -> None:
    await house.say(WANG, "着火了，有人受伤，快来人")
    rooms = (GROUP, SUPERVISOR, OWNER)
    assert [count(house.texts(room), "请立即到场") for room in rooms] == [1, 1, 1]
    await correct(house, "投诉")
    await house.pass_time(minutes=30)
    await house.say(WANG, "着火了，有人受伤，快来人")
    assert await house.rows("SELECT kind, round FROM cases") == [("emergency", 1)]
    assert [count(house.texts(room), "请立即到场") for room in rooms] == [2, 2, 2]


async def answered(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "马上来。", "内容会发给客人")


async def test_what_is_promised_anew_is_warned_of_and_told_upwards_anew(house: House) -> None:
    await answered(house)
    await correct(house, "4")
    await house.pass_time(hours=2, minutes=30)
    assert count(house.texts(STAFF_CHEN), "#1001") == 1
    await house.pass_time(hours=1, minutes=31)
    assert count(house.texts(SUPERVISOR), "#1001") == 1
    assert count(house.texts(WANG), "没有在说好的时间内办完") == 1
    await correct(house, "2")
    await house.pass_time(hours=2)
    assert count(house.texts(STAFF_CHEN), "#1001") == 2
    await house.pass_time(hours=6)
    assert count(house.texts(SUPERVISOR), "#1001") == 2
    # It is ten in the evening, and customers hear of it in the morning.
    await house.pass_time(hours=11)
    assert count(house.texts(WANG), "没有在说好的时间内办完") == 2


async def test_who_was_told_that_we_are_late_is_not_told_so_again_for_a_correction(
    house: House,
) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.pass_time(minutes=61)
    assert count(house.texts(SUPERVISOR), "#1001") == 1
    await correct(house, "4")
    await house.pass_time(minutes=1)
    assert count(house.texts(OWNER), "#1001") == 1
    assert count(house.texts(WANG), "没有在说好的时间内") == 1


async def test_the_last_level_names_somebody_with_two_taps(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.pass_time(minutes=91)
    await house.press(OWNER, "转给…", "请您指定一人：点“转给…”")
    await house.press(OWNER, "小陈", "#1001")
    owner = "SELECT name FROM cases JOIN names ON names.person_id = owner_id"
    assert await house.rows(owner) == [("小陈",)]
    assert count(house.texts(STAFF_CHEN), "转给您了") == 1


async def test_several_at_once_can_each_be_given_to_somebody(house: House) -> None:
    for customer in (WANG, LIN, ALEX):
        await house.say(customer, SIMPLIFIED)
    await house.pass_time(hours=4)
    assert count(house.texts(OWNER), "3 件一起说") == 1
    await house.press(OWNER, "#1002 转给…", "3 件一起说")
    await house.press(OWNER, "小陈", "#1002")
    assert await house.rows("SELECT id FROM cases WHERE owner_id IS NOT NULL") == [(1002,)]
