"""A second ear: what letters and pairs of letters say where the tables know no word.

The weights stand in `lexicon/ear.tsv`; `python -m dimensions.listening` finds them anew from the
project's own corpus. It speaks up where no blame was read, and beside blame when it is surer.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import repeat
from operator import add
from pathlib import Path
from typing import NamedTuple, Self

from dimensions.hits import Clause
from dimensions.lexicon import Role
from dimensions.matching import Spelled
from dimensions.mentions import Mention
from dimensions.scheme import LEXICON, Scheme
from dimensions.tables import TableError, read_rows
from dimensions.turned import turned

TABLE = LEXICON / "ear.tsv"
# What each column of the table speaks for; the last is how content a text sounds.
COLUMNS = (
    "complaint",
    "reliability",
    "responsiveness",
    "assurance",
    "empathy",
    "tangibles",
    "price",
    "content",
)
_ASPECTS = {
    "reliability": "quality",
    "responsiveness": "wait",
    "assurance": "attitude",
    "empathy": "care",
    "tangibles": "facilities",
    "price": "level",
}
# Weights side by side: of the columns, and of the table beside them.
_LANES = len(COLUMNS) + 1
_GENERAL = "general"
_NOTHING = frozenset({"", _GENERAL})
_ASKING = (Role.QUESTION, Role.REQUEST, Role.THANKS, Role.HYPOTHESIS, Role.HEARSAY)
# Chances, as a logarithm of odds: 0 is one half, 1.4 is four fifths.
_COMPLAINS, _LIKELY, _POSSIBLE = 0.8, 0.6, -1.0
# Beside blame that was read: a short text is about one thing, a long one about several.
_SURE, _SURE_OF_LONG, _SHORT = 1.4, 0.9, 60
# So few letters are no more than the blame that was read in them.
_BARE = 12
# Blame of nothing in particular beside so many other letters is named by what the ear leans to.
_LEANS, _BESIDES = 0.0, 6
# So many letters of a clause may say something else than what was read in it.
_ELSE = 8
_THINGS = ("reliability", "responsiveness", "tangibles", "price")
# How much surer it must be where the tables read praise or a question; where praise turns, how
# much less.
_OTHERWISE = 0.8
_WEIGHT, _WISH = 1.6, 1.0
# One pair of letters in so many must be known.
_FAMILIAR = 8
# So many letters have one sound; of a book its beginning is heard.
LONGEST = 400
# Weights stand side by side in one number: adding marks up is one addition each. Ten thousandths
# of a squared scale, which has two decimals, are whole.
_LANE, _ABOVE, _SQUARES = 24, 1 << 13, 10_000
_HUNDREDTHS = 100
_LANE_MASK = (1 << _LANE) - 1
_EDGES = " \n,.。!?;:、…~"
# What callers ask a hotline about, written down by a machine: without a mark, and full of what
# letters alone take for anger.
_CALL = re.compile(
    r"流量|话费|积分|余额|包月|充值|查(?!房)|宽带|上网|(?<!预)兆|呃|噢|嗯|拜拜|再见|月费|欠费"
    r"|欠了(?:我?[一二三四五六七八九十百\d]{1,9})?多?块|费用?是什么意思|念一遍|对就是|对呀|对不对|服务台"
)
_MARKED = re.compile(r"[\n,.。!?;:、…~]")


def marks_of(text: str) -> set[str]:
    """Letters, and pairs of letters, of a plain text."""
    given = text[:LONGEST]
    return {*given, *map(add, given, given[1:])}


@cache
def _tenths(cell: str) -> float:
    """The same few numbers stand in the table a hundred thousand times."""
    return int(cell) / 10


class Sound(NamedTuple):
    """For each column the logarithm of the odds, and the sum of the weights beside them."""

    odds: dict[str, float]
    beside: float


@dataclass(frozen=True, kw_only=True)
class Ear:
    """`scales` tells how rare a mark is; `weights` what it speaks for, in order of COLUMNS.

    `beside` are weights of another table, in hundredths: each letter is looked up only once.
    """

    bias: Sequence[float]
    scales: Mapping[str, float]
    weights: Mapping[str, Sequence[float]]
    beside: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path = TABLE, beside: Mapping[str, float] | None = None) -> Self:
        scales: dict[str, float] = {}
        weights: dict[str, tuple[float, ...]] = {}
        for row in read_rows(path, columns=3):
            try:
                scales[row.cells[0]] = float(row.cells[1])
                weights[row.cells[0]] = tuple(map(_tenths, row.cells[2].split()))
            except ValueError as error:
                raise TableError(f"{row.where}：写得不对（{error}）。") from None
            if len(weights[row.cells[0]]) != len(COLUMNS):
                raise TableError(f"{row.where}：应有 {len(COLUMNS)} 个数。")
        bias = weights.pop("base", None)
        if bias is None:
            raise TableError(f"{path.name}：缺少 base 这一行。")
        scales.pop("base")
        return cls(bias=bias, scales=scales, weights=weights, beside=beside or {})

    def odds(self, text: str) -> dict[str, float]:
        """For each column the logarithm of the odds that a plain text says it."""
        return self._heard_in(marks_of(text)).odds

    def _heard_in(self, marks: Set[str]) -> Sound:
        total = sum(map(self._packed.get, marks, repeat(0)))
        above = _ABOVE * (total & _LANE_MASK)
        total >>= _LANE
        length = math.sqrt((total >> _LANE * _LANES) / _SQUARES) or 1.0
        odds = {}
        for name, bias in zip(COLUMNS, self.bias, strict=True):
            odds[name] = bias + ((total & _LANE_MASK) - above) / 10 / length
            total >>= _LANE
        return Sound(odds, ((total & _LANE_MASK) - above) / _HUNDREDTHS)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.scales)

    @cached_property
    def _packed(self) -> Mapping[str, int]:
        """For each mark one, its weights in tenths, made positive, and above them its squared
        scale."""
        packed = {}
        silent = (0.0,) * len(COLUMNS)
        # Those that stand in most texts lie side by side, where a processor keeps them at hand.
        for mark in sorted({*self.weights, *self.beside}, key=self._rarity):
            weights = [10 * weight for weight in self.weights.get(mark, silent)]
            weights.append(_HUNDREDTHS * self.beside.get(mark, 0.0))
            number = round(self.scales.get(mark, 0.0) ** 2 * _SQUARES) << _LANE * _LANES
            for at, weight in enumerate(weights):
                number += (round(weight) + _ABOVE) << (at * _LANE)
            packed[mark] = (number << _LANE) + 1
        return packed

    def _rarity(self, mark: str) -> tuple[float, str]:
        return self.scales.get(mark, math.inf), mark

    def sound(self, spelled: Spelled) -> Sound:
        """Of a text, or of the beginning of a book."""
        whole = len(spelled.text) <= LONGEST
        return self._heard_in(spelled.atoms if whole else marks_of(spelled.text))

    def heard(
        self,
        spelled: Spelled,
        clauses: Sequence[Clause],
        said: Sequence[Mention],
        scheme: Scheme,
        sound: Mapping[str, float],
    ) -> list[Mention]:
        """Blame that the tables missed, each in the clause that speaks for it most."""
        text = spelled.text
        blamed = {scheme.dimension_of(m.aspect or _GENERAL) for m in said if m.polarity < 0}
        if blamed and not _BARE <= len(text) <= _SHORT:
            names = _beside(spelled, blamed, sound)
        elif self._knows(text) and (_MARKED.search(text) or not _CALL.search(text)):
            odds = self._odds_of_blame(text, clauses, said, sound)
            names = [name for name in self._names(odds, blamed=bool(blamed)) if name not in blamed]
        else:
            names = []
        nameless = _is_nameless(text, said)
        if not names and nameless:
            names = _leaning(sound)
        if not names:
            return []
        parts = self._parts(spelled, clauses)
        heard = (self._mention(text, clauses, parts, name, scheme) for name in names)
        closed = _closed(clauses, said, beside=bool(blamed) and not nameless)
        denied, _ = turned(spelled)
        return [
            m
            for m in heard
            if m.clause not in closed and not any(m.start < a < m.end for a, _ in denied)
        ]

    def _parts(self, spelled: Spelled, clauses: Sequence[Clause]) -> Mapping[int, Set[str]]:
        """The known marks of each clause in which something is said."""
        text, pairs = spelled.text, spelled.pairs
        return {
            at: self._known & {*text[c.start : c.end], *pairs[c.start : c.end - 1]}
            for at, c in enumerate(clauses)
            if text[c.start : c.end].strip(_EDGES)
        }

    def _odds_of_blame(
        self,
        text: str,
        clauses: Sequence[Clause],
        said: Sequence[Mention],
        sound: Mapping[str, float],
    ) -> dict[str, float]:
        turn = _turn(clauses, said)
        if turn is not None:
            odds = self.odds(text[turn.start :])
            odds["complaint"] += _OTHERWISE
            return odds
        odds = dict(sound)
        if said or any(clause.has(role) for clause in clauses for role in _ASKING):
            odds["complaint"] -= _OTHERWISE
        if _is_all_praise(text, clauses, said):
            odds["complaint"] -= _OTHERWISE
        return odds

    def _knows(self, text: str) -> bool:
        """Whether enough of it is known to judge by."""
        pairs = [mark for mark in marks_of(text) if len(mark) > 1]
        if not text.strip(_EDGES):
            return False
        return len(pairs) <= _FAMILIAR * sum(mark in self.scales for mark in pairs)

    def _names(self, odds: Mapping[str, float], *, blamed: bool) -> Iterator[str]:
        if blamed:
            yield from (name for name in _ASPECTS if odds[name] > _SURE)
        elif odds["complaint"] > _COMPLAINS:
            likely = [name for name in _ASPECTS if odds[name] > _LIKELY]
            best = max(_ASPECTS, key=lambda name: odds[name])
            yield from likely or ([best] if odds[best] > _POSSIBLE else [_GENERAL])

    def _mention(
        self,
        text: str,
        clauses: Sequence[Clause],
        parts: Mapping[int, Set[str]],
        name: str,
        scheme: Scheme,
    ) -> Mention:
        column = COLUMNS.index(name if name in _ASPECTS else "complaint")

        def speaks(number: int) -> float:
            return math.fsum([self.weights[mark][column] for mark in parts[number]])

        number = max(parts, key=speaks)
        clause = clauses[number]
        words = text[clause.start : clause.end]
        start = clause.start + len(words) - len(words.lstrip(_EDGES))
        end = clause.start + len(words.rstrip(_EDGES))
        aspect, wished = _aspect_in(clause, name, scheme), clause.has(Role.WISH)
        return Mention(start, end, aspect, -1, _WISH if wished else _WEIGHT, number, wished)


def _beside(spelled: Spelled, blamed: Set[str], sound: Mapping[str, float]) -> list[str]:
    """What a longer text blames besides; neither a word nor a book has one sound."""
    if not _SHORT < len(spelled.text) <= LONGEST or sound["complaint"] < 0:
        return []
    return [name for name in _ASPECTS if sound[name] > _SURE_OF_LONG and name not in blamed]


def _closed(clauses: Sequence[Clause], said: Sequence[Mention], *, beside: bool) -> set[int]:
    """Where the ear is not believed: where praise alone was read; beside blame, wherever what was
    read leaves little else, for it hears that once more and takes it for something else."""
    if beside:
        return {
            number for number in {m.clause for m in said} if _left(clauses, said, number) < _ELSE
        }
    return {m.clause for m in said if m.polarity > 0} - {m.clause for m in said if m.polarity < 0}


def _left(clauses: Sequence[Clause], said: Sequence[Mention], number: int) -> int:
    """How many letters of the clause were not read."""
    spans = {(m.start, m.end) for m in said if m.clause == number}
    return clauses[number].end - clauses[number].start - sum(end - start for start, end in spans)


def _is_nameless(text: str, said: Sequence[Mention]) -> bool:
    """Whether all blame is of nothing in particular ("太失望了"), and more is said than that."""
    blame = [m for m in said if m.polarity < 0]
    if not blame or any(m.aspect not in _NOTHING for m in blame):
        return False
    return sum(m.end - m.start for m in blame) + _BESIDES <= len(text) <= LONGEST


def _leaning(sound: Mapping[str, float]) -> list[str]:
    """Of a person or of care only anger would be heard, so a thing it is."""
    best = max(_THINGS, key=lambda name: sound[name])
    return [best] if sound[best] > _LEANS else []


def _turn(clauses: Sequence[Clause], said: Sequence[Mention]) -> Clause | None:
    """Where praise turns ("味道好，就是..."), if nothing was read in what follows."""
    if not said or any(m.polarity < 0 for m in said):
        return None
    last = max(m.clause for m in said)
    after = (clause for clause in clauses[last + 1 :] if clause.has(Role.CONTRAST))
    return next(after, None)


def _is_all_praise(text: str, clauses: Sequence[Clause], said: Sequence[Mention]) -> bool:
    """Whether something good was read wherever anything is said."""
    praised = {m.clause for m in said if m.polarity > 0}
    return bool(praised) and all(
        number in praised or not text[clause.start : clause.end].strip(_EDGES)
        for number, clause in enumerate(clauses)
    )


def _aspect_in(clause: Clause, dimension: str, scheme: Scheme) -> str:
    """That of a thing named there, where it belongs to the dimension."""
    for hit in clause.hits:
        for entry in hit.roles.get(Role.SUBJECT, ()):
            if entry.aspect and scheme.dimension_of(entry.aspect) == dimension:
                return entry.aspect
    return _ASPECTS.get(dimension, _GENERAL)
