"""Everyday words for each figure open it; whoever tells of something opens none."""

from datetime import UTC, datetime

import pytest

from handlers.figures_asked import read_words
from people.values import Place
from tests.handlers.house import House

ZONE = "Asia/Shanghai"
NOW = datetime(2026, 11, 20, 7, 20, tzinfo=UTC)
PLACES = (Place(id=2, parent_id=None, name="西湖店", zone=ZONE),)

FIRST_RESPONSE = """回复客人要多久|我们一般多久回客人|多久能回复客人|平均多久能回复客人
你们一般多久回客人|首次回复时间|响应时间|多长时间能答复客人|客人要等多久才有人回
客人投诉后多久有人管|我们回得快吗|回复速度怎么样|我們一般多久回覆客人|西湖店多久回客人
一般多久有人接手|how fast do we reply to guests?|how long do we take to answer?
How long until guests hear back?|how long does a guest wait for a reply?|average response time
what is our first response time|time to first response|how soon do we answer complaints
how long does it take us to get back to guests|are we quick to reply?"""
RESOLUTION = """投诉处理要多久|多久能办好|一件投诉要多久办完|平均几天解决|处理一件投诉平均多久
办结时间|处理得快吗|how long does it take to resolve a complaint|average resolution time
how fast do we resolve complaints|how long until a case is closed?|how long do cases take"""
SATISFACTION = """客人满意吗|客人满不满意|客人对我们怎么样|客人开心吗|大家给几分|客人打几分
我们多少分|口碑怎么样|客人喜欢我们吗|are guests happy?|are our guests satisfied?
how happy are guests|what do guests think of us|what's our score"""
ANSWERED = """多少人填了问卷|问卷有人填吗|问卷回收率|回收率|问卷发出去多少份|回了多少份问卷
有多少人答了问卷|how many people answered the survey|survey response rate
how many surveys came back|do guests fill in the survey?"""
OPEN = """还有几件没办|还剩几件|还剩多少没办完|手上还有几件|现在有几件在办|还欠着几件
没关的有几件|how many cases are still open|what is still open|open complaints|what's pending
unresolved cases|anything outstanding?|backlog"""
TOLD = """多久能回复我|等了两个小时才有人接手|我们等了多久都没人回|客人等了很长时间没人回
热水要等多久|多久有人来|早餐时间|退房要多久|办入住要多久|is the pool still open|还剩几间房
我喜欢这里|服务我很满意|回复太慢了|处理速度太慢|好几天没解决|你们多久回复|response was slow
how long must we wait for an answer|no response|the survey is too long, do I have to fill it in
问卷太长了，不想填|how long does check-in take"""


def sentences(said: str) -> list[str]:
    return said.replace("\n", "|").split("|")


def found(said: str) -> tuple[str, str] | None:
    question = read_words(said, PLACES, ZONE, NOW)
    return None if question is None else (question.view, question.figure)


@pytest.mark.parametrize(
    ("asked", "view", "figure"),
    [
        (FIRST_RESPONSE, "more", "first_response"),
        (RESOLUTION, "more", "resolution"),
        (SATISFACTION, "figures", ""),
        (ANSWERED, "figures", ""),
        (OPEN, "standing", ""),
    ],
)
def test_everyday_words_for_a_figure_open_it(asked: str, view: str, figure: str) -> None:
    others = {said: found(said) for said in sentences(asked) if found(said) != (view, figure)}
    assert others == {}


def test_whoever_tells_of_something_asks_for_no_figure() -> None:
    assert {said: found(said) for said in sentences(TOLD) if found(said) is not None} == {}


def test_a_time_and_a_place_beside_a_figure_are_kept() -> None:
    question = read_words("上个月西湖店平均多久回客人", PLACES, ZONE, NOW)
    assert question is not None
    assert (question.period.key, question.place) == ("last-month", PLACES[0])
    assert question.figure == "first_response"


async def test_how_fast_guests_are_answered_is_told_in_the_first_line(house: House) -> None:
    await house.say("how fast do we reply to guests? 30d")
    assert (await house.read()).splitlines()[1].startswith("首次答复：一半在")
    await house.say("最近30天办结要多久")
    assert (await house.read()).splitlines()[1].startswith("办好：一半在")


async def test_where_nobody_was_answered_yet_that_is_said(house: House) -> None:
    await house.say("2020-01-01 回复客人要多久")
    assert (await house.read()).splitlines()[1].startswith("这段时间还没有首次答复")


async def test_a_command_takes_the_same_words(house: House) -> None:
    await house.say("/stats 回复客人要多久")
    _, facts = (await house.told())[-1]
    assert (facts["what"], facts["figure"]) == ("more", "first_response")


@pytest.mark.parametrize("said", ["这周比上周", "这个月比上个月"])
async def test_a_time_that_still_runs_says_until_when_it_is_compared(
    house: House, said: str
) -> None:
    await house.say(said)
    assert "这段时间还没过完，只算到 11月20日 15:20。" in (await house.read()).splitlines()


@pytest.mark.parametrize("said", ["/compare 上周", "/compare 上个月", "/compare 今天"])
async def test_a_time_that_is_over_says_nothing_of_it(house: House, said: str) -> None:
    await house.say(said)
    assert "还没过完" not in await house.read()


async def test_the_problems_of_a_time_are_what_it_was_about(house: House) -> None:
    await house.say("上个月的问题")
    _, facts = (await house.told())[-1]
    assert facts["what"] == "issues"
