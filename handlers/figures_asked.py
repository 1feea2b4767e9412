"""What a supervisor asks for: a period and a place, out of a command or out of plain words."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from calendars.periods import Period, UnknownPeriod, parse_period
from people.values import Place

# Words that make a short message of a supervisor's a question for figures.
ABOUT = (
    "怎么样", "怎麼樣", "如何", "情况", "情況", "满意度", "滿意度", "满意", "滿意", "投诉", "投訴",
    "客诉", "客訴", "数字", "數字", "数据", "數據", "统计", "統計", "报表", "報表", "多少",
)  # fmt: skip
# Words that say nothing by themselves, between the others.
FILLING = ("请问", "看看", "有", "的", "了", "吗", "嗎", "呢", "是")
ENDS = " ,，、。.？?！!：:"
EXAMPLES = ("today", "yesterday", "week", "last-week", "month", "last-month", "7d", "30d")
LONGEST_QUESTION = 24
# Without anything nearer, this is what most people want.
USUAL, LONG = "7d", "30d"
COMPARES = re.compile(r"相比|对比|對比|比较|比較|比|和|跟|与|與|\bvs\.?\b|,|，")
SINCE = re.compile(
    r"(?:since|自|从|從)\s*(.+?)(?:以来|以來|以后|以後|起)?|(.+?)(?:以来|以來|以后|以後|之后|之後)"
)


@dataclass(frozen=True, kw_only=True)
class Question:
    """`place` is None for all that they see.

    A comparison is with the days before, `since` a day, or with the period `with_dates`.
    """

    period: Period
    place: Place | None
    view: str = "figures"
    since: str | None = None
    with_dates: str | None = None


def read_command(
    said: str, places: Sequence[Place], zone: str, now: datetime, view: str = "figures"
) -> Question:
    """What stands behind /stats and its like; nothing means today, or a week for what moves.

    Raises UnknownPeriod.
    """
    place, rest = _without_place(said, places)
    rest = _without(FILLING, _without(ABOUT, rest)).strip(ENDS)
    zone = place.zone if place else zone
    if view == "compare":
        return _compared(rest, place, zone, now)
    if not rest and view != "figures":
        rest = LONG if view == "trend" else USUAL
    return Question(period=parse_period(rest, now, zone), place=place, view=view)


def read_words(said: str, places: Sequence[Place], zone: str, now: datetime) -> Question | None:
    """「昨天西湖店投诉」「这周和上周比」; None for what is no question for figures."""
    if len(said) > LONGEST_QUESTION or "\n" in said:
        return None
    place, rest = _without_place(said, places)
    asked = _without(ABOUT, rest)
    left = _without(FILLING, asked).strip(ENDS)
    if not left and asked == rest:
        return None
    zone = place.zone if place else zone
    try:
        is_comparison = COMPARES.search(left) and COMPARES.sub("", left).strip(ENDS)
        if is_comparison or SINCE.fullmatch(left):
            return _compared(left, place, zone, now)
        return Question(period=parse_period(left, now, zone), place=place)
    except UnknownPeriod:
        return None


def _compared(said: str, place: Place | None, zone: str, now: datetime) -> Question:
    """「这周和上周比」, 「11月3日以来」, or a period that is held against the days before it."""
    since = SINCE.fullmatch(said)
    if since:
        day = parse_period(since[1] or since[2], now, zone)
        today = parse_period("today", now, zone)
        whole = parse_period(f"{min(day.first, today.last)}..{today.last}", now, zone)
        return Question(period=whole, place=place, view="compare", since=day.dates)
    words = [word for word in COMPARES.split(said) if word and word.strip(ENDS)]
    if len(words) > 2:
        raise UnknownPeriod(said)
    period = parse_period(words[0] if words else USUAL, now, zone)
    other = parse_period(words[1], now, zone).dates if len(words) == 2 else None
    return Question(period=period, place=place, view="compare", with_dates=other)


def _without(words: Sequence[str], said: str) -> str:
    for word in words:
        said = said.replace(word, "")
    return said


def _without_place(said: str, places: Sequence[Place]) -> tuple[Place | None, str]:
    """The place that is named, by name or by its code as a word of its own, and all the rest."""
    for place in sorted(places, key=lambda place: -len(place.name)):
        if place.name in said:
            return place, said.replace(place.name, " ", 1)
    words = said.split()
    for place in places:
        if place.code and place.code in words:
            return place, " ".join(word for word in words if word != place.code)
    return None, said


def nearest(said: str, now: datetime, zone: str) -> str:
    """The valid form that comes nearest to what was written, as /stats takes it."""
    words = re.sub(r"\s+", "", said.lower())
    for guess in (_within_month(words), *get_close_matches(words, EXAMPLES, n=1, cutoff=0.5)):
        try:
            return parse_period(guess, now, zone).key
        except UnknownPeriod:
            continue
    count = re.search(r"\d{1,3}", words)
    return f"{int(count[0])}d" if count and 1 <= int(count[0]) <= 366 else USUAL


def _within_month(words: str) -> str:
    """The 31st of a short month is its last day, the 13th month is December."""
    found = re.search(r"(\d{4})\D(\d{1,2})(?:\D(\d{1,2}))?", words)
    if found is None:
        return words
    year, month = int(found[1]), min(max(int(found[2]), 1), 12)
    if found[3] is None or not 1 <= year <= 9998:
        return f"{year}-{month:02d}"
    last = calendar.monthrange(year, month)[1]
    return f"{year}-{month:02d}-{min(max(int(found[3]), 1), last):02d}"
