"""The letters beside a pattern: each of its alternatives has one, or it would never be tried."""

from collections.abc import Iterable, Iterator
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from dimensions.lexicon import Pattern
from dimensions.tagger import Tagger

REPEATS = {ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT}
UNKNOWN = "…"


def spelled_without(cues: frozenset[str], parts: Iterable[tuple[Any, Any]]) -> str | None:
    """A way through these parts that holds no cue, as far as its letters are known; else None."""
    spelled = ""
    for op, what in parts:
        way = _one_without(cues, op, what)
        if way is None:
            return None
        spelled += way
    return spelled


def _one_without(cues: frozenset[str], op: Any, what: Any) -> str | None:
    if op is ops.LITERAL:
        return None if chr(what) in cues else chr(what)
    if op is ops.IN:
        return next((way for way in _members(what) if way not in cues), None)
    if op is ops.BRANCH:
        ways = (spelled_without(cues, choice) for choice in what[1])
        return next((way for way in ways if way is not None), None)
    if op is ops.SUBPATTERN:
        return spelled_without(cues, what[3])
    if op is ops.ASSERT:
        return None if spelled_without(cues, what[1]) is None else ""
    if op in REPEATS:
        least, _, inside = what
        return spelled_without(cues, inside) if least else ""
    # Any letter, an edge, what must not follow: there is always one that is no cue.
    return ""


def _members(members: list[tuple[Any, Any]]) -> Iterator[str]:
    if any(op not in {ops.LITERAL, ops.RANGE} for op, _ in members):
        yield UNKNOWN
        return
    for op, what in members:
        first, last = (what, what) if op is ops.LITERAL else what
        yield from map(chr, range(first, last + 1))


def spelled_beside(pattern: Pattern) -> str | None:
    return spelled_without(pattern.cues, _parser.parse(pattern.source))


def shipped(tagger: Tagger) -> list[Pattern]:
    known = tagger.lexicon
    every = [*known.patterns, *known.hints, *known.hazards, *known.signs.values()]
    return [pattern for pattern in every if pattern.cues]


@pytest.mark.slow
def test_no_alternative_is_lost_for_want_of_a_letter_beside_it(tagger: Tagger) -> None:
    """What is narrower than its pattern says so by a `!` before the letters."""
    ways = [(one, spelled_beside(one)) for one in shipped(tagger) if not one.narrows]
    assert len(ways) > 300
    lost = [(one.name, "".join(one.cues), way) for one, way in ways if way is not None]
    assert lost == []


def test_what_is_said_to_be_narrower_is(tagger: Tagger) -> None:
    narrow = [one for one in shipped(tagger) if one.narrows]
    assert [one.name for one in narrow if spelled_beside(one) is None] == []


@pytest.mark.parametrize(
    ("cues", "way"),
    [("等", "久没来"), ("等久", None), ("等来", None), ("小", "等来")],
)
def test_a_way_around_the_letters_is_found(cues: str, way: str | None) -> None:
    found = spelled_without(frozenset(cues), _parser.parse("等(?:小时)?来|久(?!等)没?没来"))
    assert found == way
