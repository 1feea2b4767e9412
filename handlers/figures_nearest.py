"""What was most likely meant by words for a time that nobody understands."""

import calendar
import re
from collections.abc import Iterator
from datetime import datetime
from difflib import get_close_matches

from calendars.periods import NAMED, UnknownPeriod, parse_period
from handlers.figures_words import simpler

EXAMPLES = ("today", "yesterday", "week", "last-week", "month", "last-month", "7d", "30d")
# Without anything nearer, this is what most people want.
USUAL = "7d"
# What is yet to come has no figures; what runs now comes nearest.
TO_COME = {
    "明天": "today", "后天": "today", "tomorrow": "today", "下周": "week", "下星期": "week",
    "nextweek": "week", "下个月": "month", "下月": "month", "nextmonth": "month",
    "明年": "year", "nextyear": "year",
}  # fmt: skip
MONTHS = tuple(name.lower() for name in calendar.month_abbr)
_LATIN_MONTH = re.compile(rf"({'|'.join(MONTHS[1:])})[a-z]*")
_TWO_DATES = re.compile(r"(\d{4}\D\d{1,2}\D\d{1,2})\D+(\d{4}\D\d{1,2}\D\d{1,2})")
_COMPACT = re.compile(r"(20\d\d)([01]\d)([0-3]\d)")
_DATE = re.compile(r"(\d{4})\D(\d{1,2})(?:\D(\d{1,2}))?")
_MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})[月/.-](\d{1,2})")
_LAST_YEARS = re.compile(r"去年(\d{1,2})月")


def nearest(said: str, now: datetime, zone: str) -> str:
    """The valid form that comes nearest to what was written, as /stats takes it."""
    words = re.sub(r"\s+", "", simpler(said))
    for guess in _guesses(words, now):
        try:
            return parse_period(guess, now, zone).key
        except UnknownPeriod:
            continue
    return USUAL


def _guesses(words: str, now: datetime) -> Iterator[str]:
    """From the most telling to the least; some of them are no valid form either."""
    yield from (meant for word, meant in TO_COME.items() if word in words)
    yield from _dates(words, now)
    yield from sorted((word for word in NAMED if word in words), key=len, reverse=True)
    yield from get_close_matches(words, EXAMPLES, n=1, cutoff=0.5)
    count = re.search(r"(?<!\d)\d{1,3}(?!\d)", words)
    if count and 1 <= int(count[0]) <= 366:
        yield f"{int(count[0])}d"


def _dates(words: str, now: datetime) -> Iterator[str]:
    """The 31st of a short month is its last day, the 13th month is December."""
    if found := _TWO_DATES.search(words):
        yield "..".join(found.groups())
    if found := _COMPACT.search(words):
        yield _within(int(found[1]), int(found[2]), int(found[3]))
    if found := _DATE.search(words):
        yield _within(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
    if found := _LAST_YEARS.search(words):
        yield _within(now.year - 1, int(found[1]), None)
    elif found := _MONTH_DAY.search(words):
        yield _within(now.year, int(found[1]), int(found[2])).partition("-")[2]
    if found := _LATIN_MONTH.search(words):
        number, year = MONTHS.index(found[1]), re.search(r"20\d\d", words)
        yield f"{year[0]}-{number:02d}" if year else f"{number}月"


def _within(year: int, month: int, day: int | None) -> str:
    month = min(max(month, 1), 12)
    if day is None or not 1 <= year <= 9998:
        return f"{year}-{month:02d}"
    last = calendar.monthrange(year, month)[1]
    return f"{year}-{month:02d}-{min(max(day, 1), last):02d}"
