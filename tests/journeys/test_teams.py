"""Who gets a case: the team that the rules name, a topic of its own, or a supervisor alone."""

from tests.journeys.house import (
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
