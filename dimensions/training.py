"""Learns a label scheme from rows, and measures on rows it did not see."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dimensions.evaluate import Agreement
from dimensions.learned import Aspect, Model
from dimensions.linear import Marks, Scorer, fitted_scorer
from dimensions.mistakes import Mistake
from dimensions.moods import best_line, long_aspects, long_rows
from dimensions.parts import Part

POLARITIES = ("negative", "neutral", "positive")
_FEWEST = 8
_FEWEST_ROWS = 20
_FOLDS = 3
_LONG = 250
_MOST_MARKS = 150

Labels = Mapping[str, str]
Told = Callable[[str], None]


class UntrainableRows(Mistake):
    """The rows can't teach anything; the text says what is missing."""


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One row to learn from: its marks, what a person said it is about, and what was read in it."""

    marks: Marks
    labels: Labels
    read: Labels = field(default_factory=dict)
    is_held_back: bool = False
    # Only where another scheme than ours is learnt.
    parts: Sequence[Part] = ()


@dataclass(frozen=True, kw_only=True)
class Trained:
    """A model taught by four fifths of the rows, and how it did on the others."""

    model: Model
    mentioned: Mapping[str, Agreement]
    negative: Mapping[str, Agreement]
    right: float
    held_back: Sequence[Lesson]

    @property
    def score(self) -> float:
        return score_of(self.mentioned, self.negative, self.right)

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
                    f"“{name}”的标签是“{polarity}”：只能是 negative、neutral 或 positive。",
                    f"“{name}” is labelled “{polarity}”: negative, neutral or positive is wanted.",
                )
        return labels
    if row.get("label") in {0, 1}:
        return {"总体": "positive" if row["label"] == 1 else "negative"}
    return None


def train(lessons: Sequence[Lesson], told: Told = lambda _: None) -> Trained:
    """Raises `UntrainableRows` where there are too few rows, or all say the same.

    Which rows are held back hangs on their words alone, so that two models, trained weeks apart,
    can be compared on rows that neither has seen.
    """
    held = [lesson for lesson in lessons if lesson.is_held_back]
    seen = [lesson for lesson in lessons if not lesson.is_held_back]
    _check(seen, len(lessons))
    if not held:
        raise UntrainableRows(
            "行数太少，没有留下可以量的行：请多给一些。",
            "Too few rows, none is left to measure on: give more of them.",
        )
    model = taught(seen, told)
    mentioned, negative, right = measured(model, held)
    return Trained(
        model=model, mentioned=mentioned, negative=negative, right=right, held_back=tuple(held)
    )


Measures = tuple[dict[str, Agreement], dict[str, Agreement], float]


def measured(model: Model, lessons: Sequence[Lesson]) -> Measures:
    """By aspect: mentioned and blamed as people said; and the share of rows all right."""
    return compared([model.labels(t.marks, t.parts) for t in lessons], lessons, list(model.aspects))


def compared(said: Sequence[Labels], lessons: Sequence[Lesson], names: Sequence[str]) -> Measures:
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
    right = sum(dict(t.labels) == dict(s) for t, s in zip(lessons, said, strict=True))
    return mentioned, negative, right / len(lessons)


def score_of(
    mentioned: Mapping[str, Agreement], negative: Mapping[str, Agreement], right: float
) -> float:
    """What two models are compared by: both F1 together, or with one aspect the share right."""
    if len(mentioned) == 1:
        return right
    return (mean_f1(mentioned.values()) + mean_f1(negative.values())) / 2


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


def _check(lessons: Sequence[Lesson], whole: int) -> None:
    if len(lessons) < _FEWEST_ROWS:
        raise UntrainableRows(
            f"只有 {whole} 行能用，其中 {len(lessons)} 行用来学（其余用来量）："
            f"至少要 {_FEWEST_ROWS} 行才学得出东西。",
            f"Only {whole} rows can be used, {len(lessons)} of them to learn from (the others to "
            f"measure on): at least {_FEWEST_ROWS} are needed to learn anything.",
        )
    kinds = {(name, polarity) for lesson in lessons for name, polarity in lesson.labels.items()}
    if len(kinds) < 2:
        raise UntrainableRows(
            "所有的行标签都一样，学不出区别：请加一些别的标签的行。",
            "All rows have the same labels, which teaches no difference: add rows with others.",
        )


def taught(lessons: Sequence[Lesson], told: Told = lambda _: None) -> Model:
    names = sorted({name for lesson in lessons for name in lesson.labels})
    if len(names) > 1 and _are_long(lessons):
        return _taught_long(lessons, names, told)
    aspects: dict[str, Aspect] = {}
    for name in names:
        told(name)
        aspect = _aspect(lessons, name)
        if aspect is not None:
            aspects[name] = aspect
    return Model(aspects=aspects, rows=len(lessons))


def _are_long(lessons: Sequence[Lesson]) -> bool:
    whole = sum(len(lesson.marks) for lesson in lessons)
    return whole > _LONG * len(lessons) and all(lesson.parts for lesson in lessons)


def _taught_long(lessons: Sequence[Lesson], names: Sequence[str], told: Told) -> Model:
    told("、".join(names))
    often = [n for n in names if sum(n in lesson.labels for lesson in lessons) >= _FEWEST]
    rows = long_rows([t.parts for t in lessons], [t.labels for t in lessons])
    aspects, mood = long_aspects(rows, often)
    return Model(aspects=aspects, rows=len(lessons), mood=mood)


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
    return replace(scorer, bias=scorer.bias - best_line(scores, truth))
