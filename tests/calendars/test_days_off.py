"""Holidays and the weekends worked for them, published or not."""

from datetime import UTC, date, datetime

import pytest

from calendars.rules import DayKind
from tests.calendars.times import HOUR, OFFICE, at, calendar, shown


def test_national_day_is_closed_and_the_weekend_worked_for_it_is_open() -> None:
    china = calendar(OFFICE, holidays="CN")
    assert not china.is_open(at("2026-10-01 10:00"))
    assert china.is_open(at("2026-10-10 10:00"))
    assert china.day(date(2026, 10, 10)).kind is DayKind.WORKDAY


def test_a_promise_made_before_the_holiday_is_due_after_it() -> None:
    due_at = calendar(OFFICE, holidays="CN").add_working(at("2026-09-30 17:30"), HOUR)
    assert shown(due_at) == "2026-10-08 09:30"


def test_an_ordinary_saturday_follows_the_hours_of_the_house() -> None:
    assert calendar("mon-sat 09:00-18:00", holidays="CN").is_open(at("2026-11-21 10:00"))
    assert not calendar(OFFICE, holidays="CN").is_open(at("2026-11-21 10:00"))


def test_a_worked_saturday_keeps_its_own_hours_where_it_has_some() -> None:
    shop = calendar("mon-fri 09:00-18:00", "sat 10:00-14:00", holidays="CN")
    assert not shop.is_open(at("2026-10-10 15:00"))


def test_a_house_that_never_rests_does_not_look_at_holidays() -> None:
    assert calendar("daily 00:00-24:00").is_open(at("2026-10-01 03:00"))


def test_the_operators_own_days_come_before_what_is_published() -> None:
    own = calendar(OFFICE, holidays="CN", d2026_10_01="10:00-15:00", d2026_10_10="closed")
    assert own.is_open(at("2026-10-01 14:59"))
    assert not own.is_open(at("2026-10-01 15:00"))
    assert not own.is_open(at("2026-10-10 10:00"))


def test_a_day_can_be_declared_a_workday() -> None:
    own = calendar(OFFICE, holidays="CN", d2026_10_01="workday")
    assert own.is_open(at("2026-10-01 10:00"))


@pytest.mark.parametrize("year", [2027, 2030, 2099, 2150])
def test_years_that_nobody_has_published_are_guessed_and_said_to_be(year: int) -> None:
    china = calendar(OFFICE, holidays="CN")
    instant = datetime(year, 3, 2, 2, tzinfo=UTC)
    assert china.is_approximate(instant)
    assert china.add_working(instant, HOUR) > instant


def test_published_years_are_not_called_a_guess() -> None:
    assert not calendar(OFFICE, holidays="CN").is_approximate(at("2026-12-31 10:00"))


def test_national_day_is_closed_in_a_guessed_year_too() -> None:
    assert not calendar(OFFICE, holidays="CN").is_open(at("2027-10-01 10:00"))


def test_the_operators_table_takes_the_guess_away() -> None:
    known = calendar(OFFICE, holidays="CN", d2027_02_08="workday")
    assert not known.is_approximate(at("2027-02-08 10:00"))


def test_other_countries_rest_on_their_own_days() -> None:
    germany = calendar(OFFICE, zone="Europe/Berlin", holidays="DE")
    assert not germany.is_open(at("2026-10-03 10:00", "Europe/Berlin"))
    assert not germany.is_open(at("2026-12-25 10:00", "Europe/Berlin"))
    assert germany.is_open(at("2026-10-01 10:00", "Europe/Berlin"))
