"""Months, weekdays and rough spans as they are said in English: 3 November, last Friday."""

import re
from datetime import date, timedelta

Days = tuple[date, date]

ONE_DAY = timedelta(days=1)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
ORDINAL = r"(?:st|nd|rd|th)?"
DAY_MONTH = re.compile(rf"(?:on)?(?:the)?(\d{{1,2}}){ORDINAL}(?:of)?{MONTH},?(\d{{4}})?")
MONTH_DAY = re.compile(rf"(?:on)?{MONTH}(?:the)?(\d{{1,2}}){ORDINAL}(?:,(\d{{4}}))?")
ONLY_MONTH = re.compile(rf"(?:in)?{MONTH},?(\d{{4}})?")
WEEKDAY = re.compile(r"(?:on|last)?(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?")
WEEKEND = re.compile(r"(last|this|the|atthe)?weekend")
SPAN = re.compile(r"(?:the)?(last|past)(\d{1,3})?(week|month|year)s?")
DAYS_OF = {"week": 7, "month": 30, "year": 365}


def english_days(words: str, today: date) -> Days | None:
    """First and last day of what is named (small letters, no spaces); None for other words.

    Without a year it is the latest that has begun. Raises ValueError for a day that never was.
    """
    if found := DAY_MONTH.fullmatch(words):
        return _day(_month(found[2]), int(found[1]), found[3], today)
    if found := MONTH_DAY.fullmatch(words):
        return _day(_month(found[1]), int(found[2]), found[3], today)
    if found := ONLY_MONTH.fullmatch(words):
        number = _month(found[1])
        year = int(found[2]) if found[2] else today.year - (number > today.month)
        after = date(year + number // 12, number % 12 + 1, 1)
        return date(year, number, 1), after - ONE_DAY
    if found := WEEKDAY.fullmatch(words):
        back = (today.weekday() - WEEKDAYS.index(found[1][:3])) % 7
        if words.startswith("last") and not back:
            back = 7
        return today - back * ONE_DAY, today - back * ONE_DAY
    if found := WEEKEND.fullmatch(words):
        saturday = today - (today.weekday() - 5) % 7 * ONE_DAY
        if found[1] == "last" and saturday + ONE_DAY >= today:
            saturday -= 7 * ONE_DAY
        return saturday, saturday + ONE_DAY
    return None


def english_length(words: str) -> int | None:
    """How many days up to today: "past week", "last 3 months"; None for other words."""
    found = SPAN.fullmatch(words)
    if found is None or (found[1] == "last" and not found[2]):
        return None
    return int(found[2] or 1) * DAYS_OF[found[3]]


def _month(name: str) -> int:
    return MONTHS.index(name[:3]) + 1


def _day(month: int, day: int, year: str | None, today: date) -> Days:
    if year:
        found = date(int(year), month, day)
        return found, found
    for earlier in range(9):
        try:
            found = date(today.year - earlier, month, day)
        except ValueError:
            continue
        if found <= today:
            return found, found
    raise ValueError("no such day")
