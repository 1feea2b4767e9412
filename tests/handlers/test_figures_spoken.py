"""What supervisors ask in whole sentences is understood; what guests ask opens no figures."""

from datetime import UTC, datetime

import pytest
from aiogram.dispatcher.event.bases import UNHANDLED

from handlers.figures_asked import read_words
from people.values import Place
from tests.handlers.house import House
from tests.handlers.test_figures_chat import add_garden

ZONE = "Asia/Shanghai"
# A Friday, 15:20 in Shanghai.
NOW = datetime(2026, 11, 20, 7, 20, tzinfo=UTC)
PLACES = (Place(id=2, parent_id=None, name="西湖店", zone=ZONE),)
THIS_MONTH, LAST_MONTH = "2026-11-01..2026-11-30", "2026-10-01..2026-10-31"
LAST_WEEK = "2026-11-09..2026-11-15"

GUESTS_ASK = """今天有热水吗|今天有早餐吗|今晚有热水吗|今天泳池有吗|这周有优惠券吗|今天还有房间吗
今天有没有停车场|今天有没有外卖|空中花园今天有吗|今天电梯有吗|有分店吗|今天早餐？|今天有發票嗎
今天還有座位嗎|今晚有沒有熱水|今天有自助餐嗎|lunch today?|Breakfast today?|any rooms today?
is there a pool today?|Any wifi today?|is there any parking today"""
SUPERVISORS_ASK = """今天有热水投诉吗|昨天早餐怎么样|上周的噪音|今天早餐好吗|这周早餐评分
最近7天空调|昨天有噪音吗|今天有噪音吗|这个月房间投诉有几件|昨天热水有没有投诉|今天餐饮满意度|今天有差评吗
昨天露台投诉几件|今天早餐呢？|本週早餐如何|上週的噪音|今天有投訴嗎|昨天電梯有沒有客訴
noise last week|breakfast this month|any complaints about breakfast today?
how was breakfast yesterday?|today's figures"""


def sentences(said: str) -> list[str]:
    return said.replace("\n", "|").split("|")


async def test_who_asks_whether_there_is_something_gets_no_figures(house: House) -> None:
    await add_garden(house)
    assert [said for said in sentences(GUESTS_ASK) if await house.say(said) is not UNHANDLED] == []
    assert await house.told() == []


async def test_who_asks_how_it_went_with_the_same_thing_gets_figures(house: House) -> None:
    await add_garden(house)
    assert [said for said in sentences(SUPERVISORS_ASK) if await house.say(said) is UNHANDLED] == []


async def test_a_command_shows_figures_whatever_is_asked_behind_it(house: House) -> None:
    await house.say("/stats 今天有热水吗")
    _, facts = (await house.told())[-1]
    assert (facts["what"], facts["cut"]) == ("figures", "afacilities")


@pytest.mark.parametrize(
    "said",
    [
        "上个月跟这个月比一比",
        "上個月跟這個月比一比",
        "这个月比上个月",
        "把上个月跟这个月比一下",
        "拿上个月跟这个月比",
        "上个月跟这个月有什么不同",
        "上个月和这个月差多少",
        "上個月跟這個月差在哪",
        "这个月是不是比上个月差",
        "Compare this month with last month",
        "compare last month to this month",
        "how does this month compare with last month?",
        "is this month better than last month",
        "this month versus last",
    ],
)
def test_the_later_of_two_periods_is_held_against_the_earlier(said: str) -> None:
    question = read_words(said, PLACES, ZONE, NOW)
    assert question is not None
    found = question.view, question.period.dates, question.with_dates
    assert found == ("compare", THIS_MONTH, LAST_MONTH)


@pytest.mark.parametrize(
    ("said", "dates", "beside"),
    [
        ("这个月和上周比", THIS_MONTH, LAST_WEEK),
        ("上周和这个月比", LAST_WEEK, THIS_MONTH),
        ("this year vs last month", "2026-01-01..2026-12-31", LAST_MONTH),
        ("前天和上周比", "2026-11-18", LAST_WEEK),
        ("上周和前天比", "2026-11-18", LAST_WEEK),
    ],
)
def test_periods_that_share_days_are_compared_in_the_order_they_were_said(
    said: str, dates: str, beside: str
) -> None:
    question = read_words(said, PLACES, ZONE, NOW)
    assert question is not None
    assert (question.period.dates, question.with_dates) == (dates, beside)


@pytest.mark.parametrize(
    "said", ["昨天住得比上次差", "早餐比上周差", "breakfast is worse than last week"]
)
async def test_who_tells_that_something_is_worse_asks_for_no_comparison(
    house: House, said: str
) -> None:
    assert await house.say(said) is UNHANDLED


@pytest.mark.parametrize(
    ("said", "view", "key"),
    [
        ("这周客人最不满意什么", "issues", "week"),
        ("哪个班组被投诉最多", "teams", "30d"),
        ("昨天有多少客人给了差评", "low", "yesterday"),
        ("平均多久能回复客人", "more", "7d"),
        ("投訴處理平均要多久", "more", "7d"),
        ("谁处理得最慢", "people", "30d"),
        ("哪些客人還沒回覆", "standing", "today"),
        ("最近一週誰的投訴最多", "people", "7d"),
        ("昨天的問卷有多少人回答", "figures", "yesterday"),
        ("今天的平均分", "figures", "today"),
        ("How many complaints did we get this week?", "figures", "week"),
        ("What do guests complain about most?", "issues", "7d"),
        ("How fast do we reply to guests?", "more", "7d"),
        ("Is it getting better?", "compare", "7d"),
        ("Any open cases right now?", "standing", "today"),
        ("What was our NPS last month?", "more", "last-month"),
        ("Which team has the most complaints?", "teams", "30d"),
    ],
)
def test_a_whole_sentence_opens_what_it_asks_for(said: str, view: str, key: str) -> None:
    question = read_words(said, PLACES, ZONE, NOW)
    assert question is not None
    assert (question.view, question.period.key) == (view, key)


@pytest.mark.parametrize(
    "said",
    [
        "客人被前台骂了",
        "昨天客人等了两个小时",
        "平均房价多少",
        "is the lift broken",
        "what a bad stay",
    ],
)
def test_what_is_told_of_guests_is_no_question_for_figures(said: str) -> None:
    assert read_words(said, PLACES, ZONE, NOW) is None


@pytest.mark.parametrize(
    "said",
    [
        "今天有多少客人",
        "今天有多少客人？",
        "昨天几个人",
        "昨天有几个客人",
        "今天客人多吗",
        "How many guests did we have yesterday?",
        "How many people today?",
        "is it a today?",
    ],
)
def test_how_many_guests_there_were_is_no_question_for_figures(said: str) -> None:
    assert read_words(said, PLACES, ZONE, NOW) is None


@pytest.mark.parametrize(
    ("said", "view", "key"),
    [
        ("昨天有多少", "figures", "yesterday"),
        ("昨天有多少客人投诉", "figures", "yesterday"),
        ("昨天几个人不满意", "low", "yesterday"),
        ("昨天有几个人打分", "figures", "yesterday"),
        ("今天客人好吗", "figures", "today"),
        ("How many complaints did we have yesterday?", "figures", "yesterday"),
    ],
)
def test_how_many_guests_did_what_is_counted_opens_figures(said: str, view: str, key: str) -> None:
    question = read_words(said, PLACES, ZONE, NOW)
    assert question is not None
    assert (question.view, question.period.key) == (view, key)


async def test_whether_a_topic_got_better_is_told_of_that_topic(house: House) -> None:
    await house.say("噪音的投诉是不是比以前少了")
    _, facts = (await house.told())[-1]
    assert (facts["what"], facts["cut"]) == ("compare", "anoise")
