"""Learns a label scheme from rows, and measures on rows it did not see: what `huiyin train` does."""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dimensions.evaluate import Agreement
from dimensions.learned import Aspect, Model
from dimensions.linear import Marks, Scorer, fitted_scorer

POLARITIES = ("negative", "neutral", "positive")
_FEWEST = 8
_FEWEST_ROWS = 20
_HELD_BACK = 5
_FOLDS = 3
_LONG = 250
_MOST_MARKS = 300

Labels = Mapping[str, str]
Told = Callable[[str], None]


class UntrainableRows(ValueError):
    """The rows can't teach anything; the text says what is missing."""


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One row to learn from: its marks and what a person said it is about."""

    marks: Marks
    labels: Labels


@dataclass(frozen=True, kw_only=True)
class Trained:
    """A model taught by all rows, and how a model taught by four fifths did on the others."""

    model: Model
    mentioned: Mapping[str, Agreement]
    negative: Mapping[str, Agreement]
    right: float
    held_back: int

    @property
    def mentioned_macro_f1(self) -> float:
        return mean_f1(self.mentioned.values())

    @property
    def negative_macro_f1(self) -> float:
        return mean_f1(self.negative.values())


def labels_of(row: Mapping[str, Any]) -> Labels | None:
    """`labels`, or `label` 1 and 0 as content and not; nothing where a row has neither.

    Raises `UntrainableRows` with the label that is none of negative, neutral and positive.
    """
    labels = row.get("labels")
    if isinstance(labels, dict):
        for name, polarity in labels.items():
            if polarity not in POLARITIES:
                raise UntrainableRows(
                    f"“{name}”的标签是“{polarity}”：只能是 negative、neutral 或 positive。"
                )
        return labels
    if row.get("label") in {0, 1}:
        return {"总体": "positive" if row["label"] == 1 else "negative"}
    return None


def train(lessons: Sequence[Lesson], told: Told = lambda _: None, *, seed: int = 7) -> Trained:
    """Raises `UntrainableRows` where there are too few rows, or all say the same."""
    _check(lessons)
    order = list(range(len(lessons)))
    random.Random(seed).shuffle(order)  # noqa: S311 - which rows are held back is no secret
    held = [lessons[at] for at in order[: max(len(order) // _HELD_BACK, 1)]]
    seen = [lessons[at] for at in order[max(len(order) // _HELD_BACK, 1) :]]
    tried = _taught(seen, told)
    mentioned, negative, right = measured(tried, held)
    model = _taught(lessons, told)
    return Trained(
        model=model, mentioned=mentioned, negative=negative, right=right, held_back=len(held)
    )


def measured(
    model: Model, lessons: Sequence[Lesson]
) -> tuple[dict[str, Agreement], dict[str, Agreement], float]:
    """By aspect: mentioned and blamed as people said; and the share of rows all right."""
    said = [model.labels(lesson.marks) for lesson in lessons]
    names = list(model.aspects)
    mentioned = {
        name: _agreement([name in t.labels for t in lessons], [name in s for s in said])
        for name in names
    }
    negative = {
        name: _agreement(
            [lesson.labels.get(name) == "negative" for lesson in lessons],
            [s.get(name) == "negative" for s in said],
        )
        for name in names
    }
    right = sum(dict(t.labels) == s for t, s in zip(lessons, said, strict=True)) / len(lessons)
    return mentioned, negative, right


def mean_f1(agreements: Iterable[Agreement]) -> float:
    """Over the aspects that occur at all among the rows."""
    occurring = [a.f1 for a in agreements if a.right + a.missed]
    return sum(occurring) / len(occurring) if occurring else 0.0


def _agreement(truth: Sequence[bool], found: Sequence[bool]) -> Agreement:
    pairs = list(zip(truth, found, strict=True))
    return Agreement(
        right=sum(t and f for t, f in pairs),
        wrong=sum(f and not t for t, f in pairs),
        missed=sum(t and not f for t, f in pairs),
    )


def _check(lessons: Sequence[Lesson]) -> None:
    if len(lessons) < _FEWEST_ROWS:
        raise UntrainableRows(f"只有 {len(lessons)} 行能用，至少要 {_FEWEST_ROWS} 行才学得出东西。")
    kinds = {(name, polarity) for lesson in lessons for name, polarity in lesson.labels.items()}
    if len(kinds) < 2:
        raise UntrainableRows("所有的行标签都一样，学不出区别：请加一些别的标签的行。")


def _taught(lessons: Sequence[Lesson], told: Told) -> Model:
    names = sorted({name for lesson in lessons for name in lesson.labels})
    aspects: dict[str, Aspect] = {}
    for name in names:
        told(name)
        aspect = _aspect(lessons, name)
        if aspect is not None:
            aspects[name] = aspect
    return Model(aspects=aspects, rows=len(lessons))


def _aspect(lessons: Sequence[Lesson], name: str) -> Aspect | None:
    given = [lesson.labels.get(name) for lesson in lessons]
    mentioned = [polarity is not None for polarity in given]
    negative = [polarity == "negative" for polarity in given]
    neutral = [polarity == "neutral" for polarity in given]
    if sum(mentioned) < _FEWEST:
        return None
    always = all(mentioned)
    return Aspect(
        mentioned=_yes() if always else _scorer(lessons, mentioned, even=False),
        negative=_scorer(lessons, negative, even=always) if sum(negative) >= _FEWEST else None,
        neutral=_scorer(lessons, neutral, even=False) if sum(neutral) >= _FEWEST else None,
    )


def _yes() -> Scorer:
    """Every row speaks of it."""
    return Scorer(weights={}, scales={}, bias=1.0)


def _scorer(lessons: Sequence[Lesson], truth: Sequence[bool], *, even: bool) -> Scorer:
    """Where a yes is rare, the line is drawn where it finds most on rows held back in turn."""
    rows = [lesson.marks for lesson in lessons]
    long = sum(len(row) for row in rows) / len(rows) > _LONG
    most = _MOST_MARKS if long else 0
    scorer = fitted_scorer(rows, truth, most=most)
    if even:
        return scorer
    scores = [0.0] * len(rows)
    for fold in range(_FOLDS):
        kept = [at for at in range(len(rows)) if at % _FOLDS != fold]
        part = fitted_scorer([rows[at] for at in kept], [truth[at] for at in kept], most=most)
        for at in range(fold, len(rows), _FOLDS):
            scores[at] = part.score(rows[at])
    return replace(scorer, bias=scorer.bias - _line(scores, truth))


def _line(scores: Sequence[float], truth: Sequence[bool]) -> float:
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
