"""A colleague asks the bot in private, in words of their own, for figures: no case comes of it."""

import pytest

from tests.journeys.house import GROUP, OWNER, STAFF_CHEN, SUPERVISOR, WANG, House
from tests.journeys.test_complaint import SIMPLIFIED
from tests.journeys.test_ladder import count

CASES = "SELECT count(*) FROM cases"
SMOKE = "今天烟味投诉有几件？"


@pytest.mark.parametrize(
    "question",
    [
        SMOKE,
        "这周满意度多少",
        "昨天有多少人打分？",
        "本周有几个客人投诉等太久",
        "最近客人都在抱怨什么？",
        "西湖店的投诉为什么这么多",
        "How many complaints about smoke today?",
        "帮我查一下今天烟味投诉有几件？",
        "我想看看今天烟味投诉有几件",
        "我想知道哪些客人在抱怨",
        "给我看下哪些客人打分低",
        "麻煩幫我統計一下本週有多少人投訴",
        "今天烟味投诉有几件？发我",
        "Show me how many complaints about smoke today",
        "Could you tell me what guests complained about?",
        "I want to see which guests gave low scores",
        "这个月有几个客人打了5分",
        "退款一共退了多少钱",
    ],
)
async def test_a_supervisors_question_for_figures_is_no_complaint(
    house: House, question: str
) -> None:
    await house.say(SUPERVISOR, question)
    assert await house.rows(CASES) == [(0,)]
    assert count(house.texts(SUPERVISOR), "已收到，编号") == 0
    last = house.texts(SUPERVISOR)[-1]
    assert "像是在问数字" in last or "满意" in last or "还没有数字" in last


async def test_what_was_asked_about_is_one_tap_away(house: House) -> None:
    await house.say(WANG, SIMPLIFIED)
    await house.say(SUPERVISOR, SMOKE)
    await house.press(SUPERVISOR, "今天 · 气味", "像是在问数字")
    panel = house.texts(SUPERVISOR)[-1]
    assert "气味" in panel.splitlines()[0]
    assert "投诉 1" in panel


async def test_colleagues_without_figures_are_told_what_they_can_see(house: House) -> None:
    await house.say(STAFF_CHEN, SMOKE)
    assert await house.rows(CASES) == [(0,)]
    assert "/me" in house.texts(STAFF_CHEN)[-1]
    assert "今天 · 气味" not in str(house.playground.messages(STAFF_CHEN)[-1]["reply_markup"])


@pytest.mark.parametrize("who", [STAFF_CHEN, SUPERVISOR, OWNER])
async def test_a_colleague_can_still_complain_as_a_customer(house: House, who: int) -> None:
    words = "你们几个人在前台？房间烟味这么大，投诉有用吗"
    await house.say(who, words)
    assert await house.rows(CASES) == [(0,)]
    await house.press(who, "我是顾客，要投诉", "像是在问数字")
    assert await house.rows("SELECT kind FROM cases") == [("complaint",)]
    said = "SELECT text FROM words WHERE case_id IS NOT NULL AND sort = 'said'"
    assert await house.rows(said) == [(words,)]
    await house.press(who, "我是顾客，要投诉", "像是在问数字")
    assert await house.rows(CASES) == [(1,)]


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (WANG, "你们今天投诉有几件？我也要投诉"),
        (WANG, SMOKE),
        (SUPERVISOR, "我昨天住店，等了两个小时没人理"),
        (SUPERVISOR, "前台给我的房间全是烟味，投诉几次都没人理，怎么样？"),
        (SUPERVISOR, "帮我查一下，我昨天等了两个小时，投诉怎么没人理？"),
        (SUPERVISOR, "房间有煤气味，有没有人管？投诉半天了"),
    ],
)
async def test_what_customers_say_and_what_colleagues_tell_is_heard_as_ever(
    house: House, who: int, words: str
) -> None:
    await house.say(who, words)
    assert await house.rows(CASES) == [(1,)]
    assert count(house.texts(who), "像是在问数字") == 0
    assert count(house.texts(GROUP), "#1001") >= 1


async def test_a_question_that_is_put_right_opens_no_case_either(house: House) -> None:
    await house.say(SUPERVISOR, SMOKE)
    asked = [m for m in house.playground.messages(SUPERVISOR) if m.get("text") == SMOKE]
    await house.playground.edit(SUPERVISOR, SUPERVISOR, asked[-1]["message_id"], "昨天" + SMOKE[2:])
    await house.settle()
    assert await house.rows(CASES) == [(0,)]


async def test_what_was_asked_is_no_part_of_the_complaint_that_follows(house: House) -> None:
    complaint = "我昨天住店，等了两个小时没人理，我要投诉"
    await house.say(SUPERVISOR, SMOKE)
    await house.say(SUPERVISOR, complaint)
    assert await house.rows("SELECT text FROM words WHERE case_id IS NOT NULL") == [(complaint,)]
    assert count(house.texts(GROUP), SMOKE) == 0
    assert count(house.texts(GROUP), complaint) >= 1


async def test_a_question_that_was_meant_as_a_complaint_is_quoted_on_the_card(
    house: House,
) -> None:
    words = "你们几个人在前台？房间烟味这么大，投诉有用吗"
    await house.say(STAFF_CHEN, words)
    await house.press(STAFF_CHEN, "我是顾客，要投诉", "像是在问数字")
    assert count(house.texts(GROUP), words) >= 1


async def test_what_a_colleague_asked_is_forgotten_with_them(house: House) -> None:
    await house.say(STAFF_CHEN, SMOKE)
    await house.say(STAFF_CHEN, "删除我")
    await house.press(STAFF_CHEN, "全部清除")
    assert await house.rows("SELECT count(*) FROM words WHERE text IS NOT NULL") == [(0,)]


async def test_words_that_become_a_question_by_an_edit_are_asked_back(house: House) -> None:
    await house.say(SUPERVISOR, "你好")
    sent = [m for m in house.playground.messages(SUPERVISOR) if m.get("text") == "你好"]
    words = "你们几个人在前台？房间烟味这么大，投诉有用吗"
    await house.playground.edit(SUPERVISOR, SUPERVISOR, sent[-1]["message_id"], words)
    await house.settle()
    assert await house.rows(CASES) == [(0,)]
    await house.press(SUPERVISOR, "我是顾客，要投诉", "像是在问数字")
    said = "SELECT text FROM words WHERE case_id IS NOT NULL"
    assert await house.rows(said) == [(words,)]


async def test_an_edit_that_sounds_like_figures_is_still_a_version_of_ones_own_complaint(
    house: House,
) -> None:
    first, then = "我昨天住店，等了两个小时没人理，我要投诉", "你们几个人在前台？投诉有用吗"
    await house.say(SUPERVISOR, first)
    sent = [m for m in house.playground.messages(SUPERVISOR) if m.get("text") == first]
    await house.playground.edit(SUPERVISOR, SUPERVISOR, sent[-1]["message_id"], then)
    await house.settle()
    assert await house.rows("SELECT sort FROM words ORDER BY id") == [("said",), ("edited",)]
    assert count(house.texts(SUPERVISOR), "像是在问数字") == 0


OWN = "我昨天住店，等了两个小时没人理，我要投诉"
SAID_IN_CASES = "SELECT text FROM words WHERE case_id IS NOT NULL AND sort = 'said' ORDER BY id"


@pytest.mark.parametrize("who", [STAFF_CHEN, SUPERVISOR])
@pytest.mark.parametrize(
    "question", [SMOKE, "今天投诉几件", "昨天投诉处理率多少？", "昨天几个人投诉没人处理？"]
)
async def test_a_colleague_with_an_open_case_asks_for_figures_and_adds_nothing_to_it(
    house: House, who: int, question: str
) -> None:
    await house.say(who, OWN)
    await house.say(who, question)
    assert await house.rows(SAID_IN_CASES) == [(OWN,)]
    assert count(house.texts(GROUP), question) == 0
    last = house.texts(who)[-1]
    assert "问数字" in last or last.startswith("今天")


async def test_how_satisfied_customers_are_is_no_question_about_ones_own_case(
    house: House,
) -> None:
    await house.say(STAFF_CHEN, OWN)
    await house.say(STAFF_CHEN, "这周满意度怎么样？")
    assert await house.rows(SAID_IN_CASES) == [(OWN,)]
    assert "像是在问数字" in house.texts(STAFF_CHEN)[-1]


async def test_what_was_asked_goes_into_ones_own_case_with_one_tap(house: House) -> None:
    words = "你们几个人在前台？房间烟味这么大，投诉有用吗"
    await house.say(STAFF_CHEN, OWN)
    await house.say(STAFF_CHEN, words)
    await house.press(STAFF_CHEN, "我是顾客，加到 #1001", "像是在问数字")
    await house.press(STAFF_CHEN, "我是顾客，加到 #1001", "像是在问数字")
    assert await house.rows(SAID_IN_CASES) == [(OWN,), (words,)]
    assert await house.rows(CASES) == [(1,)]
    assert count(house.texts(GROUP), words) >= 1


async def test_what_was_asked_opens_a_case_where_ones_own_is_closed_by_then(house: House) -> None:
    words = "你们几个人在前台？房间烟味这么大，投诉有用吗"
    await house.say(STAFF_CHEN, OWN)
    await house.say(STAFF_CHEN, words)
    await house.say(STAFF_CHEN, "查进度")
    await house.press(STAFF_CHEN, "撤回")
    await house.press(STAFF_CHEN, "撤回，不用处理了")
    await house.press(STAFF_CHEN, "我是顾客，加到 #1001", "像是在问数字")
    assert await house.rows(CASES) == [(2,)]
    assert await house.rows(SAID_IN_CASES) == [(OWN,), (words,)]


@pytest.mark.parametrize(
    "words",
    [
        "投诉处理得怎么样了？",
        "投诉有结果了吗",
        "投诉有没有人管？",
        "投诉什么时候能处理？",
        "投诉处理几天了还没好？",
        "Is anybody handling the complaint?",
        "What news about the complaint?",
        "投诉几次了，几个人都不理？",
        "投诉多少次了？",
        "今天几件事都没做好，投诉有结果了吗",
        "前台效率太低了，投诉有人处理吗",
        "How many times must we complain?",
    ],
)
async def test_a_colleague_who_asks_how_their_own_case_stands_is_heard_in_it(
    house: House, words: str
) -> None:
    await house.say(STAFF_CHEN, OWN)
    await house.say(STAFF_CHEN, words)
    assert await house.rows(SAID_IN_CASES) == [(OWN,), (words,)]
    assert count(house.texts(STAFF_CHEN), "像是在问数字") == 0


@pytest.mark.parametrize(
    "words",
    [
        "投诉几次了，几个人都不理",
        "投诉几次了，几个人都不理？",
        "投訴好幾次了，誰來管？",
        "投诉了三次都没人理，怎么回事？",
    ],
)
async def test_a_colleague_who_has_complained_in_vain_complains_once_more(
    house: House, words: str
) -> None:
    await house.say(STAFF_CHEN, words)
    assert await house.rows("SELECT kind FROM cases") == [("complaint",)]
    assert count(house.texts(STAFF_CHEN), "像是在问数字") == 0
    assert count(house.texts(GROUP), "#1001") >= 1


@pytest.mark.parametrize(
    "words",
    [
        "这位客人投诉几次了？", "今天投诉几次", "有几位客人投诉了两次都没人理？",
        "本周投诉几次没回复？", "昨天投诉几次没处理？", "昨天投诉两次没人管？",
    ],
)  # fmt: skip
async def test_how_often_customers_complained_is_still_asked_back(house: House, words: str) -> None:
    await house.say(STAFF_CHEN, words)
    assert await house.rows(CASES) == [(0,)]
    assert "像是在问数字" in house.texts(STAFF_CHEN)[-1]


@pytest.mark.parametrize("words", ["前台最近三个月投诉趋势", "complaints about billing today"])
async def test_a_supervisor_who_names_what_was_complained_of_opens_no_case(
    house: House, words: str
) -> None:
    await house.say(SUPERVISOR, words)
    assert await house.rows(CASES) == [(0,)]


@pytest.mark.parametrize(
    "words",
    [
        "回复客人要多久",
        "我们一般多久回客人",
        "多久能回复客人",
        "How long do we take to answer?",
        "客人投诉以后我们到底要多久才会给答复啊",
        "how long must guests sit there until anybody answers?",
    ],
)
async def test_a_supervisor_who_asks_how_fast_guests_are_answered_opens_no_case(
    house: House, words: str
) -> None:
    await house.say(SUPERVISOR, words)
    assert await house.rows(CASES) == [(0,)]
    last = house.texts(SUPERVISOR)[-1]
    assert "首次答复" in last or "像是在问数字" in last


@pytest.mark.parametrize("words", ["有人在处理吗", "还在办吗", "没处理好？", "still pending?"])
async def test_a_supervisor_who_chases_a_case_of_their_own_is_heard_in_it(
    house: House, words: str
) -> None:
    await house.say(SUPERVISOR, OWN)
    await house.say(SUPERVISOR, words)
    assert await house.rows(SAID_IN_CASES) == [(OWN,), (words,)]
    await house.say(SUPERVISOR, "还有几件没办完")
    assert await house.rows(SAID_IN_CASES) == [(OWN,), (words,)]


@pytest.mark.parametrize("words", ["客人问多久能解决", "告诉客人多久能解决"])
async def test_what_a_guest_asked_a_colleague_is_no_question_for_figures(
    house: House, words: str
) -> None:
    await house.say(STAFF_CHEN, words)
    assert not any("像是在问数字" in text for text in house.texts(STAFF_CHEN))


async def test_a_colleague_who_asks_how_fast_guests_are_answered_opens_no_case(
    house: House,
) -> None:
    await house.say(STAFF_CHEN, "回复客人要多久")
    assert await house.rows(CASES) == [(0,)]
    assert "像是在问数字" in house.texts(STAFF_CHEN)[-1]


async def test_a_supervisor_with_a_case_of_their_own_asks_how_long_that_one_takes(
    house: House,
) -> None:
    await house.say(SUPERVISOR, OWN)
    await house.say(SUPERVISOR, "多久能办好？")
    assert await house.rows(SAID_IN_CASES) == [(OWN,), ("多久能办好？",)]
    await house.say(SUPERVISOR, "回复客人要多久")
    assert await house.rows(SAID_IN_CASES) == [(OWN,), ("多久能办好？",)]
    assert "首次答复" in house.texts(SUPERVISOR)[-1]
