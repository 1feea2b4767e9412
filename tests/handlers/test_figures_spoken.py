"""What supervisors ask in whole sentences is understood."""

from datetime import UTC, datetime

import pytest
from aiogram.dispatcher.event.bases import UNHANDLED

from handlers.figures_asked import read_words
from people.values import Place
from tests.handlers.house import House

ZONE = "Asia/Shanghai"
# A Friday, 15:20 in Shanghai.
NOW = datetime(2026, 11, 20, 7, 20, tzinfo=UTC)
PLACES = (Place(id=2, parent_id=None, name="西湖店", zone=ZONE),)
THIS_MONTH, LAST_MONTH = "2026-11-01..2026-11-30", "2026-10-01..2026-10-31"


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


async def test_whether_a_topic_got_better_is_told_of_that_topic(house: House) -> None:
    await house.say("噪音的投诉是不是比以前少了")
    _, facts = (await house.told())[-1]
    assert (facts["what"], facts["cut"]) == ("compare", "anoise")
