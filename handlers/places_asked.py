"""A question for the figures of a place that nobody knows: which name it was, and what is near."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from handlers.figures_asked import ENDS, LONG, is_long, is_period, places_in
from handlers.figures_nearest import USUAL
from handlers.figures_words import (
    ABOUT,
    ASKING,
    CONNECT,
    FILLING,
    WHICH_IS_BETTER,
    simpler,
    view_in,
    without,
)
from people.values import Place

MOST_NEAR, LEAST_LIKE = 3, 0.6
SHORTEST, LONGEST = 2, 12
# 「酒店」 is each of them and none; what people tell holds words that no name does.
KINDS = ("酒店", "饭店", "旅店", "门店", "分店", "本店", "贵店", "该店", "商店", "旗舰店")
SHOP = re.compile(
    r"[^\W我你您他她它们客人这那哪某家很太要不没到来去关换离进出回停开闭在住等]{1,6}店"
)


@dataclass(frozen=True, kw_only=True)
class Missing:
    """`near` come nearest, the nearest first; `beside` is the place it was to be held against."""

    name: str
    near: tuple[Place, ...]
    period: str
    view: str
    beside: Place | None = None


def missing_place(
    said: str, places: Sequence[Place], zone: str, now: datetime, command: str | None = None
) -> Missing | None:
    """None for what is no such question: each word has to be a period, or the one name.

    `command` is the view that a command asked for; plain words have to ask for figures, too, and
    hold what can't well be anything but a name: most of what supervisors write are their own words.
    """
    if is_long(said) or not places:
        return None
    named, rest = places_in(said, places)
    rest = simpler(rest)
    meant, left = view_in(rest)
    bare = without(CONNECT + WHICH_IS_BETTER, left)
    is_versus, view = bool(named) and bare != left, command or "figures"
    if is_versus:
        view = "versus"
    elif meant is not None and view == "figures":
        view = meant
    period, names = "", []
    for word in without((*ABOUT, *FILLING), bare).split():
        found, name = _period_of(word.strip(ENDS), now, zone)
        period = period or found
        names += [name] if name else []
    asks = command or is_versus or meant is not None or period or without(ABOUT, left) != left
    if len(names) != 1 or not asks or not _is_like_a_place(names[0], places):
        return None
    is_plain = meant is not None or without((*ASKING, *WHICH_IS_BETTER), left) != left
    if not command and not _is_surely_a_place(names[0], places, is_plain=is_plain):
        return None
    rest_of = [place for place in places if place not in named]
    near = sorted(rest_of, key=lambda place: -_likeness(names[0], place))[:MOST_NEAR]
    return Missing(
        name=names[0], near=tuple(near), view=view, beside=named[0] if is_versus else None,
        period=period or (LONG if is_versus else USUAL),
    )  # fmt: skip


def _period_of(word: str, now: datetime, zone: str) -> tuple[str, str]:
    """「昨天城西店」 is a period and a name; either may be empty."""
    for length in range(len(word), 0, -1):
        if is_period(word[:length], now, zone):
            return word[:length], word[length:].strip(ENDS)
        if is_period(word[-length:], now, zone):
            return word[-length:], word[:-length].strip(ENDS)
    return "", word


def _is_like_a_place(name: str, places: Sequence[Place]) -> bool:
    """「城西店」 ends as places do here, or is nearly one of them."""
    if not SHORTEST <= len(name) <= LONGEST:
        return False
    return any(
        name[-1] == place.name[-1] or _likeness(name, place) >= LEAST_LIKE for place in places
    )


def _is_surely_a_place(name: str, places: Sequence[Place], *, is_plain: bool) -> bool:
    """Nearly a place of theirs, or a name of a shop beside a plain question for figures."""
    if name in KINDS:
        return False
    if any(_likeness(name, place) >= LEAST_LIKE for place in places):
        return True
    return is_plain and SHOP.fullmatch(name) is not None


def _likeness(name: str, place: Place) -> float:
    return SequenceMatcher(a=name, b=simpler(place.name), autojunk=False).ratio()
