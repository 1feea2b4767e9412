"""A forest of very random trees (P. Geurts et al. 2006) over marks that are there or not.

Rows are bits of one number, so a split is counted by two operations and pure Python is quick
enough. A forest hears what a sum can't: that a word matters only beside another one.
"""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dimensions.linear import Marks

_TREES = 60
_FEWEST_IN_LEAF = 2
# How often marks are drawn anew where none of those drawn parts the rows.
_DRAWS = 3
_LEAF = -1
_SEED = 11

# A mark and where to go on without it (with it: the next node); or `_LEAF` and the share of yes.
Node = tuple[int, float]


@dataclass(frozen=True, kw_only=True)
class Forest:
    """Each tree gives the share of yes among the rows that it saw in the same corner."""

    trees: Sequence[Sequence[Node]]

    def score(self, marks: Marks) -> float:
        """Between 0 and 1, the mean over the trees."""
        return sum(_walked(tree, marks) for tree in self.trees) / len(self.trees)


class _Split(NamedTuple):
    worth: float
    mark: int
    inside: int


class _Ground(NamedTuple):
    """What trees grow on: for each mark the rows that hold it, and the rows that say yes."""

    columns: Sequence[tuple[int, int]]
    yes: int
    drawn: int


def columns_of(rows: Sequence[Marks], marks: Iterable[int]) -> dict[int, int]:
    """For each mark the rows that hold it, as bits of one number."""
    found = {mark: bytearray((len(rows) + 7) // 8) for mark in marks}
    for at, row in enumerate(rows):
        byte, bit = at >> 3, 1 << (at & 7)
        for mark in row:
            if mark in found:
                found[mark][byte] |= bit
    return {mark: int.from_bytes(bits, "little") for mark, bits in found.items()}


def fitted_forest(columns: Mapping[int, int], truth: Sequence[bool], trees: int = _TREES) -> Forest:
    """Trees that tell the rows where `truth` holds, by the marks of `columns`."""
    yes = sum(1 << at for at, true in enumerate(truth) if true)
    drawn = max(1, round(math.sqrt(len(columns))))
    ground = _Ground(list(columns.items()), yes, drawn)
    chance = random.Random(_SEED)  # noqa: S311 - which marks a tree draws keeps no secret
    whole = (1 << len(truth)) - 1
    return Forest(trees=[_grown(ground, whole, chance) for _ in range(trees)])


def forest_from(raw: Sequence[Sequence[Sequence[float]]]) -> Forest:
    """What was written down; raises ValueError where a tree would lead nowhere or in circles."""
    trees = [[(int(mark), float(then)) for mark, then in tree] for tree in raw]
    if not trees or not all(map(_leads_on, trees)):
        raise ValueError
    return Forest(trees=trees)


def _leads_on(tree: Sequence[Node]) -> bool:
    """Every step goes forward and ends at a share."""
    return bool(tree) and all(
        0 <= then <= 1 if mark == _LEAF else at + 1 < then < len(tree)
        for at, (mark, then) in enumerate(tree)
    )


def _walked(tree: Sequence[Node], marks: Marks) -> float:
    at = 0
    while True:
        mark, then = tree[at]
        if mark == _LEAF:
            return then
        at = at + 1 if mark in marks else int(then)


def _grown(ground: _Ground, whole: int, chance: random.Random) -> list[Node]:
    nodes: list[Node] = []
    waiting = [(whole, _LEAF)]
    while waiting:
        rows, parent = waiting.pop()
        if parent != _LEAF:
            nodes[parent] = (nodes[parent][0], len(nodes))
        split = _split(ground, rows, chance)
        if split is None:
            share = (rows & ground.yes).bit_count() / rows.bit_count()
            nodes.append((_LEAF, round(share, 2)))
        else:
            waiting.append((rows ^ split.inside, len(nodes)))
            waiting.append((split.inside, _LEAF))
            nodes.append((split.mark, 0))
    return nodes


def _split(ground: _Ground, rows: int, chance: random.Random) -> _Split | None:
    """The best of some splits drawn at random; none where all rows say the same."""
    size = rows.bit_count()
    right = rows & ground.yes
    agreed = right.bit_count()
    if size < 2 * _FEWEST_IN_LEAF or agreed in {0, size}:
        return None
    columns, draw = ground.columns, chance.random
    most, best = len(columns), None
    worth = 0.0
    for _ in range(_DRAWS):
        for _ in range(ground.drawn):
            mark, column = columns[int(draw() * most)]
            inside = rows & column
            a = inside.bit_count()
            c = size - a
            if a < _FEWEST_IN_LEAF or c < _FEWEST_IN_LEAF:
                continue
            b = (right & column).bit_count()
            d = agreed - b
            # What remains of Gini's impurity, turned round.
            found = (b * b + (a - b) ** 2) / a + (d * d + (c - d) ** 2) / c
            if found > worth:
                worth, best = found, (mark, inside)
        if best is not None:
            return _Split(worth, *best)
    return None
