"""What a regular expression can't do without: letters of which some must stand in the text.

A pattern that misses what it needs is not tried at all, which is most patterns in most sentences.
"""

import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, product
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

# One of these letters or pairs of letters must stand in the text.
Need = frozenset[str]

_MOST_SPELLINGS, _LARGEST, _MOST_TIMES = 64, 256, 3
_KEPT = 2
# Few spellings come twice, and mostly near each other: not all are kept in memory.
_REMEMBERED = 2048
# Letters that stand in most sentences say little.
_COMMON = frozenset("的了不好没是有一很人到也太来说就还都个在要给服务时间小员大")
# By how many letters of them are common.
_LETTER_COSTS, _PAIR_COSTS = (1.0, 3.0), (0.05, 0.15, 0.6)
_EMPTY: Need = frozenset({""})


def needs_of(source: str) -> tuple[Need, ...]:
    """At most two needs, the rarest first; empty for a pattern that may match anything.

    Raises re.error for what is no regular expression.
    """
    parsed = _parser.parse(source)
    if parsed.state.flags & re.IGNORECASE:
        return ()
    spellings, found = _of_all(parsed)
    atoms = [_atoms(need) for need in (*found, *_as_need(spellings))]
    return tuple(sorted(atoms, key=_cost)[:_KEPT])


# What a part of a pattern can spell, if these are few, and what must stand where it matches.
_Part = tuple[Need | None, list[Need]]


def _of_all(parts: Iterable[tuple[Any, Any]]) -> _Part:
    """Parts in a row: what each spells is joined as long as the spellings stay few."""
    run, found, is_whole = _EMPTY, list[Need](), True
    for op, what in parts:
        spellings, inner = _of(op, what)
        if spellings is not None and len(run) * len(spellings) <= _MOST_SPELLINGS:
            run = frozenset(a + b for a, b in product(run, spellings))
            continue
        is_whole = False
        found += [*_as_need(run), *inner]
        run = _EMPTY if spellings is None else spellings
    if is_whole:
        return run, []
    return None, [*found, *_as_need(run)]


def _of(op: Any, what: Any) -> _Part:
    if op is ops.LITERAL:
        return frozenset({chr(what)}), []
    if op is ops.IN:
        return _of_class(what), []
    if op is ops.SUBPATTERN:
        return _of_all(what[3])
    if op is ops.BRANCH:
        return _of_either([_of_all(choice) for choice in what[1]])
    if op in {ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT}:
        return _of_repeat(*what)
    if op in {ops.AT, ops.ASSERT, ops.ASSERT_NOT}:
        return _EMPTY, []
    return None, []


def _of_class(members: Sequence[tuple[Any, Any]]) -> Need | None:
    if any(op is not ops.LITERAL for op, _ in members):
        return None
    return frozenset(chr(letter) for _, letter in members)


def _of_either(choices: Sequence[_Part]) -> _Part:
    spelled = [spellings for spellings, _ in choices if spellings is not None]
    if len(spelled) == len(choices) and sum(map(len, spelled)) <= _MOST_SPELLINGS:
        return frozenset().union(*spelled), []
    each = [sorted((*inner, *_as_need(spellings)), key=_cost) for spellings, inner in choices]
    if not all(each):
        return None, []
    found = [
        frozenset().union(*(needs[min(at, len(needs) - 1)] for needs in each)) for at in (0, 1)
    ]
    return None, [need for need in dict.fromkeys(found) if len(need) <= _LARGEST]


def _of_repeat(least: int, most: Any, inside: Any) -> _Part:
    spellings, inner = _of_all(inside)
    if spellings is not None and most <= _MOST_TIMES:
        times = range(least, int(most) + 1)
        if sum(len(spellings) ** each for each in times) <= _MOST_SPELLINGS:
            joined = (map("".join, product(spellings, repeat=each)) for each in times)
            return frozenset(chain.from_iterable(joined)), []
    return None, [*inner, *_as_need(spellings)] if least else []


def _as_need(spellings: Need | None) -> list[Need]:
    return [spellings] if spellings and "" not in spellings else []


def _atoms(need: Need) -> Need:
    """Of what is spelled, the pair that says most; a letter where it is one letter long."""
    return frozenset(map(_rarest, need))


@lru_cache(_REMEMBERED)
def _rarest(spelling: str) -> str:
    pairs = [spelling[at : at + 2] for at in range(len(spelling) - 1)] or [spelling]
    return min(pairs, key=_commonness)


@lru_cache(_REMEMBERED)
def _commonness(atom: str) -> int:
    return sum(letter in _COMMON for letter in atom)


def _cost(need: Need) -> float:
    """Exact, so that it is the same in whatever order they come."""
    return math.fsum(
        _PAIR_COSTS[_commonness(atom)] if len(atom) > 1 else _LETTER_COSTS[_commonness(atom)]
        for atom in map(_rarest, need)
    )
