"""Hours as operators write them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.durations import format_duration, parse_duration
from calendars.hours import WeekHours, parse_day


def test_days_can_be_written_in_english_and_in_chinese() -> None:
    english = WeekHours.parse(["mon-fri 09:00-18:00", "sat 10:00-16:00"])
    assert WeekHours.parse(["周一至周五 9:00-18:00", "周六 10:00-16:00"]) == english
    assert WeekHours.parse(["每天 00:00-24:00"]) == WeekHours.always()


def test_a_span_of_days_may_go_over_the_weekend() -> None:
    assert WeekHours.parse(["sat-mon 09:00-18:00"]).days[0]
    assert not WeekHours.parse(["sat-mon 09:00-18:00"]).days[1]


def test_hours_that_are_written_out_read_back_the_same() -> None:
    hours = WeekHours.parse(["mon-thu 09:00-12:00 13:30-18:00", "fri 22:00-02:00"])
    assert WeekHours.parse(hours.lines()) == hours


@pytest.mark.parametrize(
    "text",
    ["9-18", "09:00", "09:00-25:00", "09:60-10:00", "09:00-12:00 11:00-13:00", "", "24:00-24:00"],
)
def test_hours_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - operators get the sentence of the rules file
        parse_day(text)


@pytest.mark.parametrize("lines", [[], ["mon"], ["someday 09:00-18:00"], ["周八 09:00-18:00"]])
def test_a_week_needs_days_that_exist_and_opens_once_at_least(lines: list[str]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - operators get the sentence of the rules file
        WeekHours.parse(lines)


def test_lengths_of_time_are_read_with_their_units() -> None:
    assert parse_duration("1h 30min") == timedelta(minutes=90)
    assert parse_duration("7d") == timedelta(days=7)
    assert parse_duration("90s") == timedelta(seconds=90)


@pytest.mark.parametrize("text", ["2", "h", "2 hours", "-1h", "1.5h", "", "9999999w"])
def test_a_length_without_a_whole_number_and_a_unit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"length|longer"):
        parse_duration(text)


@given(st.timedeltas(min_value=timedelta(), max_value=timedelta(days=3660)))
def test_lengths_that_are_written_out_read_back_the_same(length: timedelta) -> None:
    whole = timedelta(seconds=int(length.total_seconds()))
    assert parse_duration(format_duration(whole)) == whole
