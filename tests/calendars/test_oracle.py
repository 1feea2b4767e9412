"""Whatever the hours and the zone, working time is what a patient clerk would count."""

import os
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.hours import DAY_NAMES, Interval
from calendars.rules import CalendarRules
from calendars.working import Calendar
from tests.calendars.oracle import Hours, is_open, open_minutes
from tests.calendars.times import MINUTE

# `make campaign` asks for many more.
EXAMPLES = int(os.environ.get("HUIYIN_EXAMPLES", "120"))

# Changed clocks: by an hour, by half an hour, at midnight, in the south; and odd offsets.
ZONES = st.sampled_from(
    [
        "Asia/Shanghai",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Africa/Cairo",
        "America/Havana",
        "Asia/Beirut",
        "America/St_Johns",
    ]
)
# The weeks in which those clocks change, and some in which none does.
WEEKS = st.sampled_from(
    [
        datetime(2026, 3, 6, tzinfo=UTC),
        datetime(2026, 3, 27, tzinfo=UTC),
        datetime(2026, 4, 3, tzinfo=UTC),
        datetime(2026, 4, 22, tzinfo=UTC),
        datetime(2026, 10, 2, tzinfo=UTC),
        datetime(2026, 10, 23, tzinfo=UTC),
        datetime(2026, 10, 30, tzinfo=UTC),
        datetime(2026, 11, 20, tzinfo=UTC),
    ]
)


@st.composite
def a_day(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Up to three intervals in order; the last one may go past midnight."""
    edges = draw(st.lists(st.integers(0, 287), max_size=6, unique=True).map(sorted))
    edges = [edge * 5 for edge in edges[: len(edges) // 2 * 2]]
    intervals = list(zip(edges[::2], edges[1::2], strict=True))
    late = draw(st.integers(0, 120))
    if intervals and late:
        opens, _ = intervals[-1]
        intervals[-1] = (opens, min(1440 + late * 5, opens + 1440))
    return intervals


WEEK_HOURS = st.dictionaries(st.integers(0, 6), a_day(), min_size=1).filter(
    lambda hours: any(hours.values())
)


def built(hours: Hours, zone: str, closed: frozenset[date]) -> Calendar:
    lines = [
        f"{DAY_NAMES[day]} {' '.join(str(Interval(opens=o, closes=c)) for o, c in intervals)}"
        for day, intervals in hours.items()
        if intervals
    ]
    days = {day.isoformat(): "closed" for day in closed}
    content = {"hours": lines, "zone": zone, "public_holidays": "none", "days": days}
    return Calendar(rules=CalendarRules.model_validate(content))


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    hours=WEEK_HOURS,
    zone=ZONES,
    week=WEEKS,
    begin=st.integers(0, 4 * 1440),
    length=st.integers(0, 3 * 1440),
    closed_in=st.frozensets(st.integers(0, 7), max_size=2),
)
def test_time_between_two_instants_is_what_a_clerk_counts(
    hours: Hours, zone: str, week: datetime, begin: int, length: int, closed_in: frozenset[int]
) -> None:
    closed = frozenset((week + timedelta(days=n)).date() for n in closed_in)
    start = week + begin * MINUTE
    end = start + length * MINUTE
    counted = open_minutes(start, end, ZoneInfo(zone), hours, closed)
    assert built(hours, zone, closed).working_between(start, end) == counted * MINUTE


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    hours=WEEK_HOURS,
    zone=ZONES,
    week=WEEKS,
    begin=st.integers(0, 4 * 1440),
    minutes=st.integers(1, 600),
)
def test_a_promise_is_due_in_the_first_minute_by_which_its_time_has_passed(
    hours: Hours, zone: str, week: datetime, begin: int, minutes: int
) -> None:
    start, calendar = week + begin * MINUTE, built(hours, zone, frozenset())
    due_at = calendar.add_working(start, minutes * MINUTE)
    assert due_at.tzinfo is UTC
    assert calendar.working_between(start, due_at) == minutes * MINUTE
    # The minute before is open and isn't enough: no earlier instant would do.
    assert is_open(due_at - MINUTE, ZoneInfo(zone), hours, frozenset())
    assert calendar.working_between(start, due_at - MINUTE) == (minutes - 1) * MINUTE


@settings(max_examples=EXAMPLES, deadline=None)
@given(hours=WEEK_HOURS, zone=ZONES, week=WEEKS, begin=st.integers(0, 4 * 1440))
def test_the_next_opening_is_the_first_minute_that_is_open(
    hours: Hours, zone: str, week: datetime, begin: int
) -> None:
    start, calendar, place = week + begin * MINUTE, built(hours, zone, frozenset()), ZoneInfo(zone)
    opening = calendar.next_open(start)
    assert is_open(opening, place, hours, frozenset())
    assert calendar.is_open(start) == is_open(start, place, hours, frozenset())
    earlier = min(opening - start, timedelta(days=2))
    assert open_minutes(opening - earlier, opening, place, hours, frozenset()) == 0
