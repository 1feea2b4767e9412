"""Bad days by a number: which calls are struck, and how, follows from a seed alone."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Stroke:
    """`late`: the call is carried out first, and only its answer is lost."""

    kind: str
    late: bool = False
    code: int = 500
    seconds: float = 0.2


# Telegram refuses before it acts and never after; everything else happens on either side.
STROKES = (
    Stroke(kind="refused"),
    Stroke(kind="rate_limited"),
    *(
        Stroke(kind=kind, late=late)
        for kind in ("html_502", "truncated", "cut", "half_open", "slow")
        for late in (False, True)
    ),
    Stroke(kind="refused", late=True),
)
LOSES_ANSWERS = tuple(one for one in STROKES if one.late and one.kind != "slow")


@dataclass(kw_only=True)
class Weather:
    """`rate` is the share of calls that are struck, `rates` another one for some methods.

    The nth call of a method fares the same under the same seed, whatever is called between.
    """

    seed: int
    rate: float = 0.05
    rates: Mapping[str, float] = field(default_factory=dict)
    strokes: tuple[Stroke, ...] = STROKES
    struck: Counter[str] = field(default_factory=Counter, init=False)
    _calls: Counter[str] = field(default_factory=Counter, init=False)

    def of_call(self, method: str) -> Stroke | None:
        chance = self._chance(method)
        if chance.random() >= self._rate(method):
            return None
        stroke = chance.choice(self.strokes)
        self.struck[f"{stroke.kind} {'after' if stroke.late else 'before'}"] += 1
        return stroke

    def of_updates(self, kind: str) -> bool:
        """Whether this batch is to be duplicated, shuffled or poisoned."""
        happens = self._chance(kind).random() < self._rate(kind)
        self.struck[kind] += happens
        return happens

    def _rate(self, of: str) -> float:
        return self.rates.get(of, self.rate)

    def _chance(self, of: str) -> random.Random:
        of = of.lower()
        self._calls[of] += 1
        return random.Random(f"{self.seed} {of} {self._calls[of]}")


# Updates as no parser likes them. `UPDATE_ID` becomes the next number.
POISONS = (
    '{"update_id":UPDATE_ID,"never_heard_of":{"a":1}}',
    '{"update_id":UPDATE_ID,"message":{"message_id":1}}',
    '{"update_id":UPDATE_ID,"message":{"chat":{"id":1000000000000000000000000000000}}}',
    '{"update_id":UPDATE_ID,"message":[1,2,3]}',
    '{"update_id":UPDATE_ID,"callback_query":{"id":"1","data":"\\ud800\\u0000"}}',
    '{"update_id":UPDATE_ID,"message":{"message_id":9,"date":0,"text":"\\u0000\\ud83d"}}',
    '{"update_id":UPDATE_ID,"my_chat_member":null}',
)
