"""Around every change of the clock from 2020 to 2040: each local slot comes exactly once.

`make campaign` takes every zone there is; the suite takes those with the oddest changes.
"""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from calendars.periods import day_at
from calendars.rules import CalendarRules
from calendars.window import SendWindow
from calendars.working import Calendar
from calendars.zones import first_at, start_of_day
from reports.digests import Cadence, next_due

ODD = (
    "Africa/Cairo", "Africa/Casablanca", "America/Asuncion", "America/Havana", "America/New_York",
    "America/Santiago", "America/Scoresbysund", "Asia/Beirut", "Asia/Gaza", "Asia/Pyongyang",
    "Asia/Tehran", "Australia/Lord_Howe", "Europe/Dublin", "Pacific/Chatham", "Antarctica/Troll",
)  # fmt: skip
IS_CAMPAIGN = int(os.environ.get("HUIYIN_EXAMPLES", "120")) > 1000
ZONES = sorted(available_timezones() - {"localtime"}) if IS_CAMPAIGN else ODD
FROM, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2041, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
# Hours that changes of the clock leave out or show twice, and one that they never touch.
HOURS = (0, 1, 2, 3, 9)


def changes(zone: ZoneInfo) -> Iterator[datetime]:
    """Instants within twelve hours after which the wall shows another offset than before."""
    step, at = timedelta(days=4), FROM
    before = at.astimezone(zone).utcoffset()
    while at < UNTIL:
        after = (at + step).astimezone(zone).utcoffset()
        if after != before:
            low, high = at, at + step
            while high - low > timedelta(hours=6):
                middle = low + (high - low) / 2
                same = middle.astimezone(zone).utcoffset() == before
                low, high = (middle, high) if same else (low, middle)
            yield high
        at, before = at + step, after


def days_around(change: datetime, zone: ZoneInfo) -> list[date]:
    """Three before and three after, by the wall."""
    today = change.astimezone(zone).date()
    return [today + DAY * ahead for ahead in range(-3, 4)]


@pytest.mark.slow
@pytest.mark.parametrize("name", ZONES)
def test_each_local_slot_comes_once(name: str) -> None:
    zone = ZoneInfo(name)
    around = [days_around(change, zone) for change in changes(zone)]
    for days in around if IS_CAMPAIGN else around[:: max(1, len(around) // 6)]:
        expect_days_without_gaps(days, zone)
        expect_a_digest_a_day(days, zone)
        expect_a_window_a_day(days, zone)
        expect_hours_as_long_as_they_are(days, zone)


def expect_days_without_gaps(days: list[date], zone: ZoneInfo) -> None:
    """Every instant belongs to one day, and the days follow each other."""
    at, seen = start_of_day(days[0], zone), list[date]()
    end = start_of_day(days[-1], zone)
    while at < end:
        period = day_at(at, zone)
        assert period.start == at, (zone, at)
        seen.append(at.astimezone(zone).date())
        at = period.end
    assert seen == days[:-1], zone


def expect_a_digest_a_day(days: list[date], zone: ZoneInfo) -> None:
    for hour in HOURS:
        at, seen = start_of_day(days[0], zone) - timedelta(seconds=1), list[date]()
        while True:
            at = next_due(Cadence.DAILY, hour, zone.key, at)
            local = at.astimezone(zone)
            if local.date() >= days[-1]:
                break
            assert at == first_at(datetime.combine(local.date(), time(hour)), zone)
            seen.append(local.date())
        assert seen == days[:-1], (zone, hour)


def expect_a_window_a_day(days: list[date], zone: ZoneInfo) -> None:
    """It opens every day, within its hours by the wall, and what waits for it finds it."""
    for text, opens, closes in (("09:00-20:00", 9, 20), ("01:00-05:00", 1, 5)):
        window = SendWindow.parse(text)
        for day in days[:-1]:
            begin = start_of_day(day, zone)
            allowed = window.next_allowed(begin, zone)
            local = allowed.astimezone(zone)
            assert local.date() == day, (zone, day, text)
            assert opens <= local.hour < closes, (zone, day, text)
            assert window.next_allowed(allowed, zone) == allowed


def expect_hours_as_long_as_they_are(days: list[date], zone: ZoneInfo) -> None:
    """A day open all day is as long as it is; nine hours by day are nine hours."""
    whole = _calendar("mon-sun 00:00-24:00", zone)
    office = _calendar("mon-sun 09:00-18:00", zone)
    for day in days[:-1]:
        begin, end = start_of_day(day, zone), start_of_day(day + DAY, zone)
        assert whole.working_between(begin, end) == end - begin, (zone, day)
        noon = [first_at(datetime.combine(day, time(hour)), zone) for hour in (9, 18)]
        assert office.working_between(begin, end) == noon[1] - noon[0], (zone, day)
        assert office.next_open(begin) == noon[0], (zone, day)


def _calendar(hours: str, zone: ZoneInfo) -> Calendar:
    rules = {"zone": zone.key, "hours": [hours], "public_holidays": "none"}
    return Calendar(rules=CalendarRules.model_validate(rules))
