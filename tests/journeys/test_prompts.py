"""The bot asks a colleague for words, and they write them without answering that message."""

from datetime import timedelta

import pytest

from bot.keeping import Keeper
from tests.journeys.house import GROUP, OWNER, STAFF_CHEN, STAFF_LI, WANG, House
from tests.journeys.test_complaint import SIMPLIFIED
from tests.journeys.test_ladder import count
from tests.journeys.test_teams import SMOKE
from tests.journeys.test_topics import in_topic, topics_of_two_teams

ASKED = "这句话发给客人吗"
ANSWER = "马上给您换房"
SENT = "SELECT count(*) FROM words WHERE sort = 'reply'"


async def seeing_all(house: House) -> None:
    """The bot of a group that gave it rights sees what is said there; else only answers to it."""
    await house.playground.promote_bot(OWNER, GROUP)


async def asked_for_a_reply(house: House) -> None:
    await seeing_all(house)
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "我来", "#1001", GROUP)
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)


async def asked_in_private(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_LI, "我来", "#1001", GROUP)
    for label in ("更多", "转给…", "小陈"):
        await house.press(STAFF_LI, label, "#1001", GROUP)
    await house.press(STAFF_CHEN, "回复", "转给您了")


async def test_words_beside_the_prompt_go_to_the_customer_when_their_author_says_so(
    house: House,
) -> None:
    await asked_for_a_reply(house)
    await house.say(STAFF_CHEN, ANSWER, chat=GROUP)
    assert count(house.texts(GROUP), ASKED) == 1
    assert count(house.texts(WANG), ANSWER) == 0
    await house.press(STAFF_LI, "发给客人", ASKED, GROUP)
    assert count(house.texts(WANG), ANSWER) == 0
    await house.press(STAFF_CHEN, "发给客人", ASKED, GROUP)
    assert count(house.texts(WANG), ANSWER) == 1
    assert "已发给客人" in house.toasts(STAFF_CHEN)[-1]
    await house.press(STAFF_CHEN, "发给客人", ASKED, GROUP)
    assert count(house.texts(WANG), ANSWER) == 1


async def test_talk_among_colleagues_stays_among_them_and_is_asked_about_once(
    house: House,
) -> None:
    await asked_for_a_reply(house)
    await house.say(STAFF_LI, "中午吃什么", chat=GROUP)
    assert count(house.texts(GROUP), ASKED) == 0
    await house.say(STAFF_CHEN, "这位客人真麻烦", chat=GROUP)
    await house.say(STAFF_CHEN, "中午吃面吧", chat=GROUP)
    assert count(house.texts(GROUP), ASKED) == 1
    await house.press(STAFF_CHEN, "不是", ASKED, GROUP)
    assert await house.rows(SENT) == [(0,)]
    assert count(house.texts(WANG), "麻烦") == 0
    assert await house.rows("SELECT count(*) FROM words WHERE text LIKE '%麻烦%'") == [(0,)]
    await house.answer(STAFF_CHEN, ANSWER, "请回复这条消息")
    assert count(house.texts(WANG), ANSWER) == 1


async def test_who_has_answered_the_prompt_or_waited_long_is_asked_nothing_more(
    house: House,
) -> None:
    await asked_for_a_reply(house)
    await house.answer(STAFF_CHEN, ANSWER, "请回复这条消息")
    await house.say(STAFF_CHEN, "吃饭去了", chat=GROUP)
    await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    await house.pass_time(minutes=31)
    await house.say(STAFF_CHEN, "回来了", chat=GROUP)
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.press(STAFF_CHEN, "不写了，直接办结", "怎么解决的", GROUP)
    await house.say(STAFF_CHEN, "这件完了", chat=GROUP)
    assert count(house.texts(GROUP), ASKED) == 0


async def test_what_is_said_in_answer_to_a_colleague_is_no_answer_to_the_bot(
    house: House,
) -> None:
    await asked_for_a_reply(house)
    await house.say(STAFF_LI, "812 那间空着吗", chat=GROUP)
    said = house.playground.messages(GROUP)[-1]["message_id"]
    await house.say(STAFF_CHEN, "空着", chat=GROUP, reply_to=said)
    assert count(house.texts(GROUP), ASKED) == 0


@pytest.mark.parametrize(
    ("way", "asks", "yes", "column"),
    [
        (["已解决"], ASKED, "发给客人", "resolution"),
        (["更多", "请客人补充"], ASKED, "发给客人", "reply"),
        (["更多", "内部备注"], "这句话是写给 #1001 的吗", "是", "remark"),
    ],
)
async def test_each_prompt_takes_such_words_for_what_it_asked(
    house: House, way: list[str], asks: str, yes: str, column: str
) -> None:
    await seeing_all(house)
    await house.say(WANG, SIMPLIFIED)
    for label in way:
        await house.press(STAFF_CHEN, label, "#1001", GROUP)
    await house.say(STAFF_CHEN, "已经换到无烟房", chat=GROUP)
    await house.press(STAFF_CHEN, yes, asks, GROUP)
    found = await house.rows("SELECT sort FROM words WHERE text = '已经换到无烟房'")
    assert (column,) in found
    assert count(house.texts(WANG), "已经换到无烟房") == int(yes == "发给客人")


async def test_in_private_too_such_words_open_no_case(house: House) -> None:
    await asked_in_private(house)
    await house.say(STAFF_CHEN, ANSWER)
    assert await house.rows("SELECT count(*) FROM cases") == [(1,)]
    await house.press(STAFF_CHEN, "发给客人", ASKED)
    assert count(house.texts(WANG), ANSWER) == 1


async def test_what_a_colleague_changes_of_their_words_is_no_word_of_the_customer(
    house: House,
) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.press(STAFF_CHEN, "我来", "#1001", GROUP)
    await house.press(STAFF_CHEN, "更多", "#1001", GROUP)
    await house.press(STAFF_CHEN, "转给…", "#1001", GROUP)
    await house.press(STAFF_CHEN, "小李", "#1001", GROUP)
    await house.press(STAFF_LI, "回复", "转给您了")
    await house.answer(STAFF_LI, ANSWER, "请回复这条消息", STAFF_LI)
    said = house.playground.messages(STAFF_LI)[-1]["message_id"]
    await house.playground.edit(STAFF_LI, STAFF_LI, said, "今晚给您换房")
    await house.settle()
    assert await house.rows("SELECT count(*) FROM words WHERE sort = 'edited'") == [(0,)]


async def test_a_prompt_in_the_group_opens_the_field_of_whom_it_asks_and_says_to_answer_it(
    house: House,
) -> None:
    await house.say(WANG, SIMPLIFIED)
    room = house.playground.group(GROUP)
    for way in (["回复"], ["已解决"], ["更多", "请客人补充"]):
        for label in way:
            await house.press(STAFF_CHEN, label, "#1001", GROUP)
        prompt = house.playground.messages(GROUP)[-1]
        named = [one["user"]["id"] for one in prompt["entities"] if one["type"] == "text_mention"]
        assert named == [STAFF_CHEN]
        assert "直接发在群里，我可能看不到" in prompt["text"]
        kept = house.playground.kept_message(room, prompt["message_id"])
        assert kept is not None
        assert kept.keyboard is not None
        assert kept.keyboard["force_reply"]
        assert kept.keyboard["selective"]


async def test_a_command_is_no_answer_to_the_bot(house: House) -> None:
    await asked_for_a_reply(house)
    await house.say(STAFF_CHEN, "/cases", chat=GROUP)
    assert count(house.texts(GROUP), ASKED) == 0
    await house.say(STAFF_CHEN, ANSWER, chat=GROUP)
    assert count(house.texts(GROUP), ASKED) == 1


async def test_what_is_said_in_another_topic_is_no_answer_to_the_bot(house: House) -> None:
    room, rooms, desk = await topics_of_two_teams(house)
    await house.playground.promote_bot(OWNER, room)
    await house.say(WANG, SMOKE)
    await house.press(STAFF_CHEN, "我来", "#1001", room)
    await house.press(STAFF_CHEN, "回复", "#1001", room)
    await house.say(STAFF_CHEN, "前厅今天谁在", chat=room, thread=desk)
    assert in_topic(house, room, desk, ASKED) == []
    # All that is written in a topic comes as an answer to the message that opened it.
    await house.say(STAFF_CHEN, ANSWER, chat=room, thread=rooms, reply_to=rooms)
    assert len(in_topic(house, room, rooms, ASKED)) == 1
    await house.press(STAFF_CHEN, "发给客人", ASKED, room)
    assert count(house.texts(WANG), ANSWER) == 1


async def test_what_nobody_decided_about_is_no_part_of_a_customers_own_data_and_goes_after_a_day(
    house: House,
) -> None:
    await asked_for_a_reply(house)
    await house.say(STAFF_CHEN, "这位客人真麻烦", chat=GROUP)
    await house.say(WANG, "我的数据")
    files = [m["document"] for m in house.playground.messages(WANG) if "document" in m]
    for file in files:
        content = house.playground.content_of(house.playground.files[file["file_id"]])
        assert "麻烦" not in content.decode("utf-8-sig")
    assert len(files) == 2
    drafts = "SELECT count(*) FROM words WHERE sort = 'draft'"
    keeper = Keeper(house.app.database, house.app.rulebook)
    await keeper(house.app.clock.now() + timedelta(hours=23))
    assert await house.rows(drafts) == [(1,)]
    await keeper(house.app.clock.now() + timedelta(hours=47))
    assert await house.rows(drafts) == [(0,)]
    assert await house.rows("SELECT count(*) FROM words WHERE sort = 'said'") == [(1,)]


async def test_what_was_not_meant_is_dropped_also_after_the_case_went_on_without_them(
    house: House,
) -> None:
    await asked_for_a_reply(house)
    await house.say(STAFF_CHEN, "这位客人真麻烦", chat=GROUP)
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.press(STAFF_CHEN, "不写了，直接办结", "怎么解决的", GROUP)
    await house.press(WANG, "没解决")
    await house.press(STAFF_LI, "不是", ASKED, GROUP)
    drafts = "SELECT count(*) FROM words WHERE text LIKE '%麻烦%'"
    assert await house.rows(drafts) == [(1,)]
    await house.press(STAFF_CHEN, "不是", ASKED, GROUP)
    assert await house.rows(drafts) == [(0,)]


@pytest.mark.parametrize("where", ["in the group", "in private"])
async def test_what_is_sent_is_what_the_author_changed_it_to(house: House, where: str) -> None:
    if where == "in private":
        await asked_in_private(house)
    else:
        await asked_for_a_reply(house)
    room = STAFF_CHEN if where == "in private" else GROUP
    await house.say(STAFF_CHEN, ANSWER, chat=room)
    said = next(m for m in house.playground.messages(room) if m.get("text") == ANSWER)
    await house.playground.edit(STAFF_CHEN, room, said["message_id"], "今晚给您换房")
    await house.settle()
    await house.press(STAFF_CHEN, "发给客人", ASKED, room)
    assert count(house.texts(WANG), ANSWER) == 0
    assert count(house.texts(WANG), "今晚给您换房") == 1
    await house.playground.edit(STAFF_CHEN, room, said["message_id"], "明天再换")
    await house.settle()
    assert await house.rows("SELECT count(*) FROM words WHERE text = '明天再换'") == [(0,)]
    assert await house.rows("SELECT count(*) FROM cases") == [(1,)]


@pytest.mark.parametrize("where", ["in the group", "in private"])
async def test_an_answer_to_the_message_with_the_taps_is_one_to_the_prompt(
    house: House, where: str
) -> None:
    if where == "in private":
        await asked_in_private(house)
    else:
        await house.say(WANG, SIMPLIFIED)
        await house.press(STAFF_CHEN, "回复", "#1001", GROUP)
    room = STAFF_CHEN if where == "in private" else GROUP
    taps = house.playground.messages(room)[-2]
    assert "也可以点一句直接发" in taps["text"]
    assert "长按这条消息" not in taps["text"]
    await house.answer(STAFF_CHEN, ANSWER, "也可以点一句直接发", room)
    await house.press(STAFF_CHEN, "已解决", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "换到了 812", "也可以不写")
    assert count(house.texts(WANG), "换到了 812") == 1
    assert await house.rows("SELECT count(*) FROM cases") == [(1,)]
    sorts = "SELECT sort FROM words WHERE text = '马上给您换房'"
    assert await house.rows(sorts) == [("reply",)]


@pytest.mark.parametrize("label", ["发给客人", "不是"])
async def test_in_private_each_sentence_is_asked_about_until_one_is_decided(
    house: House, label: str
) -> None:
    await asked_in_private(house)
    await house.say(STAFF_CHEN, "您好，房间太吵是我们的错")
    await house.say(STAFF_CHEN, ANSWER)
    assert count(house.texts(STAFF_CHEN), ASKED) == 2
    assert await house.rows("SELECT count(*) FROM cases") == [(1,)]
    await house.press(STAFF_CHEN, label, ASKED)
    assert count(house.texts(WANG), ANSWER) == int(label == "发给客人")
    await house.say(STAFF_CHEN, "宿舍的空调坏了，太热了，没人管！")
    assert count(house.texts(STAFF_CHEN), ASKED) == 2
    assert await house.rows("SELECT count(*) FROM cases") == [(2,)]


async def test_what_was_asked_before_is_still_asked_about_when_the_last_is_answered(
    house: House,
) -> None:
    await asked_for_a_reply(house)
    await house.press(STAFF_CHEN, "更多", "#1001", GROUP)
    await house.press(STAFF_CHEN, "内部备注", "#1001", GROUP)
    await house.answer(STAFF_CHEN, "客人住 812", "内部备注，客人看不到")
    await house.say(STAFF_CHEN, ANSWER, chat=GROUP)
    await house.press(STAFF_CHEN, "发给客人", ASKED, GROUP)
    assert count(house.texts(WANG), ANSWER) == 1
    await house.say(STAFF_CHEN, "吃饭去了", chat=GROUP)
    assert count(house.texts(GROUP), "这句话") == 1
