"""What the tagger says about one text, with the words that led to it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple


class Kind(StrEnum):
    COMPLAINT = "complaint"
    OBJECTION = "objection"
    EMERGENCY = "emergency"
    SUGGESTION = "suggestion"
    PRAISE = "praise"
    QUESTION = "question"
    OTHER = "other"


class Polarity(StrEnum):
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Span(NamedTuple):
    """Positions count characters of the text as given: `text[start:end] == words`."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One dimension with one polarity; the aspect is that of its strongest words.

    `score` runs from 0 to 1: how strongly the words say it.
    """

    dimension: str
    aspect: str
    polarity: Polarity
    score: float
    evidence: tuple[Span, ...]


@dataclass(frozen=True, kw_only=True)
class Danger:
    """Words that speak of harm to people, their goods or their data, such as "煤气味"."""

    hazard: str
    span: Span


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A text, understood. `doubtful` asks a person; `greeting` is a mere "在吗".

    `severity`: 0 none, 1 a mild remark, 2 clear, 3 serious, 4 danger. Of a text too long to be
    read whole, `read_to` is where reading stopped.
    """

    text: str
    kind: Kind
    severity: int
    dimensions: tuple[Finding, ...] = ()
    safety: tuple[Danger, ...] = ()
    doubtful: bool = False
    greeting: bool = False
    read_to: int | None = None

    def of(self, polarity: Polarity) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.dimensions if finding.polarity is polarity)

    def as_json(self) -> dict[str, Any]:
        """The object that `huiyin tag` writes; with `read_to` where only the beginning was read."""
        row = {
            "text": self.text,
            "kind": self.kind.value,
            "severity": self.severity,
            "dimensions": [_finding_as_json(finding) for finding in self.dimensions],
        }
        return row if self.read_to is None else row | {"read_to": self.read_to}


def _finding_as_json(finding: Finding) -> dict[str, Any]:
    return {
        "dimension": finding.dimension,
        "aspect": finding.aspect,
        "polarity": finding.polarity.value,
        "score": finding.score,
        "evidence": [[span.start, span.end, span.words] for span in finding.evidence],
    }
