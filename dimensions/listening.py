"""Finds the weights of `lexicon/ear.tsv` from the project's own corpus: `make learn`.

With a file of reviews (`python -m dimensions.listening ASAP_FILE...`) their sentences are read by
the tables first and count a little: words that stand beside known ones learn what those say. The
weights that ship used the restaurant reviews of ASAP (Apache-2.0, J. Bu et al. 2021).
"""

import math
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dimensions.corpus import corpus_rows
from dimensions.ear import COLUMNS, TABLE, marks_of
from dimensions.reading import Polarity
from dimensions.reviews import labelled_pieces, reviews_in, rows_in
from dimensions.tagger import Tagger

_PASSES, _RATE = 14, 0.5
# How strongly a mark's weight is pulled to nothing, shared among the rows that hold it.
_RIDGE = 0.1
_FEWEST, _LEAST = 3, 50
# What a labelled piece of a review counts beside an own message.
_PIECE = 0.5
# What a sentence read by the tables counts beside one that a person labelled: for what it is
# about, and for whether it is content.
_TOLD, _TOLD_CONTENT = 0.1, 0.5
# What a whole review counts, by whether it is content; blame is rare among them.
_RATED = {0: 1.5, 1: 0.25}
_SHORTEST, _LONGEST = 4, 60
_SENTENCES = re.compile(r"[。!?~\n;]|[,](?=但|不过|可是|就是|只是)")
_SEED = 11

_Input = Sequence[tuple[str, float]]


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A text's marks, and for each column yes, no, or nothing, with what it counts."""

    marks: frozenset[str]
    says: Sequence[bool | None]
    counts: Sequence[float]


def labelled(tagger: Tagger, rows: Iterable[dict[str, Any]], count: float = 1.0) -> Iterator[Heard]:
    """Messages and pieces of reviews that people labelled."""
    for row in rows:
        says = [row["kind"] == "complaint", *(name in row["negative"] for name in COLUMNS[1:-1])]
        content = {"complaint": False, "praise": True}.get(row["kind"])
        if row["severity"] == 1:
            # A mild remark beside praise is what content people write.
            content = True if row["positive"] else None
        yield Heard(
            marks=frozenset(marks_of(tagger.plain(row["text"]))),
            says=[*says, content],
            counts=[count] * len(COLUMNS),
        )


def told(tagger: Tagger, texts: Iterable[str]) -> Iterator[Heard]:
    """Sentences in which the tables read only blame, or only praise."""
    for text in texts:
        for sentence in _SENTENCES.split(tagger.plain(text)):
            if not _SHORTEST <= len(sentence) <= _LONGEST:
                continue
            reading = tagger.read_alone(sentence)
            blamed = {finding.dimension for finding in reading.of(Polarity.NEGATIVE)}
            if bool(blamed) != bool(reading.of(Polarity.POSITIVE)):
                yield Heard(
                    marks=frozenset(marks_of(sentence)),
                    says=[bool(blamed), *(n in blamed for n in COLUMNS[1:-1]), not blamed],
                    counts=[_TOLD] * (len(COLUMNS) - 1) + [_TOLD_CONTENT],
                )


def rated(tagger: Tagger, paths: Iterable[Path]) -> Iterator[Heard]:
    """Whole reviews that say how content their writers were, in a field `senti_label`."""
    for row in rows_in(paths):
        if row.get("senti_label") in _RATED:
            says = [None] * (len(COLUMNS) - 1) + [row["senti_label"] == 1]
            counts = [0.0] * (len(COLUMNS) - 1) + [_RATED[row["senti_label"]]]
            marks = frozenset(marks_of(tagger.plain(row["text"])))
            yield Heard(marks=marks, says=says, counts=counts)


def scales_of(rows: Sequence[Heard]) -> dict[str, float]:
    """How rare each mark is; those that can't stand in a table or are too rare are left out."""
    seen = Counter(mark for row in rows for mark in row.marks)
    return {
        mark: math.log(len(rows) / times) + 1
        for mark, times in sorted(seen.items())
        if times >= _FEWEST and not re.search(r"\s|^#", mark)
    }


def fitted(
    rows: Sequence[Heard], scales: Mapping[str, float], column: int
) -> tuple[float, dict[str, float]]:
    """Bias and weights of a logistic regression, both answers counting alike in all.

    They are averaged over the later half of the passes.
    """
    used = [
        (_input(row, scales), said, row.counts[column])
        for row in rows
        if (said := row.says[column]) is not None
    ]
    bias, weights = logistic(used)
    return bias, dict.fromkeys(scales, 0.0) | weights


def logistic(used: list[tuple[_Input, bool, float]]) -> tuple[float, dict[str, float]]:
    """Bias and weights from marks with their values, what was said of them, and what it counts."""
    whole = {answer: sum(c for _, said, c in used if said is answer) for answer in (True, False)}
    each = {answer: (whole[True] + whole[False]) / 2 / whole[answer] for answer in whole}
    held = Counter(mark for marks, _, _ in used for mark, _ in marks)
    weights: dict[str, float] = dict.fromkeys(sorted(held), 0.0)
    steps: dict[str, float] = dict.fromkeys(weights, 1e-3)
    pull = {mark: _RIDGE / times for mark, times in held.items()}
    bias, bias_steps = 0.0, 1e-3
    chance = random.Random(_SEED)  # noqa: S311 - the order of passes keeps no secret
    kept = _PASSES - _PASSES // 2
    mean: dict[str, float] = dict.fromkeys(weights, 0.0)
    mean_bias = 0.0
    for turn in range(_PASSES):
        chance.shuffle(used)
        for marks, said, counts in used:
            value = bias + sum(weights[mark] * x for mark, x in marks)
            wrong = (1 / (1 + math.exp(-max(min(value, 30), -30))) - said) * counts * each[said]
            bias_steps += wrong * wrong
            bias -= _RATE * wrong / math.sqrt(bias_steps)
            for mark, x in marks:
                slope = wrong * x + pull[mark] * weights[mark]
                steps[mark] += slope * slope
                weights[mark] -= _RATE * slope / math.sqrt(steps[mark])
        if turn >= _PASSES - kept:
            mean_bias += bias / kept
            for mark, weight in weights.items():
                mean[mark] += weight / kept
    return mean_bias, mean


def _input(row: Heard, scales: Mapping[str, float]) -> _Input:
    known = [(mark, scales[mark]) for mark in sorted(row.marks) if mark in scales]
    length = math.sqrt(sum(scale * scale for _, scale in known)) or 1.0
    return [(mark, scale / length) for mark, scale in known]


def pieces(tagger: Tagger, paths: Sequence[Path]) -> list[Heard]:
    """Pieces of reviews that people labelled, in the order of `labelled_pieces`."""
    return list(labelled(tagger, labelled_pieces(reviews_in(paths)), _PIECE))


def taught(tagger: Tagger, paths: Sequence[Path]) -> list[Heard]:
    """All else that teaches."""
    own, reviews = labelled(tagger, corpus_rows()), reviews_in(paths)
    return [*own, *told(tagger, reviews), *rated(tagger, paths)]


def main(paths: Sequence[Path] = (), table: Path = TABLE) -> None:
    """Rewrites the table."""
    tagger = Tagger.load()
    tagger.ear = None
    rows = [*pieces(tagger, paths), *taught(tagger, paths)]
    scales = scales_of(rows)
    columns = [fitted(rows, scales, at) for at in range(len(COLUMNS))]
    lines = [f"# letters\thow rare\twhat they say for {' '.join(COLUMNS)}, in tenths"]
    lines.append("base\t0\t" + " ".join(f"{bias * 10:.0f}" for bias, _ in columns))
    for mark, scale in scales.items():
        tenths = [round(weights[mark] * scale * 10) for _, weights in columns]
        if max(map(abs, tenths)) >= _LEAST:
            lines.append(f"{mark}\t{scale:.2f}\t{' '.join(map(str, tenths))}")
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(rows)} texts and sentences, {len(lines) - 2} marks")  # noqa: T201


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
