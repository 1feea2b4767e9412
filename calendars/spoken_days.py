"""Weekdays, weekends, quarters and rough spans, as people say them: 上周五, 上季度, 最近三个月."""

import re
from datetime import date, timedelta

Days = tuple[date, date]

ONE_DAY = timedelta(days=1)
WEEKDAYS = {name: number for number, name in enumerate("一二三四五六日")} | {"天": 6}
NUMERALS = dict(zip("一二三四五六七八九", range(1, 10), strict=True)) | {"两": 2, "兩": 2}
WEEKDAY = re.compile(r"(这个?|本|上个?|上上个?)?(?:周|星期|礼拜)([一二三四五六日天])")
WEEKEND = re.compile(r"(这个?|本|上个?)?周末")
QUARTER = re.compile(r"(?:(\d{4})年?)?(?:第?([一二三四1-4])季度?|q([1-4]))")
HALF = re.compile(r"(?:(\d{4})年?|(今年|本年|去年|前年))?([上下])半年")
MONTH_OF = re.compile(r"(今年|本年|去年|前年)(?:的)?(\d{1,2})月份?")
YEARS_BACK = {"今年": 0, "本年": 0, "去年": 1, "前年": 2}
RELATIVE_QUARTER = re.compile(r"(这个?|本|上个?)季度?")
SPAN = re.compile(
    r"(最近|近|过去|这)?(半|几|[0-9]{1,3}|[一二两三四五六七八九十]{1,3})?(个月|月|周|星期|年|天)内?(来|以来)?"
)
DAYS_OF = {"个月": 30, "月": 30, "周": 7, "星期": 7, "年": 365, "天": 1}
# 「最近」 alone, and a few of anything.
LATELY, A_FEW_DAYS = 7, 7


def spoken_days(words: str, today: date) -> Days | None:
    """First and last day of what is named by its place in the calendar; None for other words."""
    if found := WEEKDAY.fullmatch(words):
        return _weekday(found[1] or "", WEEKDAYS[found[2]], today)
    if found := WEEKEND.fullmatch(words):
        saturday = _monday(today, found[1] or "") + 5 * ONE_DAY
        if not found[1] and saturday > today:
            saturday -= 7 * ONE_DAY
        return saturday, saturday + ONE_DAY
    if found := RELATIVE_QUARTER.fullmatch(words):
        first, last = _quarter(today.year, (today.month - 1) // 3 + 1)
        return _quarter_of(first - ONE_DAY) if found[1].startswith("上") else (first, last)
    if found := HALF.fullmatch(words):
        return _half(found[1], found[2], found[3] == "下", today)
    if found := MONTH_OF.fullmatch(words):
        first = date(today.year - YEARS_BACK[found[1]], int(found[2]), 1)
        return first, (first + 31 * ONE_DAY).replace(day=1) - ONE_DAY
    if found := QUARTER.fullmatch(words):
        said = found[2] or found[3]
        number = int(said) if said.isdecimal() else NUMERALS[said]
        first, last = _quarter(int(found[1] or today.year), number)
        return (first, last) if found[1] or first <= today else _quarter(today.year - 1, number)
    return None


def spoken_length(words: str) -> int | None:
    """How many days up to today: 「最近」「近半年」「这几天」; None for other words."""
    if words in {"最近", "近期", "近来", "近日", "lately", "recently"}:
        return LATELY
    found = SPAN.fullmatch(words)
    if found is None or (found[3] == "月" and not found[1]) or (found[1] == "这" and not found[2]):
        return None
    if found[2] is None:
        # 「年」 and 「周」 alone are no span.
        return DAYS_OF[found[3]] if found[1] else None
    if found[2] == "几":
        return A_FEW_DAYS if found[3] == "天" else None
    if found[2] == "半":
        return DAYS_OF[found[3]] // 2 or None
    return numeral(found[2]) * DAYS_OF[found[3]] if found[3] != "天" else None


def numeral(text: str) -> int:
    """Chinese numerals from 一 to 九十九, or digits."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return NUMERALS[ones]
    return (NUMERALS[tens] if tens else 1) * 10 + (NUMERALS[ones] if ones else 0)


def _monday(today: date, which: str) -> date:
    weeks = which.count("上")
    return today - timedelta(days=today.weekday(), weeks=weeks)


def _weekday(which: str, number: int, today: date) -> Days:
    """Without a word before it, the latest that has begun."""
    day = _monday(today, which) + number * ONE_DAY
    if not which and day > today:
        day -= 7 * ONE_DAY
    return day, day


def _half(written: str | None, said: str | None, is_second: bool, today: date) -> Days:
    """Without a year the latest that has begun."""
    year = int(written) if written else today.year - YEARS_BACK[said or "今年"]
    if not written and not said and is_second and today.month < 7:
        year -= 1
    if is_second:
        return date(year, 7, 1), date(year, 12, 31)
    return date(year, 1, 1), date(year, 6, 30)


def _quarter(year: int, number: int) -> Days:
    first = date(year, 3 * number - 2, 1)
    after = date(year + number // 4, (3 * number) % 12 + 1, 1)
    return first, after - ONE_DAY


def _quarter_of(day: date) -> Days:
    return _quarter(day.year, (day.month - 1) // 3 + 1)
