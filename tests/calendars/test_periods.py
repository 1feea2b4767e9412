"""A day, a week or a month is what the place itself calls so."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.periods import Period, UnknownPeriod, day_at, parse_period
from tests.calendars.times import HOUR, at

NOW = at("2026-11-20 15:20")


def asked(text: str, now: datetime = NOW, zone: str = "Asia/Shanghai") -> str:
    return parse_period(text, now, zone).dates


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("", "2026-11-20"),
        ("今天", "2026-11-20"),
        ("today", "2026-11-20"),
        ("昨天", "2026-11-19"),
        ("Yesterday", "2026-11-19"),
        ("前天", "2026-11-18"),
        ("7d", "2026-11-14..2026-11-20"),
        ("7天", "2026-11-14..2026-11-20"),
        ("近７天", "2026-11-14..2026-11-20"),
        ("最近七日", "2026-11-14..2026-11-20"),
        ("三十天", "2026-10-22..2026-11-20"),
        ("last 7 days", "2026-11-14..2026-11-20"),
        ("本周", "2026-11-16..2026-11-22"),
        ("這週", "2026-11-16..2026-11-22"),
        ("上周", "2026-11-09..2026-11-15"),
        ("last week", "2026-11-09..2026-11-15"),
        ("本月", "2026-11-01..2026-11-30"),
        ("上個月", "2026-10-01..2026-10-31"),
        ("2026-11", "2026-11-01..2026-11-30"),
        ("2026年2月", "2026-02-01..2026-02-28"),
        ("12月", "2025-12-01..2025-12-31"),
        ("2026", "2026-01-01..2026-12-31"),
        ("2026-11-02", "2026-11-02"),
        ("11月2日", "2026-11-02"),
        ("12/25", "2025-12-25"),
        ("25号", "2026-10-25"),
        ("2026-11-01..2026-11-20", "2026-11-01..2026-11-20"),
        ("2026-11-01 - 2026-11-20", "2026-11-01..2026-11-20"),
        ("11月1日到11月5日", "2026-11-01..2026-11-05"),
        ("2026-11-20~2026-11-01", "2026-11-01..2026-11-20"),
        ("11/10-11/15", "2026-11-10..2026-11-15"),
        ("11月10日-15日", "2026-11-10..2026-11-15"),
        ("上礼拜", "2026-11-09..2026-11-15"),
        ("昨晚", "2026-11-19"),
        ("上半年", "2026-01-01..2026-06-30"),
        ("去年下半年", "2025-07-01..2025-12-31"),
        ("去年11月", "2025-11-01..2025-11-30"),
        ("3 November", "2026-11-03"),
        ("last friday to sunday", "2026-11-13..2026-11-15"),
        ("Nov 3rd", "2026-11-03"),
        ("Nov 3 2025", "2025-11-03"),
        ("november 3rd 2025", "2025-11-03"),
        ("in December", "2025-12-01..2025-12-31"),
        ("10 November to 15 November", "2026-11-10..2026-11-15"),
        ("last Friday", "2026-11-13"),
        ("on Monday", "2026-11-16"),
        ("last weekend", "2026-11-14..2026-11-15"),
        ("past week", "2026-11-14..2026-11-20"),
        ("last 3 months", "2026-08-23..2026-11-20"),
    ],
)
def test_people_ask_for_a_time_in_their_own_words(text: str, dates: str) -> None:
    assert asked(text) == dates


@pytest.mark.parametrize(
    "text",
    [
        "什么",
        "0d",
        "9999d",
        "2026-13",
        "2026-02-30",
        "31-31",
        "~",
        "1..2..3",
        "wednesday to monday",
    ],
)
def test_what_is_no_time_is_said_to_be_none(text: str) -> None:
    with pytest.raises(UnknownPeriod):
        asked(text)


@given(st.text(max_size=30))
def test_no_text_at_all_breaks_the_reading_of_periods(text: str) -> None:
    try:
        period = parse_period(text, NOW, "Asia/Shanghai")
    except UnknownPeriod:
        return
    assert period.first <= period.last


def test_a_key_reads_back_to_the_same_days() -> None:
    for text in ("今天", "7天", "上周", "上个月", "去年", "2026-11", "11月1日到11月5日", "前天"):
        period = parse_period(text, NOW, "Asia/Shanghai")
        assert parse_period(period.key, NOW, "Asia/Shanghai") == period


def test_today_is_the_places_day_and_not_that_of_whoever_asks() -> None:
    early = datetime(2026, 11, 19, 16, 30, tzinfo=UTC)
    assert asked("今天", early) == "2026-11-20"
    assert asked("今天", early, "Europe/Berlin") == "2026-11-19"


def test_a_day_with_a_changed_clock_has_23_or_25_hours() -> None:
    spring = day_at(at("2026-03-29 12:00", "Europe/Berlin"), "Europe/Berlin")
    autumn = day_at(at("2026-10-25 12:00", "Europe/Berlin"), "Europe/Berlin")
    assert spring.end - spring.start == 23 * HOUR
    assert autumn.end - autumn.start == 25 * HOUR


def test_a_day_whose_midnight_is_skipped_begins_when_the_clock_jumps() -> None:
    day = day_at(at("2026-04-24 12:00", "Africa/Cairo"), "Africa/Cairo")
    assert day.start.astimezone(ZoneInfo("Africa/Cairo")).hour == 1
    assert day.end - day.start == 23 * HOUR


def test_a_date_that_never_was_on_an_island_is_an_empty_day() -> None:
    zone = ZoneInfo("Pacific/Apia")
    day = Period(key="", first=date(2011, 12, 30), last=date(2011, 12, 30), zone=zone)
    assert day.start == day.end


@given(
    st.sampled_from(["Asia/Shanghai", "America/Havana", "Africa/Cairo", "Asia/Kathmandu"]),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_every_instant_belongs_to_exactly_one_day(zone: str, instant: datetime) -> None:
    day = day_at(instant, zone)
    assert day.start <= instant < day.end
    assert day.holds(instant)
    assert day.shifted(1).start == day.end
    assert not day.shifted(1).holds(instant)


def test_a_month_is_compared_with_the_month_before_and_a_week_with_the_week_before() -> None:
    assert (
        parse_period("2026-03", NOW, "Asia/Shanghai").previous().dates == "2026-02-01..2026-02-28"
    )
    assert parse_period("本周", NOW, "Asia/Shanghai").previous().dates == "2026-11-09..2026-11-15"
    assert parse_period("今天", NOW, "Asia/Shanghai").previous().dates == "2026-11-19"


def test_the_days_of_a_week_can_be_looked_at_one_by_one() -> None:
    days = list(parse_period("上周", NOW, "Asia/Shanghai").days())
    assert [day.key for day in days][::6] == ["2026-11-09", "2026-11-15"]
    assert all(left.end == right.start for left, right in pairwise(days))


def test_a_period_that_still_runs_is_counted_until_now() -> None:
    assert parse_period("今天", NOW, "Asia/Shanghai").until(NOW) == NOW
    yesterday = parse_period("昨天", NOW, "Asia/Shanghai")
    assert yesterday.until(NOW) == yesterday.end
    assert yesterday.end - yesterday.start == timedelta(days=1)
