"""What staff do besides answering: hand over, ask, make up for it, correct, look back."""

from storage.figures import figures_of
from storage.people import PeopleRows
from tests.journeys.house import (
    ALEX,
    GROUP,
    LIN,
    OWNER,
    STAFF_CHEN,
    STAFF_LI,
    STRANGER,
    SUPERVISOR,
    WANG,
    House,
)
from tests.journeys.test_complaint import SIMPLIFIED
from tests.journeys.test_ladder import count


async def menu(house: House, *labels: str, user: int = STAFF_CHEN) -> None:
    for label in ("更多", *labels):
        await house.press(user, label, "#1001", GROUP)


async def test_a_case_is_handed_to_a_colleague_who_hears_of_it_in_private(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "我来", "#1001", GROUP)
    await menu(house, "转给…", "小李")
    assert await house.rows(
        "SELECT telegram_id FROM cases JOIN persons ON persons.id = owner_id"
    ) == [(STAFF_LI,)]
    assert count(house.texts(STAFF_LI), "转给您了") == 1
    await menu(house, "转给…", "小陈", user=STAFF_CHEN)
    assert "别的同事手上" in house.toasts(STAFF_CHEN)[-1]
    await house.press(SUPERVISOR, "小陈", "#1001", GROUP)
    assert await house.rows(
        "SELECT telegram_id FROM cases JOIN persons ON persons.id = owner_id"
    ) == [(STAFF_CHEN,)]


async def test_the_clock_stands_still_while_the_customer_is_asked(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "我来", "#1001", GROUP)
    before = await house.rows("SELECT due_at FROM promises WHERE clock = 'resolution'")
    await menu(house, "请客人补充")
    await house.answer(STAFF_CHEN, "请问是哪个房间？", "补充什么")
    assert count(house.texts(WANG), "请直接在这里回复") == 1
    assert await house.rows("SELECT state FROM cases") == [("waiting",)]
    await house.pass_time(hours=30)
    assert count(house.texts(SUPERVISOR), "#1001") == 0
    await house.say(WANG, "812 房")
    assert await house.rows("SELECT state FROM cases") == [("taken",)]
    after = await house.rows("SELECT due_at FROM promises WHERE clock = 'resolution'")
    assert str(after) > str(before)
    paused = await house.rows("SELECT paused FROM promises WHERE clock = 'resolution'")
    assert 30 * 3600 <= paused[0][0] < 31 * 3600


async def test_a_question_is_a_first_response_and_what_it_waited_for_is_no_work(
    house: House,
) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.pass_time(minutes=5)
    await menu(house, "请客人补充")
    await house.answer(STAFF_CHEN, "请问是哪个房间？", "补充什么")
    await house.pass_time(hours=50)
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "电话里说好了，已换房。", "怎么解决的")
    async with house.app.database.reading() as connection:
        people = PeopleRows(connection)
        figures = await figures_of(connection, [await people.house()], "7d", house.clock.now())
    times = [figures.numbers[key].total for key in ("first_response", "first_resolution")]
    assert all(total is not None and 300 <= total < 360 for total in times), times


async def asked(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await menu(house, "请客人补充")
    await house.answer(STAFF_CHEN, "请问是哪个房间？", "补充什么")


async def test_what_the_customer_took_to_answer_is_not_counted_after_a_correction(
    house: House,
) -> None:
    await asked(house)
    await house.pass_time(hours=10)
    await menu(house, "改分类", "1")
    await house.pass_time(hours=10)
    await house.say(WANG, "812 房")
    await menu(house, "改分类", "2")
    await house.pass_time(hours=11)
    late = "没有在说好的时间内"
    assert [count(house.texts(room), "#1001") for room in (SUPERVISOR, OWNER)] == [0, 0]
    assert count(house.texts(WANG), late) == 0
    waited = await house.rows("SELECT sum(paused) FROM promises WHERE clock = 'resolution'")
    assert waited[0][0] // 3600 == 20
    await house.pass_time(hours=1, minutes=1)
    assert count(house.texts(SUPERVISOR), "#1001") == 1


async def test_a_correction_gives_the_customer_no_more_time_to_answer(house: House) -> None:
    await asked(house)
    await house.pass_time(hours=40)
    await menu(house, "改分类", "1")
    await house.pass_time(hours=9)
    assert await house.rows("SELECT state FROM cases") == [("taken",)]
    assert count(house.texts(SUPERVISOR), "#1001") == 0


async def test_words_that_become_a_case_days_later_are_promised_for_from_then_on(
    house: House,
) -> None:
    await house.say(WANG, "那个事情")
    await house.pass_time(hours=47)
    await house.press(WANG, "这是投诉")
    await house.press(STAFF_CHEN, "我来", "#1001", GROUP)
    await house.pass_time(minutes=5)
    assert count(house.texts(WANG), "#1001 还") == 0
    await menu(house, "改分类", "3")
    await house.pass_time(minutes=5)
    assert count(house.texts(WANG), "没有在说好的时间内") == 0
    assert count(house.texts(SUPERVISOR), "#1001") == 0
    opened = await house.rows("SELECT opened_at < round_at FROM cases")
    assert [bool(before) for (before,) in opened] == [True]


async def test_a_question_that_becomes_a_complaint_is_promised_for_from_then_on(
    house: House,
) -> None:
    await house.say(WANG, "请问早餐几点开始？")
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "厨房正在确认。", "内容会发给客人")
    await house.pass_time(hours=20)
    await house.say(WANG, SIMPLIFIED)
    assert await house.rows("SELECT kind FROM cases") == [("complaint",)]
    await menu(house, "改分类", "1")
    await house.pass_time(minutes=5)
    assert count(house.texts(WANG), "没有在说好的时间内") == 0
    assert count(house.texts(SUPERVISOR), "#1001") == 0


async def test_a_customer_who_never_answers_gives_the_ball_back(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await menu(house, "请客人补充")
    await house.answer(STAFF_CHEN, "请问是哪个房间？", "补充什么")
    await house.pass_time(hours=73)
    assert await house.rows("SELECT state FROM cases") == [("taken",)]


async def test_who_is_asked_about_a_suggestion_is_not_waited_for_without_end(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await menu(house, "请客人补充")
    await house.answer(STAFF_CHEN, "请问是哪个房间？", "补充什么")
    await menu(house, "改分类", "建议")
    assert await house.rows("SELECT state, kind FROM cases") == [("waiting", "suggestion")]
    await house.pass_time(hours=73)
    assert await house.rows("SELECT state FROM cases") == [("taken",)]


async def test_within_the_limit_a_remedy_is_given_at_once(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await menu(house, "补偿", "退款…")
    await house.answer(STAFF_CHEN, "88", "多少元")
    assert count(house.texts(WANG), "退款 88 元") == 1
    assert await house.rows("SELECT kind, amount, state FROM remedies") == [
        ("refund", 8800, "granted")
    ]


async def test_a_sum_in_words_is_given_as_one_in_figures(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await menu(house, "补偿", "退款…")
    await house.answer(STAFF_CHEN, "八十八块", "多少元")
    assert await house.rows("SELECT kind, amount FROM remedies") == [("refund", 8800)]


async def test_above_the_limit_a_supervisor_decides(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await menu(house, "补偿", "退款…")
    await house.answer(STAFF_CHEN, "500", "多少元")
    assert count(house.texts(WANG), "退款") == 0
    assert count(house.texts(SUPERVISOR), "退款 500 元") == 1
    await house.press(SUPERVISOR, "同意", "退款 500 元")
    assert count(house.texts(WANG), "退款 500 元") == 1
    await house.press(SUPERVISOR, "同意", "退款 500 元")
    assert count(house.texts(WANG), "退款 500 元") == 1
    assert "处理过" in house.toasts(SUPERVISOR)[-1]


async def test_who_declines_says_why_and_what_instead(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await menu(house, "补偿", "退款…")
    await house.answer(STAFF_CHEN, "900.50", "多少元")
    await house.press(SUPERVISOR, "不同意", "退款 900.50 元")
    await house.answer(SUPERVISOR, "太多了，换房加早餐就好", "为什么不同意", chat=SUPERVISOR)
    assert await house.rows("SELECT state FROM remedies") == [("declined",)]
    assert "退款这次办不到" in house.texts(WANG)[-1]
    await house.press(WANG, "不接受")
    assert "12315" in house.texts(WANG)[-1]
    assert count(house.texts(SUPERVISOR), "不接受换的办法") == 1
    assert await house.rows("SELECT answer FROM remedies") == [("refused",)]
    await house.press(WANG, "可以")
    assert await house.rows("SELECT answer FROM remedies") == [("refused",)]
    assert count(house.texts(GROUP), "换房加早餐就好") == 1
    assert count(house.texts(WANG), "900") == 0


async def test_a_sum_that_is_none_is_asked_again_and_nothing_is_promised(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await menu(house, "补偿", "优惠券…")
    await house.answer(STAFF_CHEN, "随便给一点", "多少元")
    assert count(house.texts(GROUP), "没看懂金额") == 1
    assert await house.rows("SELECT count(*) FROM remedies") == [(0,)]


async def test_two_taps_correct_the_machine_and_are_kept(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await menu(house, "改分类", "异议")
    await menu(house, "改分类", "哪方面", "价格")
    assert await house.rows("SELECT kind FROM cases") == [("objection",)]
    said = await house.rows("SELECT dimension FROM findings WHERE said_by = 'person'")
    assert said == [("price",)]
    kept = await house.rows("SELECT count(*) FROM events WHERE step = 'corrected'")
    assert kept == [(2,)]
    assert house.toasts(STAFF_CHEN)[-1].startswith("已记住：“等了两个小时")
    assert house.toasts(STAFF_CHEN)[-1].endswith("”属于价格。")
    await house.press(STAFF_CHEN, "✓ 环境设施", "#1001", GROUP)
    assert house.toasts(STAFF_CHEN)[-1] == "已记住：“房间有烟味”不算环境设施。"
    await house.press(STAFF_CHEN, "说到做到", "#1001", GROUP)
    assert house.toasts(STAFF_CHEN)[-1] == "已记住：“房间有烟味”属于说到做到。"


async def test_an_emergency_that_the_machine_missed_has_its_own_promises(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    before = await house.rows("SELECT count(*) FROM promises WHERE dropped_at IS NULL")
    await menu(house, "改分类", "突发事件")
    assert await house.rows("SELECT count(*) FROM promises WHERE dropped_at IS NULL") == before
    assert await house.rows("SELECT count(*) FROM promises WHERE dropped_at IS NOT NULL") == before
    await house.pass_time(minutes=11)
    assert count(house.texts(OWNER), "#1001") >= 1


async def test_what_the_customer_hopes_for_stands_on_the_card(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(WANG, "希望退款", "1001")
    assert count(house.texts(GROUP), "希望：退款") == 1
    await house.press(WANG, "希望退款", "1001")
    assert "处理过" in house.toasts(WANG)[-1]


async def test_what_was_heard_on_the_phone_has_the_same_clocks(house: House) -> None:
    await house.say(STAFF_CHEN, "/log 客人打电话说空调坏了，等了一小时没人来", chat=GROUP)
    assert count(house.texts(GROUP), "已记下，编号 1001") == 1
    assert await house.rows("SELECT channel FROM cases") == [("desk",)]
    assert await house.rows("SELECT count(*) FROM promises") == [(2,)]
    await menu(house, "已当面/电话处理")
    assert await house.rows("SELECT state FROM cases") == [("resolved",)]


async def test_the_trail_names_every_step_and_not_the_customer(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "我来", "#1001", GROUP)
    await menu(house, "原因", "流程")
    await house.say(STAFF_CHEN, "/case 1001", chat=GROUP)
    trail = next(text for text in house.texts(GROUP) if "的经过" in text)
    for step in ("收到", "接手 · 小陈", "写明原因 · 小陈"):
        assert step in trail
    assert "王" not in trail
    house.playground.add_person("路人", id=STRANGER)
    await house.playground.start(STRANGER)
    await house.say(STRANGER, "/case 1001")
    assert "只给本店同事用" in house.texts(STRANGER)[-1]


async def test_a_usual_answer_goes_out_in_the_customers_language(house: House) -> None:
    await house.say(ALEX, "I waited two hours and the room smells of smoke")
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.press(STAFF_CHEN, "已经安排同事过去了，请稍等。", "#1001", GROUP)
    assert count(house.texts(ALEX), "A colleague is on the way") == 1
    kept = await house.rows("SELECT kept_at IS NOT NULL FROM promises WHERE clock = 'response'")
    assert [bool(kept_) for (kept_,) in kept] == [True]


async def test_at_the_end_of_a_shift_one_tap_hands_all_over(house: House) -> None:
    for user in (WANG, LIN):
        await house.say(user, SIMPLIFIED)
    for number in ("#1001", "#1002"):
        await house.press(STAFF_CHEN, "我来", number, GROUP)
    await house.say(STAFF_CHEN, "/handover", chat=GROUP)
    await house.press(STAFF_CHEN, "全部转给 小李", "您手上有 2 件", GROUP)
    owners = await house.rows("SELECT telegram_id FROM cases JOIN persons ON persons.id = owner_id")
    assert owners == [(STAFF_LI,), (STAFF_LI,)]
    assert count(house.texts(STAFF_LI), "转给您了") == 2
    await house.say(STAFF_CHEN, "/handover", chat=GROUP)
    assert count(house.texts(GROUP), "可以放心交班") == 1


async def test_a_suggestion_is_adopted_or_not_and_the_customer_hears_it(house: House) -> None:
    await house.say(WANG, "建议早餐加一点素菜")
    assert await house.rows("SELECT kind FROM cases") == [("suggestion",)]
    await house.press(STAFF_CHEN, "采纳", "#1001", GROUP)
    assert count(house.texts(WANG), "采纳了") == 1
    assert await house.rows("SELECT state, outcome FROM cases") == [("closed", "adopted")]
