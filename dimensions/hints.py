"""Second thoughts: where no blame was found, turns of speech that only the disappointed use."""

from collections.abc import Sequence

from dimensions.hits import Clause
from dimensions.lexicon import Role
from dimensions.matching import Matcher, Spelled
from dimensions.mentions import Mention, clause_at

_NO_BLAME = (Role.HYPOTHESIS, Role.HEARSAY, Role.WISH, Role.THANKS)
_GENERAL = "general"
# How many clauses away a subject may stand.
_NEAR = 8


def hinted(
    letters: Spelled, clauses: Sequence[Clause], said: Sequence[Mention], hints: Matcher
) -> list[Mention]:
    """Blame of what is spoken of there, or nearest to it; none where a clause praises or asks."""
    if any(m.polarity < 0 for m in said) or letters.text.rstrip().endswith(("?", "吗", "么")):
        return []
    praising = {m.clause for m in said}
    found: list[Mention] = []
    for hint, start, end in hints.find(letters):
        number = clause_at(clauses, start)
        clause = clauses[number]
        if number in praising or any(clause.has(role) for role in _NO_BLAME):
            continue
        aspect = _spoken_of(clauses, number, hint.aspects[0])
        found.append(Mention(start, end, aspect, -1, hint.weight, number, by_pattern=True))
    return found


def _spoken_of(clauses: Sequence[Clause], number: int, otherwise: str) -> str:
    """What the hint names itself; else the subject of its clause, of one before, of one behind."""
    if otherwise not in {_GENERAL, "quality"}:
        return otherwise
    before, behind = (
        clauses[max(0, number - _NEAR) : number],
        clauses[number + 1 : number + 1 + _NEAR],
    )
    for clause in (clauses[number], *reversed(before), *behind):
        for hit in reversed(clause.hits):
            if hit.has(Role.SUBJECT):
                aspect = hit.roles[Role.SUBJECT][0].aspect
                if aspect != _GENERAL:
                    return aspect
    return otherwise
