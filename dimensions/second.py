"""The reader and what staff taught it, together: a model may add a dimension, or take one back."""

from collections.abc import Sequence
from itertools import chain

from dimensions.corpus import corpus_rows
from dimensions.learned import Model
from dimensions.lessons import lessons_of
from dimensions.linear import Marks
from dimensions.tagger import Tagger
from dimensions.training import (
    Labels,
    Lesson,
    Measures,
    Told,
    Trained,
    UntrainableRows,
    compared,
    taught,
)

# How sure the model must be before it overrules the reader.
SURE = 0.3
FEWEST_CORRECTIONS = 30
_FEWEST_HELD_BACK = 3
# One person's word about this house's customers counts as much as this many of the corpus.
_WEIGHT = 3


def second_labels(read: Labels, model: Model, marks: Marks) -> Labels:
    """What was read, with what the model is sure of: blame it adds, blame it takes back."""
    labels = dict(read)
    for name, aspect in model.aspects.items():
        if aspect.negative is None:
            continue
        score = aspect.negative.score(marks)
        if score > SURE:
            labels[name] = "negative"
        elif score < -SURE and labels.get(name) == "negative":
            del labels[name]
    return labels


def train_second(lessons: Sequence[Lesson], tagger: Tagger, told: Told = lambda _: None) -> Trained:
    """Taught by the corpus and by four fifths of these rows, measured on the others.

    Raises UntrainableRows where there are too few to learn from or to measure on.
    """
    held = [lesson for lesson in lessons if lesson.is_held_back]
    seen = [lesson for lesson in lessons if not lesson.is_held_back]
    if len(lessons) < FEWEST_CORRECTIONS or len(held) < _FEWEST_HELD_BACK:
        raise UntrainableRows(
            f"只有 {len(lessons)} 行能用，至少要 {FEWEST_CORRECTIONS} 行才学得出东西。"
        )
    told("……")
    corpus = lessons_of(corpus_rows(), tagger)
    model = taught([*corpus, *chain.from_iterable([seen] * _WEIGHT)], told)
    model = Model(aspects=model.aspects, rows=len(seen))
    said = [second_labels(lesson.read, model, lesson.marks) for lesson in held]
    mentioned, negative, right = blamed_alike(said, held, list(model.aspects))
    return Trained(
        model=model, mentioned=mentioned, negative=negative, right=right, held_back=tuple(held)
    )


def measured_second(model: Model | None, held: Sequence[Lesson], names: Sequence[str]) -> Measures:
    """The same of the reader with another model, or without one."""
    said = [
        lesson.read if model is None else second_labels(lesson.read, model, lesson.marks)
        for lesson in held
    ]
    return blamed_alike(said, held, names)


def blamed_alike(
    said: Sequence[Labels], lessons: Sequence[Lesson], names: Sequence[str]
) -> Measures:
    """As `compared`, of blame alone: staff correct nothing else."""
    found = [_blame(labels) for labels in said]
    truth = [
        Lesson(marks=lesson.marks, labels=_blame(lesson.labels), read=lesson.read)
        for lesson in lessons
    ]
    return compared(found, truth, names)


def _blame(labels: Labels) -> Labels:
    return {name: polarity for name, polarity in labels.items() if polarity == "negative"}
