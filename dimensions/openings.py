"""Lets a regular expression look at one letter before it tries anything: most begin nowhere."""

import re
from collections.abc import Iterable, Sequence
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_WIDEST = 64
_REPEATS = frozenset({ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT})
_WIDTHLESS = frozenset({ops.AT, ops.ASSERT, ops.ASSERT_NOT})

# With what a part may begin, as members of a class in brackets, and whether it may be empty;
# nothing where it may begin with anything.
_Opening = tuple[frozenset[str], bool] | None


def opened(source: str, opening: str) -> str:
    """An expression that finds the same, sooner."""
    return f"(?=[{opening}])(?:{source})" if opening else source


def opening_of(source: str) -> str:
    """The letters it may begin with, as they stand in brackets; nothing where to look at them
    first wouldn't help. Raises re.error for what is no expression."""
    parsed = _parser.parse(source)
    opening = _of_all(parsed)
    is_plain = parsed.state.flags == re.UNICODE.value
    if not is_plain or opening is None or opening[1] or _is_quick(parsed):
        return ""
    return "".join(sorted(opening[0]))


def _is_quick(parts: Sequence[tuple[Any, Any]]) -> bool:
    """Python itself looks for the first letter where nothing else stands there."""
    op, what = parts[0]
    if op is ops.BRANCH:
        return all(choice and choice[0][0] is ops.LITERAL for choice in what[1])
    if op is ops.SUBPATTERN:
        return _is_quick(what[3])
    return op in {ops.LITERAL, ops.IN}


def _of_all(parts: Iterable[tuple[Any, Any]]) -> _Opening:
    found: frozenset[str] = frozenset()
    for op, what in parts:
        opening = _of(op, what)
        if opening is None:
            return None
        found |= opening[0]
        if not opening[1]:
            return (found, False) if len(found) <= _WIDEST else None
    return found, True


def _of(op: Any, what: Any) -> _Opening:
    if op is ops.LITERAL:
        return frozenset({re.escape(chr(what))}), False
    if op is ops.IN:
        return _of_class(what)
    if op is ops.SUBPATTERN:
        return _of_all(what[3])
    if op is ops.BRANCH:
        return _of_either(map(_of_all, what[1]))
    if op in _REPEATS:
        least, _, inside = what
        opening = _of_all(inside)
        return opening and (opening[0], opening[1] or not least)
    return (frozenset(), True) if op in _WIDTHLESS else None


def _of_either(openings: Iterable[_Opening]) -> _Opening:
    letters: frozenset[str] = frozenset()
    may_be_empty = False
    for opening in openings:
        if opening is None:
            return None
        letters |= opening[0]
        may_be_empty |= opening[1]
    return letters, may_be_empty


def _of_class(members: Iterable[tuple[Any, Any]]) -> _Opening:
    letters: set[str] = set()
    for op, what in members:
        if op is ops.LITERAL:
            letters.add(re.escape(chr(what)))
        elif op is ops.RANGE:
            letters.add(f"{re.escape(chr(what[0]))}-{re.escape(chr(what[1]))}")
        elif op is ops.CATEGORY and what is ops.CATEGORY_DIGIT:
            letters.add(r"\d")
        else:
            return None
    return frozenset(letters), False
