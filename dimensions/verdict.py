"""Decides what kind of message it is, how bad it is, and whether a person should look again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from dimensions.doubt import Doubt
from dimensions.ear import LONGEST, Sound
from dimensions.hits import Clause
from dimensions.lexicon import Pattern, Role
from dimensions.matching import Sieve, Spelled
from dimensions.mentions import Mention
from dimensions.reading import Kind
from dimensions.scheme import Scheme
from dimensions.severity import Severity

_SHORT = 4
_GRADED = frozenset({Kind.COMPLAINT, Kind.OBJECTION, Kind.SUGGESTION})
_DOUBTED = frozenset({Kind.COMPLAINT, Kind.SUGGESTION})
# Signs that mean what they say.
_MEANT = frozenset({"warning", "anger"})


@dataclass(frozen=True, kw_only=True)
class Verdict:
    kind: Kind
    severity: int
    doubtful: bool
    greeting: bool
    # What counts of what was said; praise alone where blame is not believed.
    mentions: Sequence[Mention]


class Judge:
    """Weighs mentions, dangers and signs; knows nothing of single words."""

    def __init__(
        self, signs: Mapping[str, Pattern], severity: Severity, doubt: Doubt, scheme: Scheme
    ) -> None:
        self._signs = tuple(signs.items())
        self._sieve = Sieve([(sign.cues, *sign.needs) for sign in signs.values()])
        self._severity = severity
        self._doubt = doubt
        self._scheme = scheme

    def verdict(
        self,
        spelled: Spelled,
        clauses: Sequence[Clause],
        mentions: Sequence[Mention],
        *,
        in_danger: bool,
        ironic: bool,
        sound: Sound | None,
        by_tables: bool,
    ) -> Verdict:
        """`sound` is what the ear makes of the letters; blame that only the tables read may be
        doubted for it."""
        text, atoms = spelled.text, spelled.atoms
        shown = self._shown(text, atoms)
        greeting = _is_greeting(clauses) and not mentions and not in_danger
        kind = self._kind(clauses, mentions, shown, in_danger=in_danger)
        if greeting:
            kind = Kind.OTHER
        signs: Mapping[str, float] = {}
        if kind in _GRADED:
            grave = sound.beside if sound is not None and len(text) <= LONGEST else None
            signs = self._severity.features(
                text, mentions, shown, kind, self._scheme, atoms, len(clauses), grave
            )
        unlikely = (
            by_tables
            and sound is not None
            and kind in _DOUBTED
            and not (ironic or shown & _MEANT)
            and self._doubt.outweighs(len(text), signs, sound.odds)
        )
        if unlikely:
            mentions = [m for m in mentions if m.polarity >= 0]
            kind = self._kind(clauses, mentions, shown, in_danger=False)
        return Verdict(
            kind=kind,
            severity=self._grade(kind, signs),
            doubtful=not greeting and not in_danger and (ironic or unlikely or _is_too_short(text)),
            greeting=greeting,
            mentions=mentions,
        )

    def _shown(self, text: str, atoms: set[str]) -> frozenset[str]:
        possible = (self._signs[number] for number in self._sieve.passing(atoms))
        return frozenset(name for name, sign in possible if sign.stands_in(text))

    def signs_of_severity(
        self,
        spelled: Spelled,
        clauses: Sequence[Clause],
        mentions: Sequence[Mention],
        *,
        in_danger: bool,
    ) -> dict[str, float]:
        text, atoms = spelled.text, spelled.atoms
        shown = self._shown(text, atoms)
        kind = self._kind(clauses, mentions, shown, in_danger=in_danger)
        return self._severity.features(
            text, mentions, shown, kind, self._scheme, atoms, len(clauses)
        )

    @property
    def cuts(self) -> tuple[float, float]:
        return self._severity.weights["clear"], self._severity.weights["serious"]

    def weighed(self, signs: Mapping[str, float]) -> dict[str, float]:
        return self._severity.weighed(signs)

    def _grade(self, kind: Kind, signs: Mapping[str, float]) -> int:
        if kind is Kind.EMERGENCY:
            return 4
        return self._severity.grade(signs) if kind in _GRADED else 0

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


def _is_greeting(clauses: Sequence[Clause]) -> bool:
    greeting = Role.GREETING
    if not any(greeting in clause.roles for clause in clauses):
        return False
    hits = [hit for clause in clauses for hit in clause.hits]
    letters = sum(clause.end - clause.start for clause in clauses)
    known = sum(hit.end - hit.start for hit in hits if hit.has(greeting))
    return letters - known <= 2 + len(clauses)


def _is_too_short(text: str) -> bool:
    """Too few letters to be sure of: "无语", "服了", one emoji."""
    return len(list(islice(filter(str.isalnum, text), _SHORT))) < _SHORT
