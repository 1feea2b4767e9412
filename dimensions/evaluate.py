"""Measures a tagger against labelled rows: macro-F1 of negative dimensions, kind, severity."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dimensions.reading import Kind, Polarity, Reading
from dimensions.tagger import Tagger

FIVE = ("reliability", "responsiveness", "assurance", "empathy", "tangibles")
_BLAMING = {Kind.COMPLAINT, Kind.OBJECTION, Kind.EMERGENCY, Kind.SUGGESTION}


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Counts of one label: found and right, found and wrong, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        whole = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / whole if whole else 0.0


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    rows: int
    negative: Mapping[str, Agreement]
    positive: Mapping[str, Agreement]
    complaint: Agreement
    not_complaint: Agreement
    kinds_right: int
    severity_spearman: float

    @property
    def negative_macro_f1(self) -> float:
        return sum(self.negative[name].f1 for name in FIVE) / len(FIVE)

    @property
    def negative_micro_f1(self) -> float:
        six = [self.negative[name] for name in (*FIVE, "price")]
        return Agreement(
            right=sum(a.right for a in six),
            wrong=sum(a.wrong for a in six),
            missed=sum(a.missed for a in six),
        ).f1


def evaluate(tagger: Tagger, rows: Iterable[Mapping[str, Any]]) -> Evaluation:
    """Rows hold `text`, `kind`, `negative`, `positive` and `severity`."""
    labelled = list(rows)
    readings = [tagger.read(row["text"]) for row in labelled]
    blamed = [row["kind"] == "complaint" for row in labelled]
    found = [reading.kind in _BLAMING for reading in readings]
    return Evaluation(
        rows=len(labelled),
        negative=_agreements(labelled, readings, Polarity.NEGATIVE, "negative"),
        positive=_agreements(labelled, readings, Polarity.POSITIVE, "positive"),
        complaint=_agreement(blamed, found),
        not_complaint=_agreement([not b for b in blamed], [not f for f in found]),
        kinds_right=sum(
            _kind_of(r) == row["kind"] for r, row in zip(readings, labelled, strict=True)
        ),
        severity_spearman=spearman(
            [float(row["severity"]) for row, b in zip(labelled, blamed, strict=True) if b],
            [float(reading.severity) for reading, b in zip(readings, blamed, strict=True) if b],
        ),
    )


def _kind_of(reading: Reading) -> str:
    return "complaint" if reading.kind in _BLAMING else reading.kind.value


def _agreements(
    rows: Sequence[Mapping[str, Any]],
    readings: Sequence[Reading],
    polarity: Polarity,
    field: str,
) -> dict[str, Agreement]:
    said = [{f.dimension for f in reading.of(polarity)} for reading in readings]
    return {
        name: _agreement([name in row[field] for row in rows], [name in s for s in said])
        for name in (*FIVE, "price", "other")
    }


def _agreement(truth: Sequence[bool], found: Sequence[bool]) -> Agreement:
    pairs = list(zip(truth, found, strict=True))
    return Agreement(
        right=sum(t and f for t, f in pairs),
        wrong=sum(f and not t for t, f in pairs),
        missed=sum(t and not f for t, f in pairs),
    )


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """Rank correlation with mean ranks for ties; 0 when either side never varies."""
    a, b = _ranks(one), _ranks(other)
    if not a:
        return 0.0
    mean = sum(a) / len(a)
    spread = (sum((x - mean) ** 2 for x in a) * sum((y - mean) ** 2 for y in b)) ** 0.5
    together = sum((x - mean) * (y - mean) for x, y in zip(a, b, strict=True))
    return together / spread if spread else 0.0


def _ranks(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    first = {value: at for at, value in reversed(list(enumerate(ordered)))}
    last = {value: at for at, value in enumerate(ordered)}
    return [(first[value] + last[value]) / 2 for value in values]
