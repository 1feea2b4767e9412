"""A month to tap a day in, for a period of one's own."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from calendars.zones import local_date
from handlers.moments import weekdays
from handlers.presses import FiguresPress
from handlers.rendering import Button, Context, button
from handlers.words import Words

EARLIEST = date(2001, 1, 1)


def calendar_keyboard(
    facts: Mapping[str, Any], here: FiguresPress, context: Context
) -> Sequence[tuple[Button, ...]]:
    """Of the month that the period ends in; of a range's end, so many months after its start."""
    _, start = context._, date.fromisoformat(str(facts["dates"])[:10])
    is_end = facts["what"] == "to"
    shown = _months_after(start, int(facts.get("page", 0))) if is_end else _last_month_of(facts)
    today = local_date(context.now, ZoneInfo(str(facts["zone"])))
    weeks = [
        tuple(
            _day(day, start if is_end else None, today, here)
            if day.month == shown.month
            else button("·", here)
            for day in week
        )
        for week in calendar.Calendar().monthdatescalendar(shown.year, shown.month)
        if week[0] <= today and any(day.month == shown.month for day in week)
    ]
    turns = _header if is_end else _turns
    header = turns(shown, start if is_end else today, here, _)
    # A tap on the name of a weekday shows what stands there already.
    names = tuple(button(name, here) for name in weekdays(_))
    more = () if is_end else _spans(str(facts["dates"]), here, _)
    return (header, names, *weeks, *more)


def _last_month_of(facts: Mapping[str, Any]) -> date:
    return date.fromisoformat(str(facts["dates"])[-10:]).replace(day=1)


def _months_after(start: date, months: int) -> date:
    number = start.year * 12 + start.month - 1 + min(months, 1200)
    return date(number // 12, number % 12 + 1, 1)


def _day(day: date, start: date | None, today: date, here: FiguresPress) -> Button:
    """Days that have not come, or lie before the start, lead nowhere new."""
    if day > today or (start is not None and day < start):
        return button("·", here)
    period = day.isoformat() if start in {None, day} else f"{start}..{day}"
    return button(str(day.day), replace(here, action="show", period=period, page=0))


def _turns(shown: date, today: date, here: FiguresPress, _: Words) -> tuple[Button, ...]:
    """No further than the month that runs."""
    before = max(EARLIEST, _months_after(shown, -1))
    after = min(today.replace(day=1), _months_after(shown, 1))
    month = _("{year}年{month}月 · 整月", year=shown.year, month=shown.month)
    return (
        button("‹", replace(here, action="cal", period=f"{before:%Y-%m}", page=0)),
        button(month, replace(here, action="show", period=f"{shown:%Y-%m}", page=0)),
        button("›", replace(here, action="cal", period=f"{after:%Y-%m}", page=0)),
    )


def _header(shown: date, start: date, here: FiguresPress, _: Words) -> tuple[Button, ...]:
    month = _("{year}年{month}月", year=shown.year, month=shown.month)
    turned = (shown.year - start.year) * 12 + shown.month - start.month
    return (
        button("‹", replace(here, action="to", page=max(0, turned - 1))),
        button(month, replace(here, action="to", page=turned)),
        button("›", replace(here, action="to", page=turned + 1)),
    )


def _spans(dates: str, here: FiguresPress, _: Words) -> Sequence[tuple[Button, ...]]:
    known = (("week", _("本周")), ("last-week", _("上周")), ("month", _("本月")),
             ("last-month", _("上月")))  # fmt: skip
    row = tuple(
        button(text, replace(here, action="show", period=key, page=0)) for key, text in known
    )
    first = date.fromisoformat(dates[:10])
    since = _("从 {month}月{day}日 到…", month=first.month, day=first.day)
    return (row, (button(since, replace(here, action="to", period=first.isoformat(), page=0)),))
