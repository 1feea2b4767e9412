"""Finds the weights of `lexicon/severity.tsv` from the project's own corpus: `make learn`."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from dimensions.corpus import corpus_rows
from dimensions.evaluate import spearman
from dimensions.severity import TABLE
from dimensions.tables import read_rows
from dimensions.tagger import Tagger

_RIDGE = 10.0
_PARTS = 8
_CUTS = [at / 20 for at in range(24, 64)]
_DANGER = 4
_CLOSE = 0.01
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


def fitted(
    features: Sequence[_Features], grades: Sequence[float], ridge: float
) -> dict[str, float]:
    """Weights of a ridge regression, `base` among them; grades are centred first."""
    names = sorted({name for row in features for name in row})
    place = {name: at for at, name in enumerate(names)}
    means = [sum(row.get(name, 0.0) for row in features) / len(features) for name in names]
    middle = sum(grades) / len(grades)
    square = [[0.0] * len(names) for _ in names]
    right = [0.0] * len(names)
    for row, grade in zip(features, grades, strict=True):
        filled = [-mean for mean in means]
        for name, value in row.items():
            filled[place[name]] += value
        for i, x in enumerate(filled):
            right[i] += x * (grade - middle)
            line = square[i]
            for j, y in enumerate(filled):
                line[j] += x * y
    for i in range(len(names)):
        square[i][i] += ridge
    solved = _solved(square, right)
    weights = dict(zip(names, solved, strict=True))
    base = middle - sum(mean * weight for mean, weight in zip(means, solved, strict=True))
    return weights | {"base": base}


def _monotone(features: Sequence[_Features], grades: Sequence[float]) -> dict[str, float]:
    """The fit without the signs that would pull the wrong way."""
    while True:
        weights = fitted(features, grades, _RIDGE)
        wrong = {name for name in _RISING if weights.get(name, 0.0) < 0}
        wrong |= {name for name in _FALLING if weights.get(name, 0.0) > 0}
        if not wrong:
            return weights
        features = [{k: v for k, v in row.items() if k not in wrong} for row in features]


def _solved(square: list[list[float]], right: list[float]) -> list[float]:
    """Gauss-Jordan; a ridge keeps every pivot above zero."""
    size = len(right)
    for at in range(size):
        pivot = square[at][at]
        row = [value / pivot for value in square[at]]
        right[at] /= pivot
        square[at] = row
        for other in range(size):
            factor = square[other][at]
            if other != at and factor:
                line = square[other]
                square[other] = [a - factor * b for a, b in zip(line, row, strict=True)]
                right[other] -= factor * right[at]
    return right


def _points(weights: Mapping[str, float], row: _Features) -> float:
    return weights["base"] + sum(weights.get(name, 0.0) * value for name, value in row.items())


def _unseen(features: Sequence[_Features], grades: Sequence[float]) -> list[float]:
    """What each row gets from weights that were found without it."""
    points = [0.0] * len(features)
    for part in range(_PARTS):
        kept = [at for at in range(len(features)) if at % _PARTS != part]
        weights = _monotone([features[at] for at in kept], [grades[at] for at in kept])
        for at in range(part, len(features), _PARTS):
            points[at] = _points(weights, features[at])
    return points


def _best_cuts(points: Sequence[float], grades: Sequence[float]) -> tuple[float, float, float]:
    """The best rank correlation on unseen rows, and the middle of the cuts that come close."""
    tried = [
        (spearman(grades, [1.0 + (p >= a) + (p >= b) for p in points]), a, b)
        for a in _CUTS
        for b in _CUTS
        if a < b
    ]
    best = max(tried)[0]
    close = [(a, b) for found, a, b in tried if found >= best - _CLOSE]
    return best, sum(a for a, _ in close) / len(close), sum(b for _, b in close) / len(close)


def main(table: Path = TABLE) -> None:
    """Rewrites the table; the patterns stay, the weights are those found now."""
    tagger = Tagger.load()
    rows = [r for r in corpus_rows() if r["kind"] == "complaint" and r["severity"] < _DANGER]
    features = [tagger.signs_of_severity(row["text"]) for row in rows]
    grades = [float(row["severity"]) for row in rows]
    agreement, clear, serious = _best_cuts(_unseen(features, grades), grades)
    weights = _monotone(features, grades) | {"clear": clear, "serious": serious}
    patterns = {row.cells[0]: row.cells[2] for row in read_rows(table, columns=3)}
    heading = table.read_text(encoding="utf-8").splitlines()[0]
    lines = [
        f"{name}\t{weights.get(name, 0.0):.3f}\t{patterns.get(name, '-')}"
        for name in dict.fromkeys([*patterns, *sorted(weights)])
    ]
    table.write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8")
    print(f"{len(rows)} messages, rank correlation on unseen ones {agreement:.3f}")  # noqa: T201


if __name__ == "__main__":
    main()
