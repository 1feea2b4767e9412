"""When a digest is due, and which days it is about."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from calendars.periods import Period, parse_period
from calendars.zones import first_at, local_date

ONE_DAY = timedelta(days=1)
NOON = 12


class Cadence(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, kw_only=True)
class Digest:
    """`hour` of the day in `zone`: weekly on Mondays, monthly on the first."""

    id: int
    person_id: int
    cadence: Cadence
    hour: int
    zone: str
    next_due_at: datetime | None = None


def next_due(cadence: Cadence, hour: int, zone: str, after: datetime) -> datetime:
    """The first such hour that is later than `after`."""
    place = ZoneInfo(zone)
    day = local_date(after, place)
    while True:
        if _is_day(cadence, day):
            due = first_at(datetime.combine(day, time(hour)), place)
            if due > after:
                return due
        day += ONE_DAY


def _is_day(cadence: Cadence, day: date) -> bool:
    if cadence is Cadence.WEEKLY:
        return day.weekday() == 0
    return cadence is Cadence.DAILY or day.day == 1


def days_of(digest: Digest, now: datetime) -> Period:
    """What is over: yesterday, last week, last month. From noon on a day's digest is of today."""
    match digest.cadence:
        case Cadence.WEEKLY:
            words = "last-week"
        case Cadence.MONTHLY:
            words = "last-month"
        case _:
            words = "yesterday" if digest.hour < NOON else "today"
    return parse_period(words, now, digest.zone)
