"""What a learner sees of a text: words, pairs of letters and what the lexicon read, all hashed."""

import math
from collections.abc import Iterator
from itertools import pairwise

from dimensions.linear import Marks
from dimensions.parts import Part, hashed
from dimensions.reading import Polarity
from dimensions.tagger import Tagger

_LONGEST = 4096
_LOUDEST = 3


def marks_of(tagger: Tagger, text: str) -> Marks:
    """Numbers only: nobody can read a customer's words back out of a trained model."""
    return frozenset(map(hashed, _names(tagger, text)))


def parts_of(tagger: Tagger, text: str) -> Iterator[Part]:
    for clause, said in tagger.said_by_clause(text[:_LONGEST]):
        words = tagger.words(clause)
        names = [f"w{word}" for word in words]
        names += [f"v{a} {b}" for a, b in pairwise(words)]
        names += [f"said {aspect} {polarity}" for aspect, polarity in said]
        pairs = (f"2{clause[at : at + 2]}" for at in range(len(clause) - 1))
        mood = {f"mood {polarity}" for _, polarity in said} | {_content(tagger, clause)}
        yield Part(
            frozenset(map(hashed, names)),
            frozenset(map(hashed, pairs)),
            frozenset(map(hashed, mood)),
        )


def _content(tagger: Tagger, clause: str) -> str:
    """How content its letters sound, in a few steps."""
    content = 0.0 if tagger.ear is None else tagger.ear.odds(clause)["content"]
    return f"content {max(-_LOUDEST, min(_LOUDEST, math.floor(content)))}"


def _names(tagger: Tagger, text: str) -> Iterator[str]:
    given = text[:_LONGEST]
    plain = tagger.plain(given)
    yield from (f"1{letter}" for letter in plain)
    yield from (f"2{plain[at : at + 2]}" for at in range(len(plain) - 1))
    yield from (f"w{word}" for word in tagger.words(plain))
    reading = tagger.read_alone(given)
    yield f"kind {reading.kind}"
    yield f"severity {reading.severity}"
    for finding in reading.dimensions:
        yield f"{finding.dimension} {finding.polarity}"
    yield from (f"said {said}" for said in tagger.said(given))
    if not reading.of(Polarity.NEGATIVE):
        yield "no blame"
