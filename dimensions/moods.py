"""Learns long texts: which aspects they speak of, in which parts, and in what mood.

Blame of one aspect is rare in long texts, so the mood is learnt from all aspects together; only
the line between blame and none is each aspect's own, and is found on rows held back in turn.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dimensions.forest import Forest, columns_of, fitted_forest
from dimensions.learned import Aspect, together
from dimensions.linear import (
    COST,
    Marks,
    Scorer,
    counted,
    counted_marks,
    fitted_scorer,
    fitted_sum,
    telling,
)
from dimensions.parts import Part, about, whole_of

FOLDS = 3
_FEW, _MORE, _MANY = 150, 300, 1500
_FEWEST_MOODS = 3
FEWEST = 8

Labels = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Long:
    """A long text with its labels, or without."""

    parts: Sequence[Part]
    whole: Marks
    labels: Labels


@dataclass(frozen=True, kw_only=True)
class Ears:
    """For each aspect what tells that it is spoken of, and for all of them the mood."""

    few: Mapping[str, Scorer]
    forests: Mapping[str, Forest]
    clear: Mapping[str, Scorer]
    mood: Scorer

    def aspect(self, name: str) -> Aspect:
        return Aspect(
            mentioned=self.few[name], forest=self.forests[name], clearest=self.clear[name]
        )

    def spoken(self, name: str, row: Long) -> float:
        return self.aspect(name).spoken(row.whole, row.parts)

    def blamed(self, name: str, row: Long) -> float:
        return self.mood.score(about(name, row.parts, self.few[name].weights))


def long_rows(parts: Sequence[Sequence[Part]], labels: Sequence[Labels]) -> list[Long]:
    return [
        Long(parts=own, whole=whole_of(own), labels=said)
        for own, said in zip(parts, labels, strict=True)
    ]


def long_aspects(rows: Sequence[Long], names: Sequence[str]) -> tuple[dict[str, Aspect], Scorer]:
    """The aspects with lines drawn where they find most on rows held back in turn."""
    spoken = {name: [0.0] * len(rows) for name in names}
    blamed = {name: [0.0] * len(rows) for name in names}
    for fold in range(FOLDS):
        ears = heard([row for at, row in enumerate(rows) if at % FOLDS != fold], names)
        for name in names:
            for at in range(fold, len(rows), FOLDS):
                spoken[name][at] = ears.spoken(name, rows[at])
                blamed[name][at] = ears.blamed(name, rows[at])
    ears = heard(rows, names)
    aspects = {n: _aspect(n, rows, ears, spoken[n], blamed[n]) for n in names}
    return aspects, ears.mood


def _aspect(
    name: str, rows: Sequence[Long], ears: Ears, spoken: Sequence[float], blamed: Sequence[float]
) -> Aspect:
    line = best_line(spoken, [name in row.labels for row in rows])
    both = [together(s - line, b) for s, b in zip(spoken, blamed, strict=True)]
    blames = [row.labels.get(name) == "negative" for row in rows]
    # Where the mood is always the same, whatever is spoken of is blamed.
    blame = best_line(both, blames) if ears.mood.scales else together(0.0, ears.mood.bias)
    return replace(
        ears.aspect(name),
        line=line,
        blame=blame if any(blames) else None,
        neutral=_neutral(name, rows),
    )


def _neutral(name: str, rows: Sequence[Long]) -> Scorer | None:
    truth = [row.labels.get(name) == "neutral" for row in rows]
    if sum(truth) < FEWEST:
        return None
    return fitted_scorer([row.whole for row in rows], truth, most=_FEW)


def heard(rows: Sequence[Long], names: Sequence[str]) -> Ears:
    """What hears each aspect and the mood, taught by these rows."""
    wholes = [row.whole for row in rows]
    there = counted_marks(wholes)
    few: dict[str, Scorer] = {}
    forests: dict[str, Forest] = {}
    clear: dict[str, Scorer] = {}
    for name in names:
        truth = [name in row.labels for row in rows]
        known = telling(counted(wholes, truth, there), _MANY)
        few[name] = fitted_sum(wholes, truth, known[:_FEW])
        forests[name] = fitted_forest(columns_of(wholes, known), truth)
        clear[name] = _clear(rows, truth, few[name], frozenset(known[:_MORE]))
    return Ears(few=few, forests=forests, clear=clear, mood=_mood(rows, few))


def _clear(rows: Sequence[Long], truth: Sequence[bool], few: Scorer, known: Marks) -> Scorer:
    """Taught by the clearest part of each text that speaks of it, and all parts of the others."""
    speaking: list[Marks] = []
    others: list[Marks] = []
    for row, true in zip(rows, truth, strict=True):
        parts = [(part.words | part.letters) & known for part in row.parts]
        if true:
            speaking.append(max(parts, key=few.score))
        else:
            others += filter(None, parts)
    told = [*speaking, *others]
    return fitted_sum(told, [at < len(speaking) for at in range(len(told))], known, COST)


def _mood(rows: Sequence[Long], few: Mapping[str, Scorer]) -> Scorer:
    told: list[Marks] = []
    blames: list[bool] = []
    for row in rows:
        for name, polarity in row.labels.items():
            if name in few:
                told.append(about(name, row.parts, few[name].weights))
                blames.append(polarity == "negative")
    if not any(blames) or all(blames):
        return Scorer(weights={}, scales={}, bias=1.0 if any(blames) else -1.0)
    times = Counter(mark for marks in told for mark in marks)
    known = {mark for mark, often in times.items() if often >= _FEWEST_MOODS}
    return fitted_sum(told, blames, known)


def best_line(scores: Sequence[float], truth: Sequence[bool]) -> float:
    """The score above which a yes gives the best F1."""
    best, line, right = 0.0, 0.0, 0
    whole = sum(truth)
    ordered = sorted(zip(scores, truth, strict=True), reverse=True)
    for said, (score, true) in enumerate(ordered, start=1):
        right += true
        f1 = 2 * right / (said + whole)
        if f1 > best:
            below = ordered[said][0] if said < len(ordered) else score - 0.1
            best, line = f1, (score + below) / 2
    return line
