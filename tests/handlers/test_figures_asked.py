"""A supervisor asks in few words, and is understood or told what to write."""

from datetime import UTC, datetime

import pytest

from calendars.periods import UnknownPeriod, parse_period
from handlers.figures_asked import nearest, read_command, read_words
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
    ],
)
def test_nonsense_is_told_the_nearest_form_and_that_form_is_understood(said: str, key: str) -> None:
    with pytest.raises(UnknownPeriod):
        read_command(said, PLACES, ZONE, NOW)
    guess = nearest(said, NOW, ZONE)
    assert guess == key
    assert parse_period(guess, NOW, ZONE).key == key
