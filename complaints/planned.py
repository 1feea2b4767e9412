"""By when colleagues plan to have something done, in their words. Pure: values in, values out.

A plan names its day more freely than a promise to a customer does: 「下周五换掉床垫」 is enough.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from calendars.english_days import MONTH, MONTHS, WEEKDAYS
from complaints.vows import (
    DAY,
    HAPPENED,
    NUMBER,
    WEEK,
    day_named,
    days_ahead,
    number_named,
    promised_by,
)

# Beyond this it is a date of something else.
LONGEST = timedelta(days=366)
ONE_DAY = timedelta(days=1)

_BEFORE = r"(?P<before>\s*(?:之|以)?前(?![台厅廳]))?"
_NAMED = re.compile(rf"{DAY}{_BEFORE}")
_WITHIN = re.compile(
    rf"(?P<count>{NUMBER})\s*[个個]?(?P<unit>天|{WEEK}|月)(?:之?[内內]|以[内內]|之?[后後]|左右)"
)
_SPAN = re.compile(
    rf"(?:(?P<next>下)[个個]?|[这這本][个個]?|(?<!\d)(?P<number>\d{{1,2}})(?=月[初上中下底末])|(?=月[底末]))"
    rf"(?P<unit>{WEEK}(?![一二三四五六日天])|月)(?!\d)"
    rf"(?P<part>底|末|初|上旬|中旬|中(?![午秋])|下旬)?{_BEFORE}"
)
# The first and the last day of a part of a month.
_PARTS = {"初": (1, 5), "上旬": (1, 10), "中": (11, 20), "中旬": (11, 20), "下旬": (21, 31)}
_WRITTEN = re.compile(
    rf"(?P<by>\b(?:(?P<ahead>before)|by|on|until)\s+)?(?<!\d)(?:(?P<year>20\d\d)[-/.年])?"
    rf"(?P<month>\d{{1,2}})(?:-|(?P<slash>/))(?P<day>\d{{1,2}})(?!\d)"
    rf"(?(slash)[日号號]?)(?!{HAPPENED}){_BEFORE}",
    re.IGNORECASE,
)
# 「1-2楼」, 「5-6把」, 「3/4的」 count something.
_COUNTED = re.compile(
    r"-\d+\s*(?:[A-Za-z%楼樓层層次把张張个個位名间間点點时時分秒天日号號周週年月人件套台只隻条條块塊瓶包盒箱份杯"
    r"成倍遍轮輪组組米元岁歲盏盞扇副双雙对對家批班期种種斤克度折]|床(?![垫墊单單品头頭]))"
    r"|[-/]\d+\s*(?:的|以上|左右|[间間个個房楼樓层層成天]|客房|小[时時]|(?:of|days?|hours?|rooms?|floors?)\b)",
    re.IGNORECASE,
)


def _called(group: str) -> str:
    return f"(?P<{group}>{MONTH.removeprefix('(')}"


_LONG = (
    r"mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    r"|saturday|sunday"
)
# "Sat" and "sun" are words of their own but for what stands before them.
_AFTER = "|".join(rf"(?<=\b{word}\s)" for word in ("by", "on", "until", "before", "next", "this"))
_ENGLISH = re.compile(
    r"\b(?<!\blast\s)(?<!\bevery\s)(?<!\beach\s)"
    r"(?P<before>before\s+)?(?:by\s+|on\s+|until\s+)?(?:the\s+)?(?:(?P<near>today|tomorrow)"
    rf"|(?:(?:next\s+|this\s+)?(?:{_LONG}|sat|sun)\b[\s,(]*(?:the\s+)?)?"
    rf"(?:(?P<first>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_called('of')}"
    rf"|{_called('named')}\s+(?P<second>\d{{1,2}})(?:st|nd|rd|th)?)"
    rf"|(?P<next>next\s+)?(?:this\s+)?(?P<weekday>{_LONG}|(?:{_AFTER})(?:sat|sun)))\b",
    re.IGNORECASE,
)
_ENGLISH_SPAN = re.compile(
    r"\b(?:within|in)\s+(?P<count>\d{1,3}|an?|one|two|three|four)\s+(?P<unit>day|week|month)s?\b"
    r"|\b(?:end of (?:the |this )?|this |(?P<next>next |end of next ))(?P<whole>week|month)\b",
    re.IGNORECASE,
)
_DAYS_OF = {"天": 1, "月": 30, "day": 1, "month": 30}
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}


def due_by(text: str, now: datetime) -> datetime | None:
    """The time that is named, after `now` (aware, in the zone of the place)."""
    text = days_ahead(text)
    promised = promised_by(text, now)
    if promised is not None:
        return promised
    readers: tuple[
        tuple[re.Pattern[str], Callable[[re.Match[str], date], tuple[date, bool] | None]], ...
    ] = (
        (_WITHIN, _within),
        (_WRITTEN, _written),
        (_NAMED, _named),
        (_SPAN, _span),
        (_ENGLISH_SPAN, _english_span),
        (_ENGLISH, _english),
    )
    for pattern, read in readers:
        for match in pattern.finditer(text):
            found = read(match, now.date())
            at = None if found is None else _ends(*found, now)
            if at is not None and now < at <= now + LONGEST:
                return at
    return None


def _ends(day: date, is_before: bool, now: datetime) -> datetime:
    """Before a day is when it begins; on a day, its last minute."""
    return datetime.combine(day, time(0) if is_before else time(23, 59), tzinfo=now.tzinfo)


def _named(match: re.Match[str], today: date) -> tuple[date, bool] | None:
    day, is_before = day_named(match["day"], today), bool(match["before"])
    if day is None:
        return None
    if day - today < ONE_DAY * is_before and re.search(WEEK, match["day"]):
        # 「周五前」 said on a Friday.
        day += 7 * ONE_DAY
    return day, is_before


def _within(match: re.Match[str], today: date) -> tuple[date, bool] | None:
    count = number_named(match["count"])
    return None if count is None else (today + count * _days_of(match["unit"]) * ONE_DAY, False)


def _span(match: re.Match[str], today: date) -> tuple[date, bool] | None:
    """The last day of this week or month, or of the next; before the next is before it begins."""
    is_month, number = match["unit"] == "月", int(match["number"] or today.month)
    if not 1 <= number <= 12:
        return None
    last = _last_of(today, is_month=is_month)
    if number != today.month:
        last = _last_of(date(today.year + (number < today.month), number, 1), is_month=True)
    first = last + ONE_DAY
    if match["next"]:
        last = _last_of(first, is_month=is_month)
    if is_month and match["part"] in _PARTS:
        begins, ends = _PARTS[match["part"]]
        if match["before"]:
            return last.replace(day=begins), True
        return last.replace(day=min(ends, last.day)), False
    if match["next"] and match["before"] and not match["part"]:
        return first, True
    return last, False


def _written(match: re.Match[str], today: date) -> tuple[date, bool] | None:
    year = int(match["year"]) if match["year"] else None
    is_sure = year or match["by"] or match["before"]
    if not is_sure and _COUNTED.match(match.string, match.start("day") - 1):
        return None
    day = _date(today, int(match["month"]), int(match["day"]), year)
    return None if day is None else (day, bool(match["before"] or match["ahead"]))


def _english(match: re.Match[str], today: date) -> tuple[date, bool] | None:
    is_before = bool(match["before"])
    if match["near"]:
        return today + ONE_DAY * (match["near"].lower() == "tomorrow"), is_before
    if match["weekday"]:
        weekday = WEEKDAYS.index(match["weekday"][:3].lower())
        if match["next"]:
            return today + (7 - today.weekday() + weekday) * ONE_DAY, is_before
        ahead = (weekday - today.weekday()) % 7
        return today + (7 if is_before and not ahead else ahead) * ONE_DAY, is_before
    name = next(group for group in (match["of"], match["named"]) if group)
    month = MONTHS.index(name.lower()[:3]) + 1
    day = _date(today, month, int(match["first"] or match["second"]))
    return None if day is None else (day, is_before)


def _english_span(match: re.Match[str], today: date) -> tuple[date, bool]:
    if match["whole"]:
        is_month = match["whole"].lower() == "month"
        last = _last_of(today, is_month=is_month)
        return (_last_of(last + ONE_DAY, is_month=is_month) if match["next"] else last), False
    count = match["count"].lower()
    days = _COUNTS.get(count) or int(count)
    return today + days * _days_of(match["unit"].lower()) * ONE_DAY, False


def _days_of(unit: str) -> int:
    return _DAYS_OF.get(unit, 7)


def _last_of(day: date, *, is_month: bool) -> date:
    if is_month:
        return (day.replace(day=1) + 32 * ONE_DAY).replace(day=1) - ONE_DAY
    return day + (6 - day.weekday()) * ONE_DAY


def _date(today: date, month: int, day: int, year: int | None = None) -> date | None:
    """Without a year it is the next that comes."""
    try:
        found = date(year or today.year, month, day)
        return found if year or found >= today else found.replace(year=today.year + 1)
    except ValueError:
        return None
