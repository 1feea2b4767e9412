"""What a supervisor asks for: a period and a place, out of a command or out of plain words."""

import calendar
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches

from calendars.english_days import MONTH
from calendars.periods import Period, UnknownPeriod, parse_period
from handlers.figures_nearest import USUAL
from handlers.figures_spoken import as_asked, as_compared
from handlers.figures_words import (
    ABOUT,
    CONNECT,
    FILLING,
    WHICH_IS_BETTER,
    as_named,
    simpler,
    view_in,
    without,
)
from handlers.kpis_asked import kpi_in
from handlers.panel_typed import as_typed, typed_views
from people.values import Place

ENDS = " ,，、。.？?！!：:"
# Letters are shorter than words are in Chinese.
LONGEST_QUESTION, LONGEST_IN_LETTERS = 32, 60
LONG = "30d"
LONG_VIEWS = {"trend", "targets", "loyalty", "servqual", "places", "teams", "types", "people",
              "channels", "causes", "pics", "export", "products", "groups", "industries",
              "looks", "acts", "others", "aspects", "staff", "split", "versus"}  # fmt: skip
# What runs now and is like what is over.
LIKE = {"last-week": "week", "last-month": "month", "yesterday": "today", "last-year": "year"}
CONNECT_LONGEST = sorted(CONNECT, key=len, reverse=True)
SINCE = re.compile(r"(?:since|自|从)\s*(.+?)(?:以来|以后|起)?|(.+?)(?:以来|以后|之后)")
# A date among other words.
DATED = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]?|\d{1,2}/\d{1,2}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s*{MONTH}\b|{MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?\b"
)
# Who tells what happened to them asks for no figures.
OWN_STORY = re.compile(r"我|没|不|\b(?:i|my|me|nobody|not|no)\b")
# Of last year, and of the days before: what a comparison may be with.
YEAR_BEFORE, DAYS_BEFORE = (
    ("去年同期", "上年同期", "同期", "同比"),
    ("环比", "之前", "以前", "上一期"),
)


@dataclass(frozen=True, kw_only=True)
class Question:
    """`place` is None for all that they see.

    A comparison is with the days before, `since` a day, with the period `with_dates`, or of the
    place with an `other`. `cut` is the code of the part that it is of, such as a team, and
    `called` the everyday word by which its topic was named. `figure` is the one that was asked
    for, and comes first.
    """

    period: Period
    place: Place | None
    view: str = "figures"
    since: str | None = None
    with_dates: str | None = None
    other: Place | None = None
    cut: str = ""
    called: str = ""
    figure: str = ""


def read_command(
    said: str, places: Sequence[Place], zone: str, now: datetime, view: str = "figures"
) -> Question:
    """What stands behind /stats and its like; nothing means today, or a week for what moves.

    Raises UnknownPeriod.
    """
    named, rest = places_in(said, places)
    asked = read_kpi(said, places, zone, now) if view == "figures" else None
    return asked or _read(named, as_compared(simpler(rest)), zone, now, view)


def _read(named: Sequence[Place], rest: str, zone: str, now: datetime, view: str) -> Question:
    label = typed_views().get(as_typed(rest))
    meant, left = (label, "") if label else view_in(rest)
    if (
        len(named) < 2
        and view == "figures"
        and meant is not None
        and not is_period(rest, now, zone)
    ):
        view, rest = meant, left
    return _question(named, rest, zone, now, view)


def read_words(said: str, places: Sequence[Place], zone: str, now: datetime) -> Question | None:
    """「昨天西湖店投诉」「这周和上周比」; None for what is no question for figures."""
    if is_long(said):
        return None
    if asked := read_kpi(said, places, zone, now):
        return asked
    named, rest = places_in(said, places)
    rest = as_compared(simpler(rest))
    for words in dict.fromkeys((rest, as_asked(rest))):
        with suppress(UnknownPeriod):
            if _is_asked(words, named, now, zone):
                return _read(named, words, zone, now, "figures")
    return None


def read_kpi(said: str, places: Sequence[Place], zone: str, now: datetime) -> Question | None:
    """「我们一般多久回客人」; None where anything but a figure, a place and a time is named."""
    if is_long(said):
        return None
    named, rest = places_in(said, places)
    asked = kpi_in(simpler(rest))
    if asked is None or len(named) > 1 or as_typed(rest) in typed_views():
        return None
    with suppress(UnknownPeriod):
        question = _question(named, asked.rest, zone, now, asked.view)
        return replace(question, figure=asked.figure)
    return None


def is_long(said: str) -> bool:
    """Too long for a question: then it tells something."""
    return len(said) > (LONGEST_IN_LETTERS if said.isascii() else LONGEST_QUESTION) or "\n" in said


def _is_asked(rest: str, named: Sequence[Place], now: datetime, zone: str) -> bool:
    """A name or a polite word alone asks for nothing."""
    meant, left = view_in(rest)
    if as_typed(rest) in typed_views() or meant is not None or without(ABOUT, rest) != rest:
        return True
    if len(named) > 1:
        return without((*CONNECT, *WHICH_IS_BETTER), rest) != rest
    return bool(without(FILLING, left).strip(ENDS))


def _question(named: Sequence[Place], said: str, zone: str, now: datetime, view: str) -> Question:
    place = named[0] if named else None
    zone = place.zone if place else zone
    rest = without(FILLING, without(ABOUT, said)).strip(ENDS)
    if len(named) > 1:
        rest = without((*CONNECT, *WHICH_IS_BETTER), said)
        rest = without(FILLING, without(ABOUT, rest)).strip(ENDS)
        period = parse_period(rest or LONG, now, zone)
        return Question(period=period, place=place, other=named[1], view="versus")
    if view == "compare" or _compares(rest):
        return _compared(rest, place, zone, now)
    if not rest and view not in {"figures", "standing"}:
        rest = LONG if view in LONG_VIEWS else USUAL
    return Question(period=parse_period(rest, now, zone), place=place, view=view)


def _compares(said: str) -> bool:
    return bool(
        SINCE.fullmatch(said)
        or any(word in said for word in (*YEAR_BEFORE, *DAYS_BEFORE))
        or (without(CONNECT, said) != said and without(CONNECT, said).strip(ENDS))
    )


def is_period(said: str, now: datetime, zone: str) -> bool:
    try:
        parse_period(said, now, zone)
    except UnknownPeriod:
        return False
    return True


def _compared(said: str, place: Place | None, zone: str, now: datetime) -> Question:
    """「这周和上周比」, 「11月3日以来」, or a period that is held against the days before it."""
    since = SINCE.fullmatch(said)
    if since:
        day = _day_of(since[1] or since[2], now, zone)
        today = parse_period("today", now, zone)
        whole = parse_period(f"{min(day.first, today.last)}..{today.last}", now, zone)
        return Question(period=whole, place=place, view="compare", since=day.dates)
    is_year = any(word in said for word in YEAR_BEFORE)
    plain = without((*YEAR_BEFORE, *DAYS_BEFORE), said)
    words = [each for word in _connected(plain) if (each := word.strip(ENDS))]
    if len(words) > 2:
        raise UnknownPeriod(said)
    period = parse_period(words[0] if words else USUAL, now, zone)
    if len(words) == 1 and plain.strip(ENDS).startswith(CONNECT):
        # 「比上周」: the week that runs, held against it.
        period, words = parse_period(LIKE.get(period.key, USUAL), now, zone), ["", words[0]]
    other = parse_period(words[1], now, zone) if len(words) == 2 else None
    if is_year:
        other = year_before(period)
    elif other is not None and other.first > period.last:
        # Whichever is named first, the later one is held against the earlier; those that overlap
        # stay as they were said.
        period, other = other, period
    dates = None if other is None else other.dates
    return Question(period=period, place=place, view="compare", with_dates=dates)


def _day_of(said: str, now: datetime, zone: str) -> Period:
    """「11月3日」, also where what was done on it stands around it: 「11月3日换了前台」."""
    try:
        return parse_period(said, now, zone)
    except UnknownPeriod:
        found = DATED.search(said)
        if found is None or OWN_STORY.search(said):
            raise
        return parse_period(found[0], now, zone)


def _connected(said: str) -> Sequence[str]:
    return re.split("|".join(re.escape(word) for word in CONNECT_LONGEST), said)


def year_before(period: Period) -> Period:
    """The same days of the year before, or 364 days earlier where they are whole weeks."""
    if period.length % 7 == 0:
        return period.shifted(-364)
    first, last = (_a_year_earlier(day) for day in (period.first, period.last))
    return replace(period, key=f"{first}..{last}", first=first, last=last)


def _a_year_earlier(day: date) -> date:
    last = calendar.monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=min(day.day, last))


def places_in(said: str, places: Sequence[Place]) -> tuple[Sequence[Place], str]:
    """Up to two places that are named, as they stand, and all the rest."""
    found: list[tuple[int, Place]] = []
    for _ in range(2):
        place, rest = _without_place(said, [p for p in places if p not in [f for __, f in found]])
        if place is None:
            break
        found.append((as_named(said).find(as_named(place.name)), place))
        said = rest
    return [place for __, place in sorted(found, key=lambda pair: pair[0])], said


def _without_place(said: str, places: Sequence[Place]) -> tuple[Place | None, str]:
    """The place that is named, by its name of today or of once, or by its code as a word."""
    called = [(place.name, place) for place in places]
    called += [(place.alias, place) for place in places if place.alias]
    for name, place in sorted(called, key=lambda one: -len(one[0])):
        at = as_named(said).find(as_named(name))
        if at >= 0:
            return place, f"{said[:at]} {said[at + len(name) :]}"
    words = said.split()
    for place in places:
        if place.code and place.code in words:
            return place, " ".join(word for word in words if word != place.code)
    return None, said


def place_meant(said: str, places: Sequence[Place]) -> tuple[Place | None, str]:
    """The place whose name is nearly written there, and all the rest: 「西胡店 昨天」."""
    names = {place.name: place for place in places}
    for word in re.split(r"[\s,，、的]+", said):
        found = get_close_matches(word, names, n=1, cutoff=0.6)
        if word and found:
            return names[found[0]], said.replace(word, " ", 1).strip(ENDS)
    return None, said
