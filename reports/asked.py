"""What a question is about, by its name: the pairs of SERVQUAL, and what stands beside them.

`p_`, `e_` and `w_` with a dimension are perception, expectation and weight; a number behind it
(`p_tan_2`) tells the items of one dimension apart, as in the instrument of 22 pairs. Three letters
or more are enough of a dimension's name.
`confirmation`, `process` and `outcome` are questions of their own.
A question that says itself what it measures may have any name; the first letters `p` and `e` of
names that are else the same make a pair.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from surveys.questionnaires import Measures, QuestionKind

_ITEM = re.compile(r"([pew])_([a-z]+)(?:_\d+)?")


FIVE = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")


class Asked(StrEnum):
    NPS = "nps"
    CES = "ces"
    PERCEPTION = "p"
    EXPECTATION = "e"
    WEIGHT = "w"
    CONFIRMATION = "confirmation"
    PROCESS = "process"
    OUTCOME = "outcome"


_MEASURES: Mapping[str, Asked] = {
    Measures.PERCEPTION: Asked.PERCEPTION,
    Measures.EXPECTATION: Asked.EXPECTATION,
    Measures.CONFIRMATION: Asked.CONFIRMATION,
    Measures.PROCESS: Asked.PROCESS,
    Measures.OUTCOME: Asked.OUTCOME,
}
_SIDED = {Asked.PERCEPTION, Asked.EXPECTATION}


@dataclass(frozen=True, kw_only=True)
class Item:
    """A question by its key. `partner` is the other one of a pair of perception and expectation."""

    key: str
    asked: Asked
    dimension: str | None = None
    partner: str | None = None
    scale: int = 5


def items_of(bodies: Iterable[Mapping[str, Any]]) -> dict[str, Item]:
    """All that was ever asked under these versions of the rules, by key; the latest counts."""
    found: dict[str, Item] = {}
    for body in bodies:
        questionnaires = body.get("surveys", {}).get("questionnaires", {})
        for questionnaire in questionnaires.values():
            for question in questionnaire.get("questions", ()):
                found |= {item.key: item for item in _items_in(question)}
    return found


def _items_in(question: Mapping[str, Any]) -> Iterable[Item]:
    """A hundred points are an answer for each side that may have got some of them."""
    if question["kind"] == QuestionKind.POINTS.value:
        keys = [str(choice["key"]) for choice in question.get("choices", ())]
        return [
            Item(key=f"w_{key}", asked=Asked.WEIGHT, dimension=key) for key in keys if key in FIVE
        ]
    item = item_of(question)
    return [item] if item else []


def common_scale(items: Mapping[str, Item]) -> int | None:
    """What scores of both sides are brought to, where they were asked on more than one scale."""
    scales = {item.scale for item in items.values() if item.asked in _SIDED}
    return max(scales) if len(scales) > 1 else None


def stretches(items: Mapping[str, Item]) -> dict[str, float]:
    """By question: how much longer a step is on the common scale, where it isn't asked on it.

    Worst stays worst and best stays best: a short form of five points and the pairs of seven are
    told together, and the five don't look worse than they are.
    """
    common = common_scale(items)
    return {
        key: (common - 1) / (item.scale - 1)
        for key, item in items.items()
        if common is not None and item.asked in _SIDED and item.scale != common
    }


def item_of(question: Mapping[str, Any]) -> Item | None:
    key, kind = str(question["key"]), str(question["kind"])
    scale = int(question.get("scale") or 5)
    if kind in {QuestionKind.NPS.value, QuestionKind.CES.value}:
        return Item(key=key, asked=Asked(kind))
    if key in {Asked.CONFIRMATION.value, Asked.PROCESS.value, Asked.OUTCOME.value}:
        return Item(key=key, asked=Asked(key), scale=scale)
    said = _said(question)
    match = _ITEM.fullmatch(key)
    dimension = _dimension(match[2]) if match else None
    if said is None and match is not None and dimension is not None:
        said = Asked(match[1]), dimension
    if said is None:
        return None
    asked, dimension = said
    return Item(key=key, asked=asked, dimension=dimension, partner=_partner(key), scale=scale)


def _said(question: Mapping[str, Any]) -> tuple[Asked, str | None] | None:
    """What a question says itself that it measures, and of which dimension."""
    asked = _MEASURES.get(str(question.get("measures")))
    dimension = question.get("dimension")
    if asked is None or (asked in _SIDED and dimension is None):
        return None
    return asked, str(dimension) if asked in _SIDED else None


def _partner(key: str) -> str | None:
    other = {"p": "e", "e": "p"}.get(key[0])
    return f"{other}{key[1:]}" if other else None


def _dimension(start: str) -> str | None:
    known = [name for name in FIVE if name.startswith(start)]
    return known[0] if len(start) >= 3 and len(known) == 1 else None
