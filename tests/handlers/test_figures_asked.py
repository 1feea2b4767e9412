"""A supervisor asks in few words, and is understood or told what to write."""

from datetime import UTC, datetime

import pytest
from opencc import OpenCC

from calendars.periods import UnknownPeriod, parse_period
from handlers.aspects import scheme
from handlers.figures_asked import place_meant, read_command, read_words
from handlers.figures_nearest import nearest
from handlers.figures_words import ABOUT, FILLING, VIEWS, simpler
from handlers.panel_typed import labelled
from handlers.places_asked import missing_place
from handlers.topic_words import EVERYDAY, as_topic
from handlers.words import LANGUAGES, words_in
from people.values import Place

ZONE = "Asia/Shanghai"
# A Friday, 15:20 in Shanghai.
NOW = datetime(2026, 11, 20, 7, 20, tzinfo=UTC)
HOUSE = Place(id=1, parent_id=None, name="回音酒店", zone=ZONE)
WEST = Place(id=2, parent_id=1, name="西湖店", zone=ZONE, code="westlake")
EAST = Place(id=3, parent_id=1, name="东站店", zone="Asia/Tokyo", code="eaststation")
PLACES = (HOUSE, WEST, EAST)


@pytest.mark.parametrize(
    ("said", "dates", "place"),
    [
        ("", "2026-11-20", None),
        ("yesterday", "2026-11-19", None),
        ("昨天", "2026-11-19", None),
        ("7d", "2026-11-14..2026-11-20", None),
        ("7天", "2026-11-14..2026-11-20", None),
        ("本周", "2026-11-16..2026-11-22", None),
        ("2026-11", "2026-11-01..2026-11-30", None),
        ("2026-11-01..2026-11-15", "2026-11-01..2026-11-15", None),
        ("西湖店", "2026-11-20", WEST),
        ("昨天 西湖店", "2026-11-19", WEST),
        ("westlake 7d", "2026-11-14..2026-11-20", WEST),
        ("东站店昨天的投诉", "2026-11-19", EAST),
    ],
)
def test_a_command_takes_a_period_and_a_place_in_any_order(
    said: str, dates: str, place: Place | None
) -> None:
    question = read_command(said, PLACES, ZONE, NOW)
    assert (question.period.dates, question.place) == (dates, place)


def test_a_place_cuts_its_own_days() -> None:
    late = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    assert read_command("", PLACES, ZONE, late).period.dates == "2026-11-20"
    assert read_command("东站店", PLACES, ZONE, late).period.dates == "2026-11-21"


@pytest.mark.parametrize(
    ("said", "dates", "place"),
    [
        ("今天怎么样", "2026-11-20", None),
        ("今天怎麼樣？", "2026-11-20", None),
        ("昨天", "2026-11-19", None),
        ("昨天西湖店投诉", "2026-11-19", WEST),
        ("西湖店怎么样", "2026-11-20", WEST),
        ("看看本周数据", "2026-11-16..2026-11-22", None),
        ("最近7天有多少投诉？", "2026-11-14..2026-11-20", None),
        ("昨天投诉情况如何", "2026-11-19", None),
        ("数字", "2026-11-20", None),
        ("Any complaints yesterday?", "2026-11-19", None),
        ("how did we do last Friday", "2026-11-13", None),
        ("since we moved the desk on 3 November", "2026-11-03..2026-11-20", None),
        ("自从11月10号换了前台", "2026-11-10..2026-11-20", None),
    ],
)
def test_plain_words_ask_for_figures(said: str, dates: str, place: Place | None) -> None:
    question = read_words(said, PLACES, ZONE, NOW)
    assert question is not None
    assert (question.period.dates, question.place) == (dates, place)


@pytest.mark.parametrize(
    "said",
    [
        "昨天住得不好，前台态度很差",
        "等了两个小时没人理我",
        "在吗",
        "的",
        "西湖店",
        "今天客人说空调坏了怎么样处理",
        "从11月3日到现在没人给我退款",
        "I waited since 3 November for my refund",
        "The food on Friday was cold",
        "好的",
        "#1027",
    ],
)
def test_what_is_no_question_for_figures_is_left_to_others(said: str) -> None:
    assert read_words(said, PLACES, ZONE, NOW) is None


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("yesteday", "yesterday"),
        ("todey", "today"),
        ("2026-11-31", "2026-11-30"),
        ("2026-13", "2026-12"),
        ("7dd", "7d"),
        ("14x", "14d"),
        ("blah", "7d"),
        ("昨天昨天", "yesterday"),
        ("今天上午", "today"),
        ("明天", "today"),
        ("下周", "week"),
        ("上上周", "last-week"),
        ("11月31日", "2025-11-30"),
        ("20261101", "2026-11-01"),
        ("2026/11/01-2026/11/15", "2026-11-01..2026-11-15"),
    ],
)
def test_nonsense_is_told_the_nearest_form_and_that_form_is_understood(said: str, key: str) -> None:
    with pytest.raises(UnknownPeriod):
        read_command(said, PLACES, ZONE, NOW)
    guess = nearest(said, NOW, ZONE)
    assert guess == key
    assert parse_period(guess, NOW, ZONE).key == key


# What supervisors type, and what it opens: (view, period, place, the other place or days).
PHRASES = [
    ("西湖店和东站店比", "versus", "30d", "西湖店", "东站店"),
    ("东站店跟西湖店哪家投诉多", "versus", "30d", "东站店", "西湖店"),
    ("上个月西湖店和东站店哪个好", "versus", "last-month", "西湖店", "东站店"),
    ("compare 西湖店 and 东站店", "versus", "30d", "西湖店", "东站店"),
    ("各店怎么样", "places", "30d", None, None),
    ("上周哪家店投诉最多", "places", "last-week", None, None),
    ("本周按时吗", "figures", "week", None, None),
    ("昨天超时几件", "late", "yesterday", None, None),
    ("现在还有多少没办完", "standing", "today", None, None),
    ("最近三个月走势", "trend", "90d", None, None),
    ("满意度走势", "trend", "30d", None, None),
    ("投诉主要是什么", "issues", "7d", None, None),
    ("本月投诉原因", "causes", "month", None, None),
    ("今天有没有投诉", "figures", "today", None, None),
    ("西湖店最近怎么样", "figures", "7d", "西湖店", None),
    ("上周五怎么样", "figures", "2026-11-13", None, None),
    ("周末怎么样", "figures", "2026-11-14..2026-11-15", None, None),
    ("上季度满意度", "figures", "2026-07-01..2026-09-30", None, None),
    ("打分低的有哪些", "low", "7d", None, None),
    ("重开的有哪些", "reopened", "7d", None, None),
    ("导出上个月", "export", "last-month", None, None),
    ("发我11月的报告", "export", "2026-11", None, None),
    ("目标达标了吗", "targets", "30d", None, None),
    ("昨天有表扬吗", "figures", "yesterday", None, None),
    ("和去年同期比", "compare", "7d", None, "2025-11-15..2025-11-21"),
    ("本月同比", "compare", "month", None, "2025-11-01..2025-11-30"),
    ("11月和10月比", "compare", "2026-11", None, "2026-10-01..2026-10-31"),
    ("昨天比前天", "compare", "yesterday", None, "2026-11-18"),
    ("比上周怎么样", "compare", "week", None, "2026-11-09..2026-11-15"),
    ("按渠道", "channels", "30d", None, None),
    ("回头客多吗", "loyalty", "30d", None, None),
    ("谁又来了", "loyalty", "30d", None, None),
    ("分开看", "split", "30d", None, None),
    ("怎么算的", "how", "7d", None, None),
    ("按方面", "aspects", "30d", None, None),
    ("服务的同事", "staff", "30d", None, None),
    ("按来路", "channels", "30d", None, None),
    ("帮我看看昨天的情况", "figures", "yesterday", None, None),
    ("上週投訴多少", "figures", "last-week", None, None),
    ("本周服务满意度", "figures", "week", None, None),
    ("本週服務滿意度多少", "figures", "week", None, None),
    ("這個月和上個月比", "compare", "month", None, "2026-10-01..2026-10-31"),
    ("complaints last week", "figures", "last-week", None, None),
    ("this week vs last week", "compare", "week", None, "2026-11-09..2026-11-15"),
]


@pytest.mark.parametrize(("said", "view", "key", "place", "beside"), PHRASES)
def test_what_supervisors_type_opens_what_they_mean(
    said: str, view: str, key: str, place: str | None, beside: str | None
) -> None:
    question = read_words(said, PLACES, ZONE, NOW)
    assert question is not None
    other = question.other.name if question.other else question.with_dates
    named = question.place.name if question.place else None
    assert (question.view, question.period.key, named, other) == (view, key, place, beside)


@pytest.mark.parametrize("said", ["我要投诉", "空调坏了", "早上好", "谢谢", "前台态度差", "有人吗"])
def test_a_complaint_and_a_greeting_are_left_to_others(said: str) -> None:
    assert read_words(said, PLACES, ZONE, NOW) is None


def test_a_name_that_is_nearly_right_leads_to_the_place() -> None:
    assert place_meant("西胡店 昨天", PLACES) == (WEST, "昨天")
    assert place_meant("yesteday", PLACES) == (None, "yesteday")


@pytest.mark.parametrize(
    ("said", "name", "first", "beside", "period"),
    [
        ("西湖店和城西店比", "城西店", EAST, WEST, "30d"),
        ("昨天城西店投诉", "城西店", EAST, None, "昨天"),
        ("城西店上周怎么样", "城西店", EAST, None, "上周"),
        ("西胡店 昨天", "西胡店", WEST, None, "昨天"),
        ("東占店的投訴", "東占店", EAST, None, "7d"),
        ("滨江店上周怎么样", "滨江店", EAST, None, "上周"),
        ("西湖店和滨江店比", "滨江店", EAST, WEST, "30d"),
    ],
)
def test_a_place_that_nobody_knows_is_named_with_what_is_near(
    said: str, name: str, first: Place, beside: Place | None, period: str
) -> None:
    assert read_words(said, PLACES, ZONE, NOW) is None
    missing = missing_place(said, PLACES, ZONE, NOW)
    assert missing is not None
    assert (missing.name, missing.beside, missing.period) == (name, beside, period)
    assert beside not in missing.near
    assert first in missing.near


@pytest.mark.parametrize(
    "said",
    ["城西店", "我要投诉城西店", "房间太吵了", "昨天的菜很咸", "谢谢", "空调坏了怎么办", "你好"],
)
def test_what_is_no_question_for_a_place_stays_what_it_is(said: str) -> None:
    assert missing_place(said, PLACES, ZONE, NOW) is None


@pytest.mark.parametrize(
    "said",
    ["昨天很晚到店", "今天客人来店", "今天停电关店", "今天客人要求换酒店", "投诉酒店", "表扬酒店",
     "昨天很晚到店差评"],
)  # fmt: skip
def test_a_supervisors_own_words_that_end_like_a_place_are_theirs(said: str) -> None:
    assert missing_place(said, PLACES, ZONE, NOW) is None


def test_a_command_says_of_whatever_follows_it_that_there_is_no_such_place() -> None:
    missing = missing_place("很晚到店", PLACES, ZONE, NOW, command="figures")
    assert missing is not None
    assert missing.name == "很晚到店"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_label_of_a_button_may_be_typed_in_the_reader_s_language(language: str) -> None:
    for label, view in labelled(words_in(language)).items():
        question = read_words(f"{label}。", PLACES, ZONE, NOW)
        assert question is not None, label
        assert question.view == view, label


def test_what_is_written_in_traditional_script_is_understood_as_well() -> None:
    for converted in (OpenCC("s2t"), OpenCC("s2tw")):
        for word in (*ABOUT, *FILLING, *(word for words in VIEWS.values() for word in words)):
            assert simpler(converted.convert(word)) == word


def test_everyday_names_of_topics_are_known_in_traditional_script_and_lead_to_a_topic() -> None:
    for word, topic in EVERYDAY.items():
        assert scheme().is_known(topic), word
        for converted in (OpenCC("s2t"), OpenCC("s2tw")):
            assert as_topic(converted.convert(word)) == word


@pytest.mark.parametrize(
    ("said", "view", "dates"),
    [
        ("上个月跟这个月比一比呗", "compare", "2026-11-01..2026-11-30"),
        ("最近咋样啊", "figures", "2026-11-14..2026-11-20"),
        ("今天还行不", "figures", "2026-11-20"),
        ("昨天怎么样呀", "figures", "2026-11-19"),
        ("上周吧", "figures", "2026-11-09..2026-11-15"),
    ],
)
def test_words_that_only_soften_a_question_change_nothing(said: str, view: str, dates: str) -> None:
    question = read_words(said, PLACES, ZONE, NOW)
    assert question is not None
    assert (question.view, question.period.dates) == (view, dates)
