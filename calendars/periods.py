"""Days, weeks and months as a place cuts them, and the words people ask for them with."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calendars.english_days import english_days, english_length
from calendars.spoken_days import numeral, spoken_days, spoken_length
from calendars.zones import first_at, local_date, start_of_day

ONE_DAY = timedelta(days=1)
LONGEST_DAYS = 3660


class UnknownPeriod(ValueError):
    """Somebody asked for a time in words that aren't understood."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """Whole days of one zone, both ends included. `key` reads back to the same period.

    A key such as `today` or `7d` means other days tomorrow; `dates` never does. Where it `closes`
    at a time on the wall, only so much of the last day is in it.
    """

    key: str
    first: date
    last: date
    zone: ZoneInfo
    closes: time | None = None

    @property
    def start(self) -> datetime:
        return start_of_day(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """The first instant that is no longer in it."""
        if self.closes is not None:
            return first_at(datetime.combine(self.last, self.closes), self.zone)
        return start_of_day(self.last + ONE_DAY, self.zone)

    @property
    def length(self) -> int:
        """In days."""
        return (self.last - self.first).days + 1

    @property
    def dates(self) -> str:
        if self.first == self.last:
            return self.first.isoformat()
        return f"{self.first.isoformat()}..{self.last.isoformat()}"

    def holds(self, instant: datetime) -> bool:
        return self.start <= instant < self.end

    def until(self, now: datetime) -> datetime:
        """Where its figures end at present: now, while it still runs."""
        return max(self.start, min(self.end, now))

    def days(self) -> Iterator["Period"]:
        for number in range(self.length):
            day = self.first + number * ONE_DAY
            yield _days(day.isoformat(), day, day, self.zone)

    def shifted(self, days: int) -> "Period":
        """The same number of days, so much later (or earlier, below zero)."""
        by = timedelta(days=days)
        moved = Period(key="", first=self.first + by, last=self.last + by, zone=self.zone)
        return _days(moved.dates, moved.first, moved.last, self.zone)

    def previous(self) -> "Period":
        """What it is compared with: the month before a month, else as many days just before."""
        if (self.first, self.last) == _year_before(0)(self.first):
            return _days(str(self.first.year - 1), *_year_before(1)(self.first), self.zone)
        if self.first == _first_of_month(self.first) and self.last == _last_of_month(self.first):
            return _month(self.first - ONE_DAY, self.zone)
        return self.shifted(-self.length)


def day_at(now: datetime, zone: ZoneInfo | str) -> Period:
    """The day that `now` is in, as that place counts."""
    place = ZoneInfo(zone) if isinstance(zone, str) else zone
    today = local_date(now, place)
    return _days(today.isoformat(), today, today, place)


def parse_period(text: str, now: datetime, zone: ZoneInfo | str) -> Period:
    """Reads 今天, yesterday, 7d, 本周, 2026-11, 11月20日, 2026-11-01..2026-11-20, and the like.

    Nothing written means today. Raises UnknownPeriod.
    """
    place = ZoneInfo(zone) if isinstance(zone, str) else zone
    today = local_date(now, place)
    words = _normal(text)
    named = NAMED.get(words or "today")
    if named:
        key, days_of = named
        return _days(key, *days_of(today), place)
    try:
        return _last_days(words, today, place) or _range(words, today, place)
    except (ValueError, LookupError, OverflowError, StopIteration):
        raise UnknownPeriod(text) from None


def _days(key: str, first: date, last: date, zone: ZoneInfo) -> Period:
    return Period(key=key, first=first, last=last, zone=zone)


def _first_of_month(day: date) -> date:
    return day.replace(day=1)


def _last_of_month(day: date) -> date:
    return _first_of_month(_first_of_month(day) + 31 * ONE_DAY) - ONE_DAY


def _month(day: date, zone: ZoneInfo) -> Period:
    return _days(f"{day:%Y-%m}", _first_of_month(day), _last_of_month(day), zone)


Days = tuple[date, date]


def _day_before(days: int) -> Callable[[date], Days]:
    return lambda today: (today - days * ONE_DAY, today - days * ONE_DAY)


def _week_before(weeks: int) -> Callable[[date], Days]:
    def week(today: date) -> Days:
        monday = today - timedelta(days=today.weekday(), weeks=weeks)
        return monday, monday + 6 * ONE_DAY

    return week


def _this_month(today: date) -> Days:
    return _first_of_month(today), _last_of_month(today)


def _last_month(today: date) -> Days:
    return _this_month(_first_of_month(today) - ONE_DAY)


def _year_before(years: int) -> Callable[[date], Days]:
    return lambda today: (date(today.year - years, 1, 1), date(today.year - years, 12, 31))


SPOKEN: dict[str, tuple[str, Callable[[date], Days]]] = {
    "today 今天 今日 今早 今晚": ("today", _day_before(0)),
    "yesterday 昨天 昨日 昨晚 昨夜": ("yesterday", _day_before(1)),
    "前天 前日": ("day-before-yesterday", _day_before(2)),
    "week thisweek 本周 这周 这个星期 这星期 本星期 这礼拜 这个礼拜 本礼拜": (
        "week",
        _week_before(0),
    ),
    "lastweek last-week 上周 上星期 上个星期 上一周 上礼拜 上个礼拜": (
        "last-week",
        _week_before(1),
    ),
    "month thismonth 本月 这月 这个月": ("month", _this_month),
    "lastmonth last-month 上月 上个月": ("last-month", _last_month),
    "year thisyear 今年 本年": ("year", _year_before(0)),
    "lastyear last-year 去年": ("last-year", _year_before(1)),
}
NAMED = {word: meant for words, meant in SPOKEN.items() for word in words.split()} | {
    "day-before-yesterday": ("day-before-yesterday", _day_before(2))
}
SIMPLIFIED = str.maketrans("這週個號從後間內兩禮過來", "这周个号从后间内两礼过来")
COUNT = "([0-9]{1,4}|[一二两兩三四五六七八九十]{1,3})"
LAST_DAYS = re.compile(rf"(?:last|past)?{COUNT}(?:d|days?|天内?)")
RECENT_DAYS = re.compile(rf"(?:最近|近|过去|過去){COUNT}[天日]内?")
WEEKDAYS_TO = re.compile(r"[a-z]+day\.\.[a-z]+day")
TO = re.compile(r"\.\.+|~|至|到|—+|–")


def _normal(text: str) -> str:
    """Narrow, lower case, simplified where it matters, and without spaces but between dates."""
    words = unicodedata.normalize("NFKC", text).strip().lower().translate(SIMPLIFIED)
    words = re.sub(r"\s+(?:to|until)\s+", "..", words)
    # 「Nov 3 2025」 is one day.
    words = re.sub(r"([a-z]{3}\.?\s+\d{1,2}(?:st|nd|rd|th)?)\s+(?=(?:19|20)\d\d\b)", r"\1,", words)
    words = re.sub(r"(?<=[\d日号月])\s+(?:-\s+)?(?=\d)", "..", words)
    # 「11/10-11/15」, 「10日-15日」: no hyphen of a written date stands there.
    words = re.sub(r"(?<=\d[/.]\d)(\d?)-(?=\d{1,2}[/.]\d)|(?<=[日号])-(?=\d)", r"\1..", words)
    return re.sub(r"\s+", "", words)


def _last_days(words: str, today: date, zone: ZoneInfo) -> Period | None:
    """The last so many days, today being one of them."""
    match = LAST_DAYS.fullmatch(words) or RECENT_DAYS.fullmatch(words)
    rough = None if match else spoken_length(words) or english_length(words)
    if not match and rough is None:
        return None
    count = numeral(match[1]) if match else rough or 0
    if not 1 <= count <= LONGEST_DAYS:
        raise ValueError(words)
    return _days(f"{count}d", today - (count - 1) * ONE_DAY, today, zone)


def _range(words: str, today: date, zone: ZoneInfo) -> Period:
    first, *more = (_written(part, today) for part in TO.split(words))
    if not more:
        return _days(_key_of(first), *first, zone)
    if len(more) > 1:
        raise ValueError(words)
    if WEEKDAYS_TO.fullmatch(words) and more[0][0] < first[0]:
        # 「last friday to sunday」 on a Saturday: which Sunday?
        raise ValueError(words)
    start, end = min(first[0], more[0][0]), max(first[1], more[0][1])
    if (end - start).days >= LONGEST_DAYS:
        raise ValueError(words)
    return _days(_key_of((start, end)), start, end, zone)


def _key_of(days: Days) -> str:
    """The shortest key for these days: a date, a month, or a range."""
    first, last = days
    if first == last:
        return first.isoformat()
    if (first, last) == _year_before(0)(first):
        return str(first.year)
    if (first, last) == _this_month(first):
        return f"{first:%Y-%m}"
    return f"{first.isoformat()}..{last.isoformat()}"


YEAR = re.compile(r"(\d{4})年?")
DAY = re.compile(r"(\d{1,2})[日号]")
YEAR_MONTH = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})月?")
MONTH = re.compile(r"(\d{1,2})月份?")
FULL_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?")
MONTH_DAY = re.compile(r"(\d{1,2})[-/.月](\d{1,2})[日号]?")


def _written(words: str, today: date) -> Days:
    """One date or month; without a year it is the latest that has begun."""
    if match := FULL_DATE.fullmatch(words):
        day = date(int(match[1]), int(match[2]), int(match[3]))
        return day, day
    if match := YEAR_MONTH.fullmatch(words):
        return _this_month(date(int(match[1]), int(match[2]), 1))
    if match := YEAR.fullmatch(words):
        return _year_before(0)(date(int(match[1]), 1, 1))
    if match := MONTH.fullmatch(words):
        return _this_month(_latest(int(match[1]), 1, today))
    if match := MONTH_DAY.fullmatch(words):
        day = _latest(int(match[1]), int(match[2]), today)
        return day, day
    if match := DAY.fullmatch(words):
        day = next(day for day in _back_from(today) if day.day == int(match[1]))
        return day, day
    if words in NAMED:
        return NAMED[words][1](today)
    if spoken := spoken_days(words, today) or english_days(words, today):
        return spoken
    raise ValueError(words)


def _back_from(today: date) -> Iterator[date]:
    """The last two months, so that a 31st is among them."""
    return (today - days * ONE_DAY for days in range(62))


def _latest(month: int, day: int, today: date) -> date:
    """29 February may be years back."""
    for year in range(today.year, today.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise ValueError("no such day")
