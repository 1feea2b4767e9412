"""How bad it is: a weighed sum of signs that a person can read, cut into the grades 1 to 3.

The weights stand in `lexicon/severity.tsv`; one of the signs is how grave its letters and pairs of
letters sound (`lexicon/grave.tsv`). `python -m dimensions.fitting` finds both anew from the
project's own corpus. Danger is grade 4 and is decided elsewhere.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat
from operator import attrgetter
from pathlib import Path
from typing import Self

from dimensions.matching import Sieve
from dimensions.mentions import Mention
from dimensions.reading import Kind
from dimensions.remembered import needs_known
from dimensions.scheme import LEXICON, Scheme
from dimensions.tables import TableError, read_rows

TABLE = LEXICON / "severity.tsv"
LETTERS = LEXICON / "grave.tsv"
_STRONG, _MILD = 2.9, 1.2
_SHORT, _BARE, _LONG = 12, 8, 60
_PLAIN = 2.2
_REPEATS = 3
_clause_of = attrgetter("clause")
# In a long message these soften the part they stand in, not the whole.
_SOFTENING = frozenset({"softened", "unsure", "only that", "good words", "why"})
_KINDS = {kind: f"kind {kind.value}" for kind in Kind}
_PARTS = re.compile(r"[^,。!?;…~\s]{2,}")


def share_of(atoms: Set[str]) -> float:
    """What one letter of many counts: less in a long text, but not in proportion."""
    return 1 / math.log1p(len(atoms)) if atoms else 0.0


@dataclass(frozen=True, kw_only=True)
class Severity:
    """What each sign weighs, and where one grade ends and the next begins."""

    weights: Mapping[str, float]
    signs: Mapping[str, re.Pattern[str]]
    letters: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path = TABLE, letters: Path = LETTERS) -> Self:
        weights: dict[str, float] = {}
        signs: dict[str, re.Pattern[str]] = {}
        for row in read_rows(path, columns=3):
            name, weight, source = row.cells
            try:
                weights[name] = float(weight)
                if source != "-":
                    signs[name] = re.compile(source)
            except (ValueError, re.error) as error:
                raise TableError(f"{row.where}：写得不对（{error}）。") from None
        missing = {"clear", "serious"} - set(weights)
        if missing:
            raise TableError(f"{path.name}：缺少 {'、'.join(sorted(missing))} 这几行。")
        return cls(weights=weights, signs=signs, letters=dict(_letters_in(letters)))

    @cached_property
    def _tried(self) -> tuple[Sequence[tuple[str, re.Pattern[str]]], Sieve]:
        """The signs in their order, and which of them may stand in a text."""
        return tuple(self.signs.items()), Sieve(
            [needs_known(s.pattern) for s in self.signs.values()]
        )

    def weighed(self, features: Mapping[str, float]) -> dict[str, float]:
        """How much each sign adds to the points that make the grade."""
        weights = self.weights
        return {name: weights.get(name, 0.0) * value for name, value in features.items()}

    def grade(self, features: Mapping[str, float]) -> int:
        """1 a mild remark, 2 clear, 3 serious."""
        weights = self.weights
        points = math.fsum([weights.get(name, 0.0) * value for name, value in features.items()])
        return 1 + (points >= self.weights["clear"]) + (points >= self.weights["serious"])

    def features(
        self,
        text: str,
        mentions: Sequence[Mention],
        shown: frozenset[str],
        kind: Kind,
        scheme: Scheme,
        atoms: set[str],
        parts: int,
        grave: float | None = None,
    ) -> dict[str, float]:
        """The signs that the message shows, by name; most are 1, counts grow slowly.

        `parts` is the number of its clauses; `grave` what its letters weigh, where that is known.
        """
        blame = [m for m in mentions if m.polarity < 0]
        praise = [m for m in mentions if m.polarity > 0]
        found = _of_blame(blame, scheme)
        found |= {"praised": float(bool(praise)), "praises": float(min(len(praise), 3))}
        found |= _of_both(mentions, blame, praise, max(parts, 1))
        found |= _of_length(len(text), max(parts, 1))
        sound = self.sound(atoms) if grave is None else grave * share_of(atoms)
        found |= {_KINDS[kind]: 1.0, "letters": sound}
        found |= {f"sign {name}": 1.0 for name in shown}
        sentences = len(_PARTS.findall(text))
        signs, sieve = self._tried
        for number in sieve.passing(atoms):
            name, sign = signs[number]
            times = len(sign.findall(text))
            if times and name in _SOFTENING:
                found[name] = min(times / max(sentences, 1), 1.0)
            elif times:
                found[name] = 1 + 0.3 * min(times - 1, _REPEATS)
        return found

    def sound(self, atoms: set[str]) -> float:
        """How grave the letters sound together, in whatever order they are taken."""
        return math.fsum(map(self.letters.get, atoms, repeat(0.0))) * share_of(atoms)


def _letters_in(path: Path) -> Iterator[tuple[str, float]]:
    for row in read_rows(path, columns=2):
        try:
            yield row.cells[0], float(row.cells[1])
        except ValueError as error:
            raise TableError(f"{row.where}：写得不对（{error}）。") from None


def _of_blame(blame: Sequence[Mention], scheme: Scheme) -> dict[str, float]:
    dimensions = {scheme.dimension_of(m.aspect) for m in blame if m.aspect}
    worst = max([m.weight for m in blame], default=0.0)
    found = {
        "worst": worst,
        "grave": float(worst >= _STRONG),
        "all mild": float(worst <= _MILD),
        "all wished": float(bool(blame) and all(m.wished for m in blame)),
        "things": min(len(blame), 8) ** 0.5,
        "dimensions": float(len(dimensions)),
    }
    for name in dimensions:
        found["of " + name] = 1.0
    for m in blame:
        found["about " + (m.aspect or "nothing")] = 1.0
    return found


def _of_both(
    mentions: Sequence[Mention], blame: Sequence[Mention], praise: Sequence[Mention], parts: int
) -> dict[str, float]:
    """How much of it blames, how much praises, and what comes first and last."""
    against, towards = sum([m.weight for m in blame]), sum([m.weight for m in praise])
    found = {
        "blaming parts": len({m.clause for m in blame}) / parts,
        "praising parts": len({m.clause for m in praise}) / parts,
        "balance": (against - towards) / (against + towards + 1),
    }
    if blame:
        weights = [m.weight for m in blame]
        found["mean blame"], found["mildest"] = against / len(weights), min(weights)
        found["plain blames"] = sum([weight >= _PLAIN for weight in weights]) ** 0.5
    if mentions:
        found["praise first"] = float(min(mentions, key=_clause_of).polarity > 0)
        found["praise last"] = float(max(mentions, key=_clause_of).polarity > 0)
    return found


def _of_length(length: int, parts: int) -> dict[str, float]:
    grown = math.log1p(length)
    return {
        "length": grown / 2,
        "length squared": (grown / 3) ** 2,
        "bare": float(length < _BARE),
        "short": float(length < _SHORT),
        "long": float(length > _LONG),
        "parts": parts**0.5 / 2,
    }
