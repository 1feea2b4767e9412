"""Decides what kind of message it is, how bad it is, and whether a person should look again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dimensions.hits import Clause
from dimensions.lexicon import Pattern, Role
from dimensions.mentions import Mention
from dimensions.reading import Kind

_SHORT = 4
_CLEAR, _SERIOUS = 1.65, 4.2
_UNPLACED = frozenset({"", "general"})
_AGGRAVATING = {"anger": 1.0, "money": 1.5, "warning": 0.8, "repeat": 0.3}
_GRAVE = frozenset({"honesty", "hygiene", "billing", "safety", "privacy"})


@dataclass(frozen=True, kw_only=True)
class Verdict:
    kind: Kind
    severity: int
    doubtful: bool
    greeting: bool


class Judge:
    """Weighs mentions, dangers and signs; knows nothing of single words."""

    def __init__(self, signs: Mapping[str, Pattern]) -> None:
        self._signs = signs

    def verdict(
        self,
        text: str,
        clauses: Sequence[Clause],
        mentions: Sequence[Mention],
        *,
        in_danger: bool,
        ironic: bool,
    ) -> Verdict:
        shown = self._shown(text)
        greeting = _is_greeting(clauses) and not mentions and not in_danger
        kind = self._kind(clauses, mentions, shown, in_danger=in_danger)
        if greeting:
            kind = Kind.OTHER
        return Verdict(
            kind=kind,
            severity=_severity(text, mentions, shown, kind),
            doubtful=not greeting and not in_danger and (ironic or _is_too_short(text)),
            greeting=greeting,
        )

    def _shown(self, text: str) -> frozenset[str]:
        letters = frozenset(text)
        return frozenset(
            name for name, sign in self._signs.items() if next(sign.find(text, letters), None)
        )

    def _kind(
        self,
        clauses: Sequence[Clause],
        mentions: Sequence[Mention],
        shown: frozenset[str],
        *,
        in_danger: bool,
    ) -> Kind:
        blame = [m for m in mentions if m.polarity < 0]
        praise = any(m.polarity > 0 for m in mentions)
        if in_danger:
            return Kind.EMERGENCY
        if "objection" in shown and (blame or "question" not in shown):
            return Kind.OBJECTION
        if any(not m.wished for m in blame) or shown & {"warning", "anger"}:
            return Kind.COMPLAINT
        if blame or ("wish" in shown and "approval" not in shown):
            return Kind.SUGGESTION
        if praise or "name" in shown:
            return Kind.PRAISE
        if shown & {"question", "request"}:
            return Kind.QUESTION
        thanks = any(clause.has(Role.THANKS) for clause in clauses)
        return Kind.PRAISE if thanks else Kind.OTHER


def _severity(text: str, mentions: Sequence[Mention], shown: frozenset[str], kind: Kind) -> int:
    if kind is Kind.EMERGENCY:
        return 4
    if kind not in {Kind.COMPLAINT, Kind.OBJECTION, Kind.SUGGESTION}:
        return 0
    points = _points(text, mentions, shown)
    return 3 if points >= _SERIOUS else 2 if points >= _CLEAR else 1


def _points(text: str, mentions: Sequence[Mention], shown: frozenset[str]) -> float:
    """How much speaks for a serious matter; the worst thing said counts most."""
    blame = [m for m in mentions if m.polarity < 0]
    points = 0.8 * max((m.weight for m in blame), default=1.0) + 0.1 * min(len(blame), 8)
    points += 0.9 * any(m.aspect in _GRAVE for m in blame)
    points += 0.5 * any(m.aspect in _UNPLACED for m in blame)
    points += sum(weight for sign, weight in _AGGRAVATING.items() if sign in shown)
    points += 0.8 * ("!" in text) + 0.2 * (text.count("!") >= 3)
    return points + 0.2 * min(len(text) / 50, 3.0)


def _is_greeting(clauses: Sequence[Clause]) -> bool:
    hits = [hit for clause in clauses for hit in clause.hits]
    letters = sum(clause.end - clause.start for clause in clauses)
    known = sum(hit.end - hit.start for hit in hits if hit.has(Role.GREETING))
    return known > 0 and letters - known <= 2 + len(clauses)


def _is_too_short(text: str) -> bool:
    """Too few letters to be sure of: "无语", "服了", one emoji."""
    return sum(ch.isalnum() for ch in text) < _SHORT
