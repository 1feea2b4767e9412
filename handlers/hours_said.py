"""Working hours as an owner types them: 「10:00-21:30」, or days with hours of their own."""

import re
from itertools import groupby

from calendars.hours import DAY_NAMES, WeekHours
from handlers.figures_words import simpler
from handlers.moments import weekdays
from handlers.numbers import joined
from handlers.words import Words

_SAME = {
    "：": ":", "～": "-", "~": "-", "–": "-", "—": "-", "－": "-", "至": "-", "到": "-",
    " to ": "-",
    "星期": "周", "礼拜": "周", "週": "周", "周天": "周日", "周末": "周六-周日",
    "工作日": "周一-周五", "天天": "每天", "全天": "0:00-24:00",
}  # fmt: skip
_DAY = rf"(?:周[一二三四五六日]|(?:{'|'.join(DAY_NAMES)})[a-z]{{0,6}}\b)"
_DAYS = rf"(?:每天|daily|every day|{_DAY}(?:-(?:{_DAY}|[一二三四五六日]))?)"
# A day that is named to be closed has no hours.
_CLOSED = re.compile(rf"[\s,，、;；]*{_DAYS}[\s:]*(?:休息|不营业|关门|closed)")
_NOON, _EVENING = 12, 17
_SPAN = re.compile(r"(\d{1,2})(?::(\d\d))?-(\d{1,2})(?::(\d\d))?")
_LINE = re.compile(
    rf"(?P<days>{_DAYS}(?:[\s,，、和]*{_DAYS})*)?[\s:]*"
    rf"(?P<spans>{_SPAN.pattern}(?:[\s,，、和]*{_SPAN.pattern})*)[\s,，、;；。和]*"
)


def hours_said(text: str) -> list[str] | None:
    """The lines that the rules would have; None for what says no hours."""
    left, lines = _plain(text), dict[str, list[str]]()
    while left:
        found = _LINE.match(left)
        # Hours without a day are those of every day, and then there are no others.
        if found is None or (found["days"] is None and (lines or found.end() < len(left))):
            return None
        spans = [_span(*span) for span in _SPAN.findall(found["spans"])]
        for day in re.findall(_DAYS, found["days"] or "daily"):
            lines.setdefault(_days(day), []).extend(spans)
        left = left[found.end() :]
    told = [f"{day} {' '.join(spans)}" for day, spans in lines.items()]
    try:
        WeekHours.parse(told)
    except ValueError:
        return None
    return told


def hours_shown(lines: tuple[str, ...], _: Words) -> str:
    """「周一–周五 09:00-18:00 · 周六 10:00-16:00」: days in a row with the same hours are one."""
    names, week = weekdays(_), enumerate(WeekHours.parse(lines).days)
    runs = [(hours, [day for day, _hours in run]) for hours, run in groupby(week, lambda d: d[1])]
    return joined(
        f"{_run(names, days, _)} {' '.join(map(str, hours))}" for hours, days in runs if hours
    )


def _run(names: tuple[str, ...], days: list[int], _: Words) -> str:
    if len(days) == len(names):
        return _("每天")
    first, last = names[days[0]], names[days[-1]]
    return first if first == last else f"{first}–{last}"


def _plain(text: str) -> str:
    plain = simpler(text).strip(" 。.!！\"“”'")
    for written, meant in _SAME.items():
        plain = plain.replace(written, meant)
    plain = _CLOSED.sub("", plain)
    plain = re.sub(r"(?:下午|傍晚|晚上)\s*(\d{1,2})(?!\d)", _afternoon, plain)
    plain = re.sub(r"(?:上午|早上|凌晨|中午)\s*(?=\d)", "", plain)
    plain = re.sub(r"(\d)\s*[点时]半", r"\1:30", plain)
    plain = re.sub(r"(\d)\s*[点时](\d\d)分?", r"\1:\2", plain)
    plain = re.sub(r"(\d)\s*[点时]", r"\1", plain)
    return re.sub(r"\s*-\s*", "-", plain)


def _afternoon(found: re.Match[str]) -> str:
    hour = int(found[1])
    return str(hour + _NOON if hour < _NOON else hour)


def _span(first: str, first_minutes: str, last: str, last_minutes: str) -> str:
    """「9-6」 ends in the afternoon; whoever begins in the evening ends the day after."""
    begin, end = int(first), int(last)
    if end <= begin < _EVENING and end < _NOON:
        end += _NOON
    return f"{begin:02d}:{first_minutes or '00'}-{end:02d}:{last_minutes or '00'}"


def _days(said: str) -> str:
    if said in {"每天", "daily", "every day"}:
        return "daily"
    ends = said.split("-")
    return "-".join(_day(end) for end in ends)


def _day(said: str) -> str:
    at = "一二三四五六日".find(said[-1])
    return said[:3] if at < 0 else DAY_NAMES[at]
