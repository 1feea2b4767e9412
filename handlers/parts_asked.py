"""A team, a colleague or a topic named in a question: 「客房部昨天怎么样」「上周的噪音」."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from handlers import labels
from handlers.aspects import aspect, scheme
from handlers.figures_asked import Question, is_long, places_in, read_words
from handlers.figures_spoken import as_compared
from handlers.figures_words import ABOUT, simpler, without
from handlers.sights import MOST_CHOICES, Sight
from handlers.topic_words import EVERYDAY, as_topic
from handlers.words import LANGUAGES, words_in
from handlers.work import Work
from people.values import Place
from reports.cuts import code_of

# What is left of a question that says no more than the part and a time.
ASKED = "数字"
# What stands around the name of a topic.
AROUND = ("关于", "有关", "方面的", "方面", "的", "about", "regarding")
# A time, or a word that asks; most of what supervisors write has neither, and is not looked up.
WHEN = re.compile(
    r"[天周週月年季日号號]|星期|[礼禮]拜|最近|\d|day|week|month|year|"
    + "|".join(map(re.escape, ABOUT)),
    re.IGNORECASE,
)


async def read_part(work: Work, sight: Sight, said: str, now: datetime) -> Question | None:
    """None where no part is named, or where more is said than a question for figures.

    A name that several teams have leads to all teams, and a colleague's to all colleagues: nobody
    is looked at without the others beside them. Everyday words for a topic yield to all names.
    """
    if is_long(said) or not WHEN.search(said):
        return None
    named, _ = places_in(said, sight.all)
    said = as_compared(simpler(said))
    for find in (_in_topics, _in_teams, _in_colleagues, _in_everyday_words):
        found = await find(work, sight, said, named)
        if found is None:
            continue
        zone = found.own.zone if found.own else sight.zone
        question = read_words(f"{without(AROUND, found.rest)} {ASKED}", sight.all, zone, now)
        if question is not None and question.view != "versus":
            place, view = question.place or found.own, found.view or question.view
            return replace(question, place=place, cut=found.cut, view=view, called=found.called)
    return None


async def topic_in(work: Work, said: str) -> str | None:
    """The aspect that is spoken of in everyday words, if one is."""
    words = await _everyday_words(work)
    name, _ = _named(said, words)
    return None if name is None else words[name]


@dataclass(frozen=True, kw_only=True)
class Found:
    """A part, and the `rest` of what was said; `own` is the place that it belongs to."""

    cut: str = ""
    view: str = ""
    rest: str
    own: Place | None = None
    called: str = ""


async def _in_teams(work: Work, sight: Sight, said: str, named: Sequence[Place]) -> Found | None:
    called: dict[str, dict[int, Place]] = {}
    for place in (named or sight.all)[:MOST_CHOICES]:
        only = sight.teams.get(place.id)
        for number, team in await work.people.teams(place.id):
            if only is None or number in only:
                called.setdefault(team, {})[number] = place
    name, rest = _named(said, called)
    if name is None:
        return None
    if len(called[name]) > 1:
        return Found(view="teams", rest=rest)
    [(number, own)] = called[name].items()
    return Found(cut=code_of("team_id", number), rest=rest, own=own)


async def _in_colleagues(
    work: Work, sight: Sight, said: str, named: Sequence[Place]
) -> Found | None:
    called: dict[str, int] = {}
    for place in sight.all[:MOST_CHOICES]:
        called |= {who: number for number, who in await work.people.staff_names(place.id)}
    name, rest = _named(said, called)
    return None if name is None else Found(view="people", rest=rest)


async def _in_topics(work: Work, sight: Sight, said: str, named: Sequence[Place]) -> Found | None:
    name, rest = _named(said, _topics())
    return None if name is None else Found(cut=_topics()[name], rest=rest)


async def _in_everyday_words(
    work: Work, sight: Sight, said: str, named: Sequence[Place]
) -> Found | None:
    words = await _everyday_words(work)
    name, rest = _named(said, words)
    if name is None:
        return None
    return Found(cut=code_of("aspect", words[name]), rest=rest, called=name)


async def _everyday_words(work: Work) -> Mapping[str, str]:
    """Each with its aspect; those of the house count before those that all have."""
    return {**EVERYDAY, **await work.versions.own_topics()}


@cache
def _topics() -> Mapping[str, str]:
    """What dimensions and aspects are called, in every language, with their codes."""
    return dict(_called())


def _called() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        _ = words_in(language)
        for key in scheme().aspects:
            yield aspect(key, _), code_of("aspect", key)
        for key in labels.DIMENSIONS:
            yield labels.dimension(key, _), code_of("dimension", key)


def _named(said: str, names: Mapping[str, object]) -> tuple[str | None, str]:
    """The longest name that stands there, and all the rest."""
    plain = as_topic(said)
    for name in sorted(names, key=len, reverse=True):
        at = _place_of(as_topic(name), plain)
        if name and at >= 0:
            return name, f"{said[:at]} {said[at + len(name) :]}"
    return None, said


def _place_of(name: str, plain: str) -> int:
    """Where it stands; in letters only as whole words."""
    if not name.isascii():
        return plain.find(name)
    found = re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", plain)
    return found.start() if found else -1
