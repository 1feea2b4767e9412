"""The reader and what staff taught it, together: a model may add a dimension, or take one back."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from dimensions.corpus import corpus_rows
from dimensions.learned import Model
from dimensions.lessons import labels_read, lessons_of
from dimensions.linear import Marks
from dimensions.marks import marks_of
from dimensions.reading import Finding, Polarity, Reading, Span
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
SURE = 0.5
FEWEST_CORRECTIONS = 30
_FEWEST_HELD_BACK = 3
# One person's word about this house's customers counts as much as this many of the corpus.
_WEIGHT = 3
_PARTS = re.compile(r"[^,.，。!！?？;；\n]{1,80}")


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


@dataclass(frozen=True, kw_only=True)
class Advisor:
    """What staff taught, applied to each reading: `tagger.advise = advisor.advise`."""

    tagger: Tagger
    model: Model

    def advise(self, text: str, reading: Reading) -> Reading:
        """Kind, severity and danger stay; dimensions blamed are those of both together."""
        before = labels_read(reading)
        after = second_labels(before, self.model, marks_of(self.tagger, text))
        added = {name for name in after if after[name] != before.get(name)}
        gone = {name for name in before if name not in after}
        if not added and not gone:
            return reading
        kept = [f for f in reading.dimensions if not (_is_blame(f) and f.dimension in gone)]
        kept += [self._finding(name, text) for name in sorted(added)]
        return replace(reading, dimensions=tuple(kept))

    def _finding(self, name: str, text: str) -> Finding:
        """Its evidence is the part of the text whose own marks speak for it most."""
        scorer = self.model.aspects[name].negative
        parts = [part for part in _PARTS.finditer(text) if part[0].strip()]
        best = max(
            parts,
            key=lambda part: scorer.score(marks_of(self.tagger, part[0])) if scorer else 0.0,
            default=None,
        )
        start, end = best.span() if best is not None else (0, len(text))
        return Finding(
            dimension=name,
            aspect=self._aspect_of(name),
            polarity=Polarity.NEGATIVE,
            score=SURE,
            evidence=(Span(start=start, end=end, words=text[start:end]),),
        )

    def _aspect_of(self, dimension: str) -> str:
        aspects = self.tagger.scheme.aspects.values()
        return next((a.key for a in aspects if a.dimension == dimension), "general")


def _is_blame(finding: Finding) -> bool:
    return finding.polarity is Polarity.NEGATIVE


def train_second(
    lessons: Sequence[Lesson],
    tagger: Tagger,
    told: Told = lambda _: None,
    *,
    corpus: Iterable[Mapping[str, Any]] | None = None,
) -> Trained:
    """Taught by the project's corpus and by four fifths of these rows, measured on the others.

    Raises UntrainableRows where there are too few to learn from or to measure on.
    """
    held = [lesson for lesson in lessons if lesson.is_held_back]
    seen = [lesson for lesson in lessons if not lesson.is_held_back]
    if len(lessons) < FEWEST_CORRECTIONS or len(held) < _FEWEST_HELD_BACK:
        raise UntrainableRows(
            f"只有 {len(lessons)} 行能用，至少要 {FEWEST_CORRECTIONS} 行才学得出东西。",
            f"Only {len(lessons)} rows can be used; at least {FEWEST_CORRECTIONS} are needed to "
            "learn anything.",
        )
    told("……")
    shipped = list(lessons_of(corpus_rows() if corpus is None else corpus, tagger))
    model = _taught_beside(shipped, seen, told)
    said = [second_labels(lesson.read, model, lesson.marks) for lesson in held]
    mentioned, negative, right = blamed_alike(said, held, list(model.aspects))
    return Trained(
        model=model, mentioned=mentioned, negative=negative, right=right, held_back=tuple(held)
    )


def taught_second(lessons: Sequence[Lesson], tagger: Tagger, told: Told = lambda _: None) -> Model:
    """Taught by the project's corpus and by all of these rows, when they have been measured."""
    return _taught_beside(list(lessons_of(corpus_rows(), tagger)), lessons, told)


def _taught_beside(shipped: Sequence[Lesson], lessons: Sequence[Lesson], told: Told) -> Model:
    model = taught([*shipped, *chain.from_iterable([lessons] * _WEIGHT)], told)
    return Model(aspects=model.aspects, rows=len(lessons))


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
