"""Finds how bad each sign and each letter sounds, from the project's own corpus: `make learn`.

With files of reviews (`python -m dimensions.fitting ASAP_FILE...`) the labelled pieces of
`reviews.tsv` teach too.

One sum of weights stands for both steps, from mild to clear and from clear to serious (P.
McCullagh 1980, proportional odds); what comes out is `lexicon/severity.tsv` and `grave.tsv`.
"""

import math
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dimensions.corpus import corpus_rows
from dimensions.evaluate import spearman
from dimensions.matching import spelled
from dimensions.reviews import labelled_pieces, reviews_in
from dimensions.severity import LETTERS, TABLE, share_of
from dimensions.tables import read_rows
from dimensions.tagger import Tagger

_PASSES, _RATE, _SEED = 30, 0.15, 5
# How strongly a weight is pulled to nothing, shared among the rows that hold its sign.
_RIDGE = 6.0
_PARTS = 5
# What a labelled piece of a review counts beside an own message.
_PIECE = 0.5
_FEWEST, _LEAST = 4, 0.2
# A letter's weight is learnt this much faster than that of a sign.
_LOUD = 3.0
_CUTS = [at / 5 for at in range(-20, 30)]
_DANGER = 4
_CLOSE = 0.01
# What customers write is clear more often, and mild or serious less, than the rows here: those
# were written to show each grade, and pieces of reviews hold many mild remarks.
_CLEARER, _LESS_SERIOUS = 0.4, 0.2
_LETTER = "letter "
# A sign of these may only make a matter worse, or only milder, whatever a small corpus says.
_RISING = frozenset(
    [
        "stressed",
        "extreme",
        "abuse",
        "demand",
        "deceit",
        "filth",
        "never again",
        "again and again",
        "hours or days",
        "money",
        "refused",
        "nothing at all",
        "the worst",
        "feeling",
        "exclamation",
        "shouting",
        "child or old",
        "sign anger",
        "sign money",
        "sign warning",
        "sign repeat",
        "worst",
        "grave",
        "things",
        "dimensions",
    ]
)
_FALLING = frozenset(
    [
        "softened",
        "unsure",
        "wishing",
        "only that",
        "praised",
        "praises",
        "good words",
        "all mild",
        "all wished",
        "sign wish",
        "short",
        "why",
    ]
)

_Features = Mapping[str, float]
# The points of rows, and the grades that people gave them.
_Graded = tuple[Sequence[float], Sequence[float]]


def fitted(
    features: Sequence[_Features], grades: Sequence[float], counts: Sequence[float] | None = None
) -> dict[str, float]:
    """The weight of each sign, in logarithms of odds; `clear` and `serious` are the two steps.

    `counts` tells what each row counts, 1 where nothing is said. What the later half of the
    passes found is averaged: the last alone hangs on its order. A sign that may pull one way only
    weighs nothing where the rows would have it pull the other.
    """
    held = Counter(name for row in features for name in row)
    weights: dict[str, float] = dict.fromkeys(sorted(held), 0.0)
    steps: dict[str, float] = dict.fromkeys(weights, 1e-2)
    pull = {name: _RIDGE / times for name, times in held.items()}
    ends, end_steps = [0.0, 2.0], [1e-2, 1e-2]
    counts = counts or [1.0] * len(grades)
    items = (list(row.items()) for row in features)
    rows = list(zip(items, grades, counts, strict=True))
    chance = random.Random(_SEED)  # noqa: S311 - the order of passes keeps no secret
    kept = _PASSES - _PASSES // 2
    mean: dict[str, float] = dict.fromkeys([*weights, "clear", "serious"], 0.0)
    for turn in range(_PASSES):
        chance.shuffle(rows)
        for row, grade, count in rows:
            points = sum(weights[name] * value for name, value in row)
            wrong = [
                (_odds(points - end) - (grade > at)) * count for at, end in enumerate(ends, start=1)
            ]
            for at, each in enumerate(wrong):
                end_steps[at] += each * each
                ends[at] += _RATE * each / math.sqrt(end_steps[at])
            for name, value in row:
                slope = sum(wrong) * value + pull[name] * weights[name]
                steps[name] += slope * slope
                weight = weights[name] - _RATE * slope / math.sqrt(steps[name])
                weights[name] = _one_way(name, weight)
        if turn >= _PASSES - kept:
            for name, weight in (weights | {"clear": ends[0], "serious": ends[1]}).items():
                mean[name] += weight / kept
    return mean


def _odds(points: float) -> float:
    return 1 / (1 + math.exp(-max(min(points, 30), -30)))


def _one_way(name: str, weight: float) -> float:
    if name in _RISING:
        return max(weight, 0.0)
    return min(weight, 0.0) if name in _FALLING else weight


def _signs(tagger: Tagger, text: str) -> dict[str, float]:
    """What the tables see of a message, and its letters beside."""
    found = {k: v for k, v in tagger.signs_of_severity(text).items() if k != "letters"}
    atoms = spelled(tagger.plain(text)).atoms
    return found | {_LETTER + atom: _LOUD * share_of(atoms) for atom in atoms}


def _without_rare(features: Sequence[_Features]) -> list[_Features]:
    """Letters that few messages hold, or that can't stand in a table, teach nothing."""
    held = Counter(name for row in features for name in row)
    kept = {
        name
        for name, times in held.items()
        if not name.startswith(_LETTER)
        or (times >= _FEWEST and not re.search(r"\s|^#", name.removeprefix(_LETTER)))
    }
    return [{name: value for name, value in row.items() if name in kept} for row in features]


def _unseen(
    features: Sequence[_Features], grades: Sequence[float], counts: Sequence[float]
) -> list[float]:
    """What each row gets from weights that were found without it."""
    points = [0.0] * len(features)
    for part in range(_PARTS):
        kept = [at for at in range(len(features)) if at % _PARTS != part]
        weights = fitted(
            [features[at] for at in kept], [grades[at] for at in kept], [counts[at] for at in kept]
        )
        for at in range(part, len(features), _PARTS):
            points[at] = sum(weights.get(k, 0.0) * v for k, v in features[at].items())
            points[at] -= weights["clear"]
    return points


def _best_cuts(groups: Sequence[_Graded]) -> tuple[float, float, float]:
    """The best rank correlation on unseen rows, and the middle of the cuts that come close.

    Each group has the same say, however many rows it has.
    """
    tried = [
        (sum(_agreement(group, a, b) for group in groups) / len(groups), a, b)
        for a in _CUTS
        for b in _CUTS
        if a < b
    ]
    best = max(tried)[0]
    close = [(a, b) for found, a, b in tried if found >= best - _CLOSE]
    return best, sum(a for a, _ in close) / len(close), sum(b for _, b in close) / len(close)


def _agreement(group: _Graded, clear: float, serious: float) -> float:
    points, grades = group
    return spearman(grades, [1.0 + (p >= clear) + (p >= serious) for p in points])


def main(paths: Sequence[Path] = (), table: Path = TABLE, letters: Path = LETTERS) -> None:
    """Rewrites both tables; the patterns stay, the weights are those found now."""
    tagger = Tagger.load()
    own, pieces = _graded(corpus_rows()), _graded(labelled_pieces(reviews_in(paths)))
    features = _without_rare([_signs(tagger, row["text"]) for row in [*own, *pieces]])
    grades = [float(row["severity"]) for row in [*own, *pieces]]
    counts = [1.0] * len(own) + [_PIECE] * len(pieces)
    unseen = _unseen(features, grades, counts)
    whole = slice(0, len(own)), slice(len(own), len(grades))
    groups = [(unseen[part], grades[part]) for part in whole if grades[part]]
    agreement, clear, serious = _best_cuts(groups)
    weights = fitted(features, grades, counts)
    middle = weights["clear"]
    weights |= {"clear": middle + clear - _CLEARER, "letters": 1.0}
    weights |= {"serious": middle + serious + _LESS_SERIOUS}
    _write_signs(table, {k: v for k, v in weights.items() if not k.startswith(_LETTER)})
    _write_letters(letters, weights)
    print(  # noqa: T201
        f"{len(grades)} messages and pieces, rank correlation on unseen messages {agreement:.3f}, "
        f"before it is cut {' and '.join(f'{spearman(g, p):.3f}' for p, g in groups)}"
    )


def _graded(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Complaints; danger is graded elsewhere."""
    return [r for r in rows if r["kind"] == "complaint" and r["severity"] < _DANGER]


def _write_signs(table: Path, weights: Mapping[str, float]) -> None:
    patterns = {row.cells[0]: row.cells[2] for row in read_rows(table, columns=3)}
    heading = table.read_text(encoding="utf-8").splitlines()[0]
    names = [name for name in dict.fromkeys([*patterns, *sorted(weights)]) if name != "base"]
    lines = [f"{n}\t{weights.get(n, 0.0):.3f}\t{patterns.get(n, '-')}" for n in names]
    table.write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8")


def _write_letters(table: Path, weights: Mapping[str, float]) -> None:
    lines = ["# letters\thow much worse (or milder) they make a complaint sound"]
    for name, weight in sorted(weights.items()):
        if name.startswith(_LETTER) and abs(weight * _LOUD) >= _LEAST:
            lines.append(f"{name.removeprefix(_LETTER)}\t{weight * _LOUD:.2f}")
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
