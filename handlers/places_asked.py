"""A question for the figures of a place that nobody knows: which name it was, and what is near."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from handlers.figures_asked import ENDS, LONG, LONGEST_QUESTION, USUAL, is_period, places_in
from handlers.figures_words import (
    ABOUT,
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

    `command` is the view that a command asked for; plain words have to ask for figures, too.
    """
    if len(said) > LONGEST_QUESTION or "\n" in said or not places:
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


def _likeness(name: str, place: Place) -> float:
    return SequenceMatcher(a=name, b=simpler(place.name), autojunk=False).ratio()
