"""Who gets a case: the team that the rules name, a topic of its own, or a supervisor alone."""

from tests.journeys.house import (
    ALEX,
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

SMOKE = "房间里全是烟味，地毯也很脏"


async def forum(house: House, command: str) -> int:
    """A forum group with the bot and the team in it, bound by the owner."""
    room = house.playground.add_group("客房部", owner=OWNER, forum=True)
    for person in (STAFF_CHEN, STAFF_LI):
        await house.playground.join(person, room.id)
    await house.playground.add_bot_to_group(OWNER, room.id)
    await house.playground.promote_bot(OWNER, room.id)
    await house.say(OWNER, command, chat=room.id)
    return room.id


async def test_a_team_gets_its_own_cases_and_the_trail_says_why(house: House) -> None:
    room = house.playground.add_group("客房部", owner=OWNER, supergroup=True)
    for person in (STAFF_CHEN,):
        await house.playground.join(person, room.id)
    await house.playground.add_bot_to_group(OWNER, room.id)
    await house.say(OWNER, "/bind 没有的部门", chat=room.id)
    assert "没有叫“没有的部门”的门店或小组" in house.texts(room.id)[-1]
    await house.say(OWNER, "/bind 客房部", chat=room.id)
    assert "不止一家店有“客房部”，请写上店名" in house.texts(room.id)[-1]
    await house.say(OWNER, "/bind 西湖店 客房部", chat=room.id)
    await house.say(WANG, SMOKE)
    assert count(house.texts(room.id), "#1001") == 1
    assert count(house.texts(GROUP), "#1001") == 0
    await house.say(LIN, "早餐太贵了，不值这个价")
    assert count(house.texts(GROUP), "#1002") == 1
    await house.say(STAFF_CHEN, "/case 1001", chat=room.id)
    assert "→ 客房部（环境设施）" in house.texts(room.id)[-1]


async def test_in_a_forum_every_case_has_a_topic_and_replies_stay_there(house: House) -> None:
    room = await forum(house, "/bind")
    await house.say(WANG, SMOKE)
    topics = house.playground.group(room).topics
    assert [topic.name for topic in topics.values()] == ["#1001 投诉 · 西湖店"]
    thread = next(iter(topics))
    card = next(m for m in house.playground.messages(room) if "#1001" in m.get("text", ""))
    assert card["message_thread_id"] == thread
    await house.press(STAFF_CHEN, "我来", "#1001", room)
    await house.press(STAFF_CHEN, "回复", "#1001", room)
    prompt = next(
        m for m in house.playground.messages(room) if "内容会发给客人" in m.get("text", "")
    )
    assert prompt["message_thread_id"] == thread
    await house.say(
        STAFF_CHEN, "马上给您换房", chat=room, reply_to=prompt["message_id"], thread=thread
    )
    assert count(house.texts(WANG), "马上给您换房") == 1
    assert await house.rows("SELECT count(*) FROM topics") == [(1,)]


async def test_where_no_topic_can_be_made_the_card_stands_in_general(house: House) -> None:
    room = await forum(house, "/bind")
    await house.playground.demote_bot(OWNER, room)
    await house.say(WANG, SMOKE)
    card = next(m for m in house.playground.messages(room) if "#1001" in m.get("text", ""))
    assert "message_thread_id" not in card
    await house.press(STAFF_CHEN, "我来", "#1001", room)
    assert await house.rows("SELECT state FROM cases") == [("taken",)]


async def test_a_case_about_a_colleague_goes_to_the_supervisor_alone(house: House) -> None:
    await house.say(WANG, "前台小李态度很差，跟我吵起来了，要求道歉")
    card = next(text for text in house.texts(GROUP) if "#1001" in text)
    assert "已交主管处理" in card
    assert "态度" not in card
    assert count(house.texts(SUPERVISOR), "跟我吵起来了") == 1
    await house.press(SUPERVISOR, "我来", "#1001")
    assert await house.rows("SELECT state FROM cases") == [("taken",)]
    await house.say(STAFF_LI, "/case 1001", chat=GROUP)
    assert "您自己的事" in house.texts(GROUP)[-1]
    await house.press(SUPERVISOR, "更多", "#1001")
    await house.press(SUPERVISOR, "转给…", "#1001")
    labels = [
        button["text"]
        for message in house.playground.messages(SUPERVISOR)
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
    ]
    assert "小陈" in labels
    assert "小李" not in labels


async def test_photos_are_a_count_and_opened_by_who_has_the_case(house: House) -> None:
    await house.playground.send_file(WANG, WANG, "photo", b"\x89PNG\r\n", caption=SIMPLIFIED)
    await house.settle()
    card = next(text for text in house.texts(GROUP) if "#1001" in text)
    assert "［照片］ 1" in card
    await house.press(STAFF_CHEN, "更多", "#1001", GROUP)
    await house.press(STAFF_CHEN, "看附件", "#1001", GROUP)
    assert "先点“我来”" in house.toasts(STAFF_CHEN)[-1]
    await house.press(STAFF_CHEN, "‹ 返回", "#1001", GROUP)
    await house.press(STAFF_CHEN, "我来", "#1001", GROUP)
    before = len(house.playground.messages(STAFF_CHEN))
    await house.press(STAFF_CHEN, "更多", "#1001", GROUP)
    await house.press(STAFF_CHEN, "看附件", "#1001", GROUP)
    assert len(house.playground.messages(STAFF_CHEN)) == before + 1
    assert "photo" in house.playground.messages(STAFF_CHEN)[-1]
    steps = [step for (step,) in await house.rows("SELECT step FROM events ORDER BY id")]
    assert steps.count("files opened") == 1
    assert steps.count("attempted") == 1


OUTAGE = "空调坏了，房间热得没法睡，没人来修"


async def outage(house: House) -> None:
    for customer in (WANG, LIN, ALEX):
        await house.say(customer, OUTAGE)


async def test_many_customers_with_one_cause_get_one_card_one_ladder_and_one_answer(
    house: House,
) -> None:
    await outage(house)
    assert count(house.texts(GROUP), "短时间内有 3 位客人") == 1
    await house.press(STAFF_CHEN, "是同一件事，一起办", "短时间内", GROUP)
    assert await house.rows("SELECT lead_id FROM cases ORDER BY id") == [(None,), (1001,), (1001,)]
    await house.pass_time(hours=3)
    assert await house.rows("SELECT DISTINCT case_id FROM escalations") == [(1001,)]
    assert count([*house.texts(SUPERVISOR), *house.texts(OWNER)], "#1002") == 0
    await house.press(STAFF_CHEN, "回复", "另有 2 位客人", GROUP)
    await house.answer(STAFF_CHEN, "整层停电，正在抢修", "内容会发给客人")
    for customer in (WANG, LIN, ALEX):
        assert count(house.texts(customer), "整层停电") == 1
    await house.press(STAFF_CHEN, "已解决", "另有 2 位客人", GROUP)
    await house.answer(STAFF_CHEN, "电来了，空调好了", "怎么解决的")
    await house.press(LIN, "沒解決", "空调好了")
    states = await house.rows("SELECT id, state, lead_id FROM cases ORDER BY id")
    assert states == [
        (1001, "resolved", None),
        (1002, "taken", None),
        (1003, "resolved", 1001),
    ]
    due = await house.rows("SELECT id FROM cases WHERE next_due_at IS NOT NULL ORDER BY id")
    assert due == [(1001,), (1002,), (1003,)]


async def test_three_things_of_one_dimension_are_no_incident(house: House) -> None:
    for customer, words in (
        (WANG, "床太硬了，睡不好"),
        (LIN, "房間電視壞了"),
        (ALEX, "窗户关不严，漏风"),
    ):
        await house.say(customer, words)
    assert count(house.texts(GROUP), "短时间内") == 0


async def test_one_thing_in_other_words_is_an_incident(house: House) -> None:
    for customer, words in (
        (WANG, "电视打不开"),
        (LIN, "房間電視壞了"),
        (ALEX, "电视没有信号"),
    ):
        await house.say(customer, words)
    assert count(house.texts(GROUP), "短时间内有 3 位客人") == 1
    await house.press(STAFF_CHEN, "是同一件事，一起办", "短时间内", GROUP)
    assert await house.rows("SELECT lead_id FROM cases ORDER BY id") == [(None,), (1001,), (1001,)]


async def test_done_in_person_for_many_counts_for_each_once_they_say_so(house: House) -> None:
    await outage(house)
    await house.press(STAFF_CHEN, "是同一件事，一起办", "短时间内", GROUP)
    await house.press(STAFF_CHEN, "更多", "另有 2 位客人", GROUP)
    await house.press(STAFF_CHEN, "已当面/电话处理", "另有 2 位客人", GROUP)
    kept = "SELECT case_id, count(kept_at) FROM promises GROUP BY case_id ORDER BY case_id"
    assert await house.rows(kept) == [(1001, 0), (1002, 0), (1003, 0)]
    assert count(house.texts(ALEX), "in person or on the phone") == 1
    await house.press(LIN, "解決了，滿意")
    assert await house.rows(kept) == [(1001, 0), (1002, 2), (1003, 0)]
    resolved = "SELECT case_id FROM events WHERE step = 'resolved'"
    assert await house.rows(resolved) == [(1002,)]


async def test_when_the_leading_case_is_withdrawn_the_next_one_leads(house: House) -> None:
    await outage(house)
    await house.press(STAFF_CHEN, "是同一件事，一起办", "短时间内", GROUP)
    await house.say(WANG, "/status")
    await house.press(WANG, "撤回", "#1001")
    await house.press(WANG, "撤回，不用处理了")
    leads = await house.rows("SELECT id, lead_id FROM cases WHERE state <> 'closed' ORDER BY id")
    assert leads == [(1002, None), (1003, 1002)]
    await house.pass_time(hours=3)
    assert count(house.texts(OWNER), "#1002") >= 1


async def test_what_was_promised_in_words_is_watched_until_it_is_kept(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "今天 14 点前给您换房", "内容会发给客人")
    card = next(text for text in house.texts(GROUP) if "#1001 投诉" in text)
    assert "说好了：3月5日 周二 14:00 前" in card
    await house.pass_time(hours=3, minutes=5)
    assert count(house.texts(STAFF_CHEN), "说好的事还剩") == 1
    await house.pass_time(hours=1)
    assert count(house.texts(WANG), "说好的时间到了，还没办到") == 1
    assert count(house.texts(SUPERVISOR), "#1001") >= 1
    await house.press(STAFF_CHEN, "更多", "#1001", GROUP)
    await house.press(STAFF_CHEN, "说好的做到了", "#1001", GROUP)
    assert count(house.texts(WANG), "说好的事已经办好了") == 1
    kept = await house.rows("SELECT kept_at IS NOT NULL FROM promises WHERE clock = 'promise'")
    assert [bool(value) for (value,) in kept] == [True]


async def test_a_customer_who_asks_for_a_call_is_promised_one(house: House) -> None:
    await house.say(WANG, SIMPLIFIED + "，请给我回电")
    assert "客人请回电：3月5日 周二 12:00 前" in next(t for t in house.texts(GROUP) if "#1001" in t)


async def test_two_cases_of_one_customer_become_one(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.pass_time(minutes=10)
    await house.say(WANG, "早餐也很贵")
    await house.press(WANG, "这是另一件事", "已加到 #1001")
    await house.press(STAFF_CHEN, "更多", "#1002", GROUP)
    await house.press(STAFF_CHEN, "同一件事…", "#1002", GROUP)
    await house.press(STAFF_CHEN, "并入 #1001（同一位客人）", "#1002", GROUP)
    assert count(house.texts(WANG), "1002 和 1001 是同一件事") == 1
    cases = await house.rows("SELECT id, state, outcome FROM cases ORDER BY id")
    assert cases == [(1001, "open", None), (1002, "closed", "merged")]
    said = await house.rows("SELECT DISTINCT case_id FROM words WHERE sort = 'said'")
    assert said == [(1001,)]
    running = "SELECT count(*) FROM promises WHERE kept_at IS NULL AND dropped_at IS NULL"
    assert await house.rows(running) == [(2,)]


async def test_off_duty_nobody_is_disturbed_in_private(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "我来", "#1001", GROUP)
    await house.say(STAFF_CHEN, "/off")
    assert "您手上还有 1 件" in house.texts(STAFF_CHEN)[-1]
    before = len(house.texts(STAFF_CHEN))
    await house.pass_time(minutes=31)
    assert len(house.texts(STAFF_CHEN)) == before
    assert count(house.texts(GROUP), "前要答复") >= 1
    await house.say(STAFF_CHEN, "/on")
    assert "欢迎回来" in house.texts(STAFF_CHEN)[-1]


async def test_a_case_goes_to_another_team_with_two_taps(house: House) -> None:
    room = house.playground.add_group("客房部", owner=OWNER, supergroup=True)
    await house.playground.join(STAFF_CHEN, room.id)
    await house.playground.add_bot_to_group(OWNER, room.id)
    await house.say(OWNER, "/bind 西湖店 客房部", chat=room.id)
    await house.say(WANG, "早餐太贵了，不值这个价")
    await house.press(STAFF_CHEN, "转给…", "#1001", GROUP)
    await house.press(STAFF_CHEN, "👥 客房部", "#1001", GROUP)
    assert count(house.texts(room.id), "#1001") == 1
    assert await house.rows("SELECT state, owner_id FROM cases") == [("open", None)]


async def test_the_card_says_what_it_was_about_the_last_time(house: House) -> None:
    await house.say(WANG, "早餐太贵了，不值这个价")
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.press(STAFF_CHEN, "不写了，直接办结", "怎么解决的", GROUP)
    await house.press(WANG, "解决了，满意", "这样处理可以吗")
    await house.say(WANG, "房间里全是烟味，地毯也很脏")
    card = next(text for text in house.texts(GROUP) if "#1002" in text)
    assert "第 2 次反映 · 上次：价格" in card


async def test_who_takes_it_while_the_customer_is_asked_lets_the_clocks_run(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.pass_time(minutes=61)
    await house.press(STAFF_CHEN, "更多", "#1001", GROUP)
    await house.press(STAFF_CHEN, "请客人补充", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "是哪个房间？", "补充什么")
    await house.press(SUPERVISOR, "我来处理", "#1001")
    running = "SELECT count(*) FROM promises WHERE paused_at IS NOT NULL AND kept_at IS NULL"
    assert await house.rows("SELECT state FROM cases") == [("taken",)]
    assert await house.rows(running) == [(0,)]


async def test_a_second_promise_in_words_is_watched_like_the_first(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    for words, wait in (("今天 12 点前给您换房", 2.2), ("今天 18 点前退款给您", 6)):
        await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
        await house.answer(STAFF_CHEN, words, "内容会发给客人")
        await house.pass_time(hours=wait)
        if "换房" in words:
            await house.press(STAFF_CHEN, "更多", "#1001", GROUP)
            await house.press(STAFF_CHEN, "说好的做到了", "#1001", GROUP)
    missed = await house.rows(
        "SELECT missed_at IS NOT NULL FROM promises WHERE clock = 'promise' ORDER BY id"
    )
    assert [bool(value) for (value,) in missed] == [True, True]
    assert count(house.texts(WANG), "说好的时间到了，还没办到") == 2


async def test_danger_in_one_of_many_has_a_ladder_of_its_own(house: House) -> None:
    await outage(house)
    await house.press(STAFF_CHEN, "是同一件事，一起办", "短时间内", GROUP)
    await house.say(LIN, "著火了，有人受傷，快來人")
    found = "SELECT kind, lead_id, next_due_at IS NOT NULL FROM cases WHERE id = 1002"
    kind, lead_id, is_due = (await house.rows(found))[0]
    assert (kind, lead_id, bool(is_due)) == ("emergency", None, True)


async def test_what_is_about_a_colleague_is_never_gathered_nor_unveiled_by_merging(
    house: House,
) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.pass_time(minutes=10)
    await house.say(WANG, "小陈态度恶劣，骂了我")
    await house.press(WANG, "这是另一件事", "已加到 #1001")
    assert await house.rows("SELECT about_id IS NOT NULL FROM cases WHERE id = 1002") in (
        [(1,)],
        [(True,)],
    )
    await house.press(SUPERVISOR, "更多", "#1002")
    await house.press(SUPERVISOR, "同一件事…", "#1002")
    await house.press(SUPERVISOR, "并入 #1001（同一位客人）", "#1002")
    group = [text for text in house.texts(GROUP) if "#1001" in text]
    assert count(group, "骂了我") == 0
    assert count(house.texts(SUPERVISOR), "骂了我") >= 1


async def test_correcting_the_severity_keeps_what_was_promised_in_words(house: House) -> None:
    await house.say(WANG, SIMPLIFIED + "，请给我回电")
    await house.press(STAFF_CHEN, "更多", "#1001", GROUP)
    await house.press(STAFF_CHEN, "改分类", "#1001", GROUP)
    await house.press(STAFF_CHEN, "4", "#1001", GROUP)
    dropped = "SELECT count(*) FROM promises WHERE clock = 'promise' AND dropped_at IS NOT NULL"
    assert await house.rows(dropped) == [(0,)]


async def test_correcting_to_an_emergency_tells_the_top_at_once(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "更多", "#1001", GROUP)
    await house.press(STAFF_CHEN, "改分类", "#1001", GROUP)
    await house.press(STAFF_CHEN, "突发事件", "#1001", GROUP)
    assert count(house.texts(OWNER), "请立即到场") == 1
    assert count(house.texts(SUPERVISOR), "请立即到场") == 1


async def test_danger_from_a_colleague_is_not_quoted_in_the_group(house: House) -> None:
    await house.say(WANG, "小陈打人，把我打出血了，救命")
    assert await house.rows("SELECT kind FROM cases") == [("emergency",)]
    alarm = next(text for text in house.texts(GROUP) if "🚨 #1001" in text)
    assert "西湖店" in alarm
    assert "内容涉及同事，已交主管处理" in alarm
    await house.pass_time(minutes=6)
    await house.pass_time(hours=3)
    for words in ("打人", "出血", "救命"):
        assert count(house.texts(GROUP), words) == 0
    assert count(house.texts(SUPERVISOR), "客人说“小陈打人，把我打出血了，救命”，请立即到场") == 1
