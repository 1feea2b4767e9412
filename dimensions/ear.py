"""A second ear: what letters and pairs of letters say where the tables know no word.

The weights stand in `lexicon/ear.tsv`; `python -m dimensions.listening` finds them anew from the
project's own corpus. It speaks up where no blame was read, and of short texts also beside it.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from dimensions.hits import Clause
from dimensions.lexicon import Role
from dimensions.mentions import Mention
from dimensions.scheme import LEXICON, Scheme
from dimensions.tables import TableError, read_rows

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
_GENERAL = "general"
_ASKING = (Role.QUESTION, Role.REQUEST, Role.THANKS, Role.HYPOTHESIS, Role.HEARSAY)
# Chances, as a logarithm of odds: 0 is one half, 1.4 is four fifths.
_COMPLAINS, _LIKELY, _POSSIBLE, _SURE = 0.8, 0.6, -1.0, 1.4
# How much surer it must be where the tables read praise or a question; where praise turns, how
# much less.
_OTHERWISE = 0.8
# Texts longer than this say too much for one sum beside blame that was read.
_SHORT = 60
_WEIGHT, _WISH = 1.6, 1.0
# One pair of letters in so many must be known.
_FAMILIAR = 8
_LONGEST = 400
_EDGES = " \n,.。!?;:、…~"


def marks_of(text: str) -> set[str]:
    """Letters, and pairs of letters, of a plain text."""
    given = text[:_LONGEST]
    return {*given, *(given[at : at + 2] for at in range(len(given) - 1))}


@cache
def _tenths(cell: str) -> float:
    """The same few numbers stand in the table a hundred thousand times."""
    return int(cell) / 10


@dataclass(frozen=True, kw_only=True)
class Ear:
    """`scales` tells how rare a mark is; `weights` what it speaks for, in order of COLUMNS."""

    bias: Sequence[float]
    scales: Mapping[str, float]
    weights: Mapping[str, Sequence[float]]

    @classmethod
    def load(cls, path: Path = TABLE) -> Self:
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
        return cls(bias=bias, scales=scales, weights=weights)

    def odds(self, text: str) -> dict[str, float]:
        """For each column the logarithm of the odds that a plain text says it."""
        known = [mark for mark in marks_of(text) if mark in self.scales]
        length = math.sqrt(sum(self.scales[mark] ** 2 for mark in known)) or 1.0
        sums = [0.0] * len(COLUMNS)
        for mark in known:
            for at, weight in enumerate(self.weights[mark]):
                sums[at] += weight
        return {
            name: bias + found / length
            for name, bias, found in zip(COLUMNS, self.bias, sums, strict=True)
        }

    def heard(
        self, text: str, clauses: Sequence[Clause], said: Sequence[Mention], scheme: Scheme
    ) -> list[Mention]:
        """Blame that the tables missed, each in the clause that speaks for it most."""
        blamed = {scheme.dimension_of(m.aspect or _GENERAL) for m in said if m.polarity < 0}
        if (blamed and len(text) > _SHORT) or not self._knows(text):
            return []
        odds = self._odds_of_blame(text, clauses, said)
        names = [name for name in self._names(odds, blamed=bool(blamed)) if name not in blamed]
        return [self._mention(text, clauses, name, scheme) for name in names]

    def _odds_of_blame(
        self, text: str, clauses: Sequence[Clause], said: Sequence[Mention]
    ) -> dict[str, float]:
        turn = _turn(clauses, said)
        if turn is not None:
            odds = self.odds(text[turn.start :])
            odds["complaint"] += _OTHERWISE
            return odds
        odds = self.odds(text)
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

    def _mention(self, text: str, clauses: Sequence[Clause], name: str, scheme: Scheme) -> Mention:
        column = COLUMNS.index(name if name in _ASPECTS else "complaint")

        def speaks(number: int) -> float:
            marks = marks_of(text[clauses[number].start : clauses[number].end].strip(_EDGES))
            return sum(self.weights[mark][column] for mark in marks if mark in self.weights)

        spoken = [at for at, c in enumerate(clauses) if text[c.start : c.end].strip(_EDGES)]
        number = max(spoken, key=speaks)
        clause = clauses[number]
        words = text[clause.start : clause.end]
        start = clause.start + len(words) - len(words.lstrip(_EDGES))
        end = clause.start + len(words.rstrip(_EDGES))
        aspect, wished = _aspect_in(clause, name, scheme), clause.has(Role.WISH)
        return Mention(start, end, aspect, -1, _WISH if wished else _WEIGHT, number, wished)


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
