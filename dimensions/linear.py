"""A linear scorer for words that are there or not: support vectors over log-count ratios.

The weighting is that of S. Wang and C. Manning (2012), "Baselines and Bigrams"; the solver is the
dual coordinate descent of C.-J. Hsieh et al. (2008). Both fit in pure Python and in a minute.
"""

import math
import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

_PASSES = 12
# What a wrong row costs beside large weights; long texts need a firmer hand.
COST, COST_LONG = 0.3, 0.1
_SMOOTH = 0.3
_LEAST = 0.004
_SEED = 7

Marks = frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Scorer:
    """Above zero says yes. `length` is what every text's marks are divided by; where it is 0,
    each text is brought to length 1, which suits short ones."""

    weights: Mapping[int, float]
    scales: Mapping[int, float]
    bias: float
    length: float = 0.0

    def score(self, marks: Marks) -> float:
        known = [mark for mark in marks if mark in self.scales]
        length = (
            self.length or math.sqrt(math.fsum(self.scales[mark] ** 2 for mark in known)) or 1.0
        )
        return self.bias + math.fsum(self.weights.get(mark, 0.0) for mark in known) / length

    def reasons(self, marks: Marks) -> list[tuple[float, int]]:
        """The marks that say yes, strongest first."""
        return sorted((self.weights.get(m, 0.0), m) for m in marks if m in self.scales)[::-1]


class Counts(NamedTuple):
    """How many rows hold each mark, in all and among those that say yes."""

    there: Counter[int]
    yes: Counter[int]
    rows: int
    right: int


def counted(
    rows: Sequence[Marks], truth: Sequence[bool], there: Counter[int] | None = None
) -> Counts:
    """`there` saves counting them all where many scorers are taught by the same rows."""
    every = counted_marks(rows) if there is None else there
    yes = counted_marks([row for row, true in zip(rows, truth, strict=True) if true])
    return Counts(every, yes, len(rows), sum(truth))


def counted_marks(rows: Iterable[Marks]) -> Counter[int]:
    there: Counter[int] = Counter()
    for row in rows:
        there.update(row)
    return there


def fitted_scorer(
    rows: Sequence[Marks],
    truth: Sequence[bool],
    *,
    most: int = 0,
) -> Scorer:
    """A scorer that says yes where `truth` does.

    With `most` only so many of the most telling marks count, each alike: long texts hold nearly
    every word, so which ones matter counts more than how much.
    """
    known = counted(rows, truth)
    if most:
        return fitted_sum(rows, truth, telling(known, most))
    return _fitted(rows, truth, _ratios(known), 0.0, COST)


def fitted_sum(
    rows: Sequence[Marks], truth: Sequence[bool], known: Collection[int], cost: float = COST_LONG
) -> Scorer:
    """A scorer of these marks alone, each alike."""
    scales = dict.fromkeys(known, 1.0)
    often = [sum(mark in scales for mark in row) for row in rows]
    length = math.sqrt(sum(often) / len(often)) or 1.0
    scorer = _fitted(rows, truth, scales, length, cost)
    return replace(scorer, scales={m: x for m, x in scales.items() if m in scorer.weights})


def _fitted(
    rows: Sequence[Marks],
    truth: Sequence[bool],
    scales: Mapping[int, float],
    length: float,
    cost: float,
) -> Scorer:
    inputs = [_input(row, scales, length) for row in rows]
    weights, bias = _descended(inputs, [1.0 if true else -1.0 for true in truth], cost)
    # Folding the scale into the weight leaves a sum for whoever reads.
    folded = {m: w * scales[m] for m, w in weights.items() if abs(w * scales[m]) > _LEAST}
    return Scorer(weights=folded, scales=scales, bias=bias, length=length)


def _ratios(counts: Counts) -> dict[int, float]:
    there, yes = counts.there, counts.yes
    kept = sorted(mark for mark, times in there.items() if times > 1)
    all_yes = sum(yes[mark] + 1 for mark in kept)
    all_no = sum(there[mark] - yes[mark] + 1 for mark in kept)
    apart = math.log(all_no) - math.log(all_yes)
    return {
        m: abs(math.log((yes[m] + 1) / (there[m] - yes[m] + 1)) + apart) + _SMOOTH for m in kept
    }


def telling(counts: Counts, most: int) -> list[int]:
    """The marks with the highest chi-square between being there and a yes."""
    there, both, whole, right = counts

    def chi_square(mark: int) -> float:
        expected = there[mark] * right / whole
        spread = expected * (1 - there[mark] / whole) * (1 - right / whole)
        return (both[mark] - expected) ** 2 / spread if spread > 0 else 0.0

    kept = [mark for mark, times in there.items() if times > 1]
    return sorted(kept, key=lambda mark: (-chi_square(mark), mark))[:most]


def _input(row: Marks, scales: Mapping[int, float], length: float) -> list[tuple[int, float]]:
    known = [(mark, scales[mark]) for mark in sorted(row) if mark in scales]
    own = length or math.sqrt(sum(scale * scale for _, scale in known)) or 1.0
    return [(mark, scale / own) for mark, scale in known]


def _descended(
    inputs: Sequence[Sequence[tuple[int, float]]], signs: Sequence[float], cost: float
) -> tuple[dict[int, float], float]:
    """Weights and bias of an L2 support vector machine with squared hinge loss."""
    weights: dict[int, float] = {mark: 0.0 for row in inputs for mark, _ in row}
    bias, slack = 0.0, 0.5 / cost
    duals = [0.0] * len(inputs)
    sizes = [sum(x * x for _, x in row) + 1.0 + slack for row in inputs]
    order = list(range(len(inputs)))
    chance = random.Random(_SEED)  # noqa: S311 - the order of passes keeps no secret
    for _ in range(_PASSES):
        chance.shuffle(order)
        for at in order:
            row, sign = inputs[at], signs[at]
            value = bias
            for mark, x in row:
                value += weights[mark] * x
            slope = sign * value - 1.0 + slack * duals[at]
            dual = max(duals[at] - slope / sizes[at], 0.0)
            step = (dual - duals[at]) * sign
            if step:
                duals[at] = dual
                bias += step
                for mark, x in row:
                    weights[mark] += step * x
    return weights, bias
