"""What Telegram and the network do on a bad day, and what people notice of it: next to nothing."""

import json

import pytest

from playground.faults import FaultKind
from tests.journeys.house import GROUP, LIN, OWNER, STAFF_CHEN, SUPERVISOR, WANG, House
from tests.journeys.test_complaint import SIMPLIFIED
from tests.journeys.test_ladder import count
from tests.journeys.test_survey import service


async def asked_about(house: House) -> None:
    await house.post("/services", service(house))
    await house.pass_time(hours=2, minutes=1)


async def test_a_survey_whose_answer_was_lost_is_never_sent_twice(house: House) -> None:
    house.playground.fault(FaultKind.REPLY_LOST, "sendMessage", chat_id=WANG)
    await asked_about(house)
    for _ in range(3):
        await house.pass_time(minutes=10)
    assert count(house.texts(WANG), "点一下就好") == 1
    assert await house.rows("SELECT state FROM outbox WHERE kind = 'invitation'") == [("unknown",)]
    await house.press(WANG, "满意")
    assert await house.rows("SELECT score FROM answers WHERE question = 'csat'") == [(4.0,)]


async def test_an_escalation_whose_answer_was_lost_is_repeated_once_and_says_so(
    house: House,
) -> None:
    await house.say(WANG, SIMPLIFIED)
    house.playground.fault(FaultKind.REPLY_LOST_HTML, "sendMessage", chat_id=GROUP)
    await house.pass_time(minutes=31)
    await house.pass_time(seconds=30)
    reminders = [text for text in house.texts(GROUP) if "要答复" in text]
    assert ["可能重复" in text for text in reminders] == [False, True]
    await house.pass_time(seconds=30)
    assert count(house.texts(GROUP), "要答复") == 2


async def test_a_full_group_waits_as_long_as_it_is_told_and_nobody_else_does(house: House) -> None:
    house.playground.fault(FaultKind.RATE_LIMITED, "sendMessage", chat_id=GROUP, retry_after=2)
    await house.say(WANG, SIMPLIFIED)
    assert count(house.texts(WANG), "已收到，编号") == 1
    assert count(house.texts(GROUP), "#1001") == 0
    await house.pass_time(seconds=3)
    assert count(house.texts(GROUP), "#1001") == 1


async def test_a_proxy_that_answers_in_html_loses_no_card(house: House) -> None:
    house.playground.fault(FaultKind.HTML_502, "sendMessage", chat_id=GROUP, times=3)
    await house.say(WANG, SIMPLIFIED)
    for _ in range(4):
        await house.pass_time(minutes=1)
    assert count(house.texts(GROUP), "#1001") == 1


async def test_staff_hear_that_a_customer_who_stopped_the_bot_got_no_answer(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "我来", "#1001", GROUP)
    await house.playground.block(WANG)
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "这就换房。", "内容会发给客人")
    assert count(house.texts(GROUP), "客人已停用机器人") == 1
    assert await house.rows(f"SELECT state FROM chats WHERE telegram_id = {WANG}") == [("blocked",)]


async def test_who_blocked_the_bot_is_asked_nothing_and_counts_as_not_reached(
    house: House,
) -> None:
    await house.post("/services", service(house))
    await house.playground.block(WANG)
    await house.settle()
    await house.pass_time(hours=2, minutes=1)
    assert count(house.texts(WANG), "点一下就好") == 0
    await house.pass_time(days=8)
    assert count(house.texts(WANG), "点一下就好") == 0
    assert await house.rows("SELECT state, sent_at FROM invitations") == [("skipped", None)]


async def test_a_card_that_was_deleted_by_hand_comes_again(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    card = [m for m in house.playground.messages(GROUP) if "#1001" in m.get("text", "")][-1]
    room = house.playground.group(GROUP)
    kept = house.playground.kept_message(room, card["message_id"])
    assert kept is not None
    house.playground.remove(room, kept)
    await house.say(WANG, "空调也坏了，吵得睡不着")
    await house.pass_time(seconds=5)
    assert count(house.texts(GROUP), "空调也坏了") == 1
    await house.press(STAFF_CHEN, "我来", "#1001", GROUP)
    assert await house.rows("SELECT state FROM cases") == [("taken",)]


async def test_markup_that_is_refused_swallows_no_message(house: House) -> None:
    house.playground.fault(
        FaultKind.REFUSED,
        "sendMessage",
        chat_id=WANG,
        code=400,
        description="Bad Request: can't parse entities: Unsupported start tag",
    )
    await house.say(WANG, SIMPLIFIED)
    assert count(house.texts(WANG), "已收到，编号") == 1


async def test_duplicated_and_shuffled_updates_open_one_case_each(house: House) -> None:
    for kind in (FaultKind.DUPLICATE, FaultKind.SHUFFLE):
        house.playground.fault(kind, "getUpdates", times=3)
    for user in (WANG, 1002, 1003):
        await house.say(user, SIMPLIFIED)
    assert await house.rows("SELECT count(*) FROM cases") == [(3,)]
    assert count(house.texts(WANG), "已收到，编号") == 1


async def test_a_group_that_became_a_supergroup_hears_what_comes_after(house: House) -> None:
    group = house.playground.add_group("夜班", owner=OWNER, members=(STAFF_CHEN,), supergroup=False)
    await house.playground.add_bot_to_group(OWNER, group.id)
    await house.settle()
    await house.say(OWNER, "/bind@huiyin_demo_bot", chat=group.id)
    await house.say(WANG, SIMPLIFIED)
    moved = await house.playground.migrate(group.id, OWNER)
    await house.settle()
    await house.say(WANG, "空调也坏了，吵得睡不着")
    await house.pass_time(seconds=5)
    seen = [chat for chat in (GROUP, moved.id) if count(house.texts(chat), "空调也坏了")]
    assert seen, "the card went nowhere"
    assert await house.rows(f"SELECT kind FROM chats WHERE telegram_id = {moved.id}") == [
        ("supergroup",)
    ]


async def night_shift(house: House) -> int:
    """A plain group with the card of the first case in it."""
    group = house.playground.add_group("夜班", owner=OWNER, members=(STAFF_CHEN,), supergroup=False)
    await house.playground.add_bot_to_group(OWNER, group.id)
    await house.say(OWNER, "/bind@huiyin_demo_bot", chat=group.id)
    await house.say(WANG, SIMPLIFIED)
    assert count(house.texts(group.id), SIMPLIFIED) == 1
    return group.id


async def hears_on(house: House, moved: int) -> None:
    """What is open stands in the supergroup once, and what comes after is told and taken there."""
    await house.say(LIN, "房間裡全是煙味，地毯也很髒")
    await house.pass_time(seconds=5)
    assert count(house.texts(moved), SIMPLIFIED) == 1
    assert count(house.texts(moved), "煙味") == 1
    await house.press(STAFF_CHEN, "我来", "#1002", moved)
    assert count(house.texts(moved), "小陈 处理中") == 1
    waits = "SELECT count(*) FROM outbox WHERE state IN ('failed', 'queued', 'sending')"
    assert await house.rows(waits) == [(0,)]


@pytest.mark.parametrize("new_first", [False, True])
async def test_a_group_that_became_a_supergroup_is_followed_whichever_notice_comes_first(
    house: House, new_first: bool
) -> None:
    group = await night_shift(house)
    moved = await house.playground.migrate(group, OWNER, new_first=new_first)
    await house.settle()
    await hears_on(house, moved.id)


async def test_a_supergroup_that_is_known_is_followed_to_without_any_notice(house: House) -> None:
    group = await night_shift(house)
    moved = await house.playground.migrate(group, OWNER)
    house.playground.queue(house.app.bot.id).pending.clear()
    await house.say(STAFF_CHEN, "/cases", chat=moved.id)
    await hears_on(house, moved.id)


async def test_a_group_of_an_older_telegram_can_add_the_bot(house: House) -> None:
    """Rights that Telegram added later are missing in what an older server says of the bot."""
    known = "can_be_edited is_anonymous can_manage_chat can_delete_messages can_invite_users"
    known += " can_manage_video_chats can_restrict_members can_promote_members can_change_info"
    rights = dict.fromkeys(known.split(), True)
    me = {
        "id": house.app.bot.id,
        "is_bot": True,
        "first_name": "回音",
        "username": "huiyin_demo_bot",
    }
    update = {
        "my_chat_member": {
            "chat": {"id": -1009000, "type": "supergroup", "title": "新群"},
            "from": {"id": OWNER, "is_bot": False, "first_name": "老板"},
            "date": 1,
            "old_chat_member": {"user": me, "status": "left"},
            "new_chat_member": {"user": me, "status": "administrator", **rights},
        }
    }
    house.playground.inject(json.dumps({"update_id": house.next_update, **update}))
    await house.settle()
    assert await house.rows("SELECT count(*) FROM inbox WHERE state = 'aside'") == [(0,)]
    assert await house.rows("SELECT title FROM chats WHERE telegram_id = -1009000") == [("新群",)]


async def test_a_supervisor_who_can_not_be_reached_is_passed_by(house: House) -> None:
    await house.playground.block(SUPERVISOR)
    await house.settle()
    await house.say(WANG, SIMPLIFIED)
    await house.pass_time(minutes=61)
    await house.pass_time(minutes=1)
    assert count(house.texts(OWNER), "#1001") >= 1


async def test_an_escalation_that_perhaps_never_arrived_goes_one_up(house: House) -> None:
    house.playground.fault(FaultKind.HTML_502, "sendMessage", chat_id=SUPERVISOR, times=99)
    await house.say(WANG, SIMPLIFIED)
    await house.pass_time(minutes=61)
    for _ in range(8):
        await house.pass_time(minutes=3)
    assert count(house.texts(SUPERVISOR), "#1001") == 0
    assert count(house.texts(OWNER), "#1001") >= 1
