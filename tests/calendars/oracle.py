"""Working time counted the slow way: minute by minute, reading the clock on the wall."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.calendars.times import MINUTE

Hours = dict[int, list[tuple[int, int]]]


def is_open(instant: datetime, zone: ZoneInfo, hours: Hours, closed: frozenset[date]) -> bool:
    """`hours` by weekday as minutes after midnight, beyond 1440 on the next day."""
    wall = instant.astimezone(zone)
    minute = wall.hour * 60 + wall.minute
    today, yesterday = wall.date(), wall.date() - timedelta(days=1)
    for day, seen in ((today, minute), (yesterday, minute + 1440)):
        if day in closed:
            continue
        if any(opens <= seen < closes for opens, closes in hours.get(day.weekday(), [])):
            return True
    return False


def open_minutes(
    start: datetime, end: datetime, zone: ZoneInfo, hours: Hours, closed: frozenset[date]
) -> int:
    count, instant = 0, start
    while instant < end:
        count += is_open(instant, zone, hours, closed)
        instant += MINUTE
    return count
