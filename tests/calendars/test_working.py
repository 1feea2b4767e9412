"""When something is due: the stories that other products got wrong."""

from datetime import UTC, datetime, timedelta

import pytest

from calendars.rules import CalendarRules, CountedTime
from calendars.working import Calendar
from tests.calendars.times import HOUR, MINUTE, OFFICE, at, calendar, shown


def test_an_hour_from_friday_half_past_four_ends_on_friday_when_the_office_closes_at_six() -> None:
    assert shown(calendar(OFFICE).add_working(at("2026-11-20 16:30"), HOUR)) == "2026-11-20 17:30"


def test_what_friday_has_no_time_for_is_due_on_monday_morning() -> None:
    due_at = calendar(OFFICE).add_working(at("2026-11-20 17:30"), HOUR)
    assert shown(due_at) == "2026-11-23 09:30"


def test_time_that_runs_out_exactly_at_closing_is_due_at_closing() -> None:
    assert shown(calendar(OFFICE).add_working(at("2026-11-20 17:00"), HOUR)) == "2026-11-20 18:00"


def test_a_lunch_break_does_not_count() -> None:
    due_at = calendar(OFFICE).add_working(at("2026-11-20 11:30"), HOUR)
    assert shown(due_at) == "2026-11-20 13:30"


def test_what_comes_in_at_night_is_counted_from_the_morning() -> None:
    assert shown(calendar(OFFICE).add_working(at("2026-11-18 23:10"), HOUR)) == "2026-11-19 10:00"


def test_a_house_that_never_closes_is_open_at_23_59_and_at_midnight() -> None:
    always = calendar("daily 00:00-24:00")
    assert always.is_open(at("2026-11-20 23:59"))
    assert always.is_open(at("2026-11-21 00:00"))
    assert always.add_working(at("2026-11-20 23:59"), 2 * MINUTE) == at("2026-11-21 00:01")


def test_a_house_that_closes_at_23_59_is_closed_for_that_one_minute() -> None:
    nearly = calendar("daily 00:00-23:59")
    assert not nearly.is_open(at("2026-11-20 23:59"))
    assert nearly.next_open(at("2026-11-20 23:59")) == at("2026-11-21 00:00")


def test_a_bar_is_open_past_midnight_on_the_day_after_its_evening_only() -> None:
    bar = calendar("fri-sat 20:00-02:00")
    assert bar.is_open(at("2026-11-22 01:59"))
    assert not bar.is_open(at("2026-11-22 02:00"))
    assert not bar.is_open(at("2026-11-20 01:00"))


def test_evenings_that_run_into_the_next_morning_are_counted_once() -> None:
    kitchen = calendar("daily 06:00-14:00 18:00-07:00")
    day = kitchen.working_between(at("2026-11-20 18:00"), at("2026-11-21 18:00"))
    assert day == 20 * HOUR


def test_nothing_is_due_before_it_began() -> None:
    night = at("2026-11-20 03:00")
    assert calendar(OFFICE).add_working(night, timedelta()) == night


def test_time_counted_backwards_is_below_zero() -> None:
    office = calendar(OFFICE)
    a, b = at("2026-11-20 10:00"), at("2026-11-20 11:00")
    assert office.working_between(b, a) == -HOUR


def test_naive_instants_are_refused() -> None:
    office = calendar(OFFICE)
    naive = datetime(2026, 11, 20, 10)  # noqa: DTZ001 - this is what must be refused
    with pytest.raises(ValueError, match="naive"):
        office.add_working(naive, HOUR)
    with pytest.raises(ValueError, match="naive"):
        office.is_open(naive)
    with pytest.raises(ValueError, match="naive"):
        office.add(naive, HOUR, CountedTime.CALENDAR)


def test_time_is_never_added_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        calendar(OFFICE).add_working(at("2026-11-20 10:00"), -HOUR)


def test_instants_of_any_zone_come_out_in_utc() -> None:
    office = calendar(OFFICE, zone="Europe/Berlin")
    assert office.next_open(at("2026-11-21 12:00", "America/New_York")).tzinfo is UTC


def test_calendar_time_runs_day_and_night() -> None:
    due_at = calendar(OFFICE).add(at("2026-11-20 17:30"), 4 * HOUR, CountedTime.CALENDAR)
    assert shown(due_at) == "2026-11-20 21:30"


def test_calendar_time_over_a_changed_clock_is_still_so_many_hours() -> None:
    berlin = calendar(OFFICE, zone="Europe/Berlin")
    due_at = berlin.add(at("2026-10-24 20:00", "Europe/Berlin"), 24 * HOUR, CountedTime.CALENDAR)
    assert shown(due_at, "Europe/Berlin") == "2026-10-25 19:00"


def test_a_night_shift_has_an_hour_more_when_the_clock_goes_back() -> None:
    night = calendar("daily 22:00-06:00", zone="Europe/Berlin")
    evening, noon = at("2026-10-24 12:00", "Europe/Berlin"), at("2026-10-25 12:00", "Europe/Berlin")
    assert night.working_between(evening, noon) == 9 * HOUR


def test_a_night_shift_has_an_hour_less_when_the_clock_goes_forward() -> None:
    night = calendar("daily 22:00-06:00", zone="Europe/Berlin")
    evening, noon = at("2026-03-28 12:00", "Europe/Berlin"), at("2026-03-29 12:00", "Europe/Berlin")
    assert night.working_between(evening, noon) == 7 * HOUR


def test_a_house_that_opens_in_the_skipped_hour_opens_when_the_clock_jumps() -> None:
    early = calendar("daily 02:30-05:00", zone="Europe/Berlin")
    opening = early.next_open(at("2026-03-29 01:00", "Europe/Berlin"))
    assert shown(opening, "Europe/Berlin") == "2026-03-29 03:00"


def test_half_hour_clock_changes_are_counted_as_half_hours() -> None:
    island = calendar("daily 00:00-24:00", zone="Australia/Lord_Howe")
    zone = "Australia/Lord_Howe"
    assert island.working_between(at("2026-04-05", zone), at("2026-04-06", zone)) == 24.5 * HOUR


def test_zones_of_half_and_quarter_hours_open_on_their_own_wall() -> None:
    assert calendar("daily 09:00-17:00", zone="Asia/Kathmandu").next_open(
        datetime(2026, 11, 20, tzinfo=UTC)
    ) == datetime(2026, 11, 20, 3, 15, tzinfo=UTC)


def test_a_year_of_days_off_still_leaves_every_promise_an_end() -> None:
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    days = {f"{begin + timedelta(days=n):%Y-%m-%d}": "closed" for n in range(1200)}
    rules = CalendarRules.model_validate(
        {"hours": [OFFICE], "public_holidays": "none", "days": days}
    )
    due_at = Calendar(rules=rules).add_working(begin, HOUR)
    assert begin < due_at < begin + timedelta(days=900)
