"""What is known of a date: the operator's table, the official days off, else a guess."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import chinese_calendar
import holidays

from calendars.rules import NO_HOLIDAYS, DayKind

log = logging.getLogger(__name__)
CHINA = "CN"
SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class Day:
    """`kind` None is a day like its weekday; `hours` are the operator's own, as written.

    `approximate`: the make-up days of that year weren't published when this was installed.
    """

    kind: DayKind | None = None
    hours: str | None = None
    approximate: bool = False


def day_of(day: date, public_holidays: str, table: Mapping[date, str]) -> Day:
    written = table.get(day)
    if written is None:
        return _public_day(day, public_holidays)
    if written in set(DayKind):
        return Day(kind=DayKind(written))
    return Day(hours=written)


@lru_cache(maxsize=20_000)
def _public_day(day: date, country: str) -> Day:
    if country == NO_HOLIDAYS:
        return Day()
    if country == CHINA:
        known = _published_in_china(day)
        if known is not None:
            return known
    return _computed(day, country)


def _published_in_china(day: date) -> Day | None:
    """None for a year that the list does not have yet; the list raises there."""
    try:
        is_off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return None
    if is_off:
        # An ordinary weekend has no name; whether it is open is the business of the house's hours.
        return Day(kind=DayKind.CLOSED) if name else Day()
    return Day(kind=DayKind.WORKDAY) if day.weekday() >= SATURDAY else Day()


def _computed(day: date, country: str) -> Day:
    approximate = country == CHINA
    try:
        is_off = day in _holidays_of(country, day.year)
    except (NotImplementedError, ValueError, LookupError, OverflowError):
        log.warning("No public holidays of %s are known for %d.", country, day.year)
        return Day(approximate=True)
    return Day(kind=DayKind.CLOSED if is_off else None, approximate=approximate)


@lru_cache(maxsize=200)
def _holidays_of(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))
