"""A long text part by part: what a learner sees of each, to tell which parts speak of an aspect."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

from dimensions.linear import Marks, Scorer

# Enough that two words of one text all but never meet.
ROOM = 1 << 22
# A part speaks of an aspect if it says at least this share of what the clearest part says.
_SHARE = 0.35
_MIX = 2654435761


class Part(NamedTuple):
    """Between two punctuation marks: its words and what the reader said, and its letters."""

    words: Marks
    letters: Marks
    mood: Marks


def hashed(name: str) -> int:
    """A number only: nobody can read a customer's words back out of a trained model."""
    return crc32(name.encode("utf-8", "replace")) % ROOM


def whole_of(parts: Sequence[Part]) -> Marks:
    """All that the parts say, in no order."""
    return frozenset().union(*(part.words | part.letters for part in parts))


def clearest(scorer: Scorer, parts: Sequence[Part]) -> float:
    """What a scorer of parts says of the one that says most."""
    said = (scorer.score(part.words | part.letters) for part in parts)
    return max(said, default=scorer.bias)


def about(name: str, parts: Sequence[Part], weights: Mapping[int, float]) -> Marks:
    """The marks of those parts that speak of an aspect; `weights` say which marks name it.

    Its words count a second time as said of this aspect, and the parts that follow add their mood.
    """
    chosen = _chosen(parts, weights)
    own = crc32(name.encode("utf-8", "replace"))
    found: set[int] = {own % ROOM}
    for at in chosen:
        part = parts[at]
        found |= part.words | part.letters | part.mood
        found |= {(mark * _MIX + own) % ROOM for mark in part.words | part.mood}
    for at in chosen:
        if at + 1 < len(parts) and at + 1 not in chosen:
            found |= {mark + ROOM for mark in parts[at + 1].mood}
    return frozenset(found)


def _chosen(parts: Sequence[Part], weights: Mapping[int, float]) -> set[int]:
    sums = [
        sum(weights[mark] for mark in part.words | part.letters if mark in weights)
        for part in parts
    ]
    best = max(sums, default=0.0)
    if best <= 0:
        return {sums.index(best)} if sums else set()
    return {at for at, found in enumerate(sums) if found >= _SHARE * best}
