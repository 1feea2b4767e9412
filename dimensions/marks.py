"""What a learner sees of a text: words, pairs of letters and what the lexicon read, all hashed."""

from collections.abc import Iterator
from zlib import crc32

from dimensions.linear import Marks
from dimensions.reading import Polarity
from dimensions.tagger import Tagger

# Enough that two words of one text all but never meet.
_ROOM = 1 << 22
_LONGEST = 4096


def marks_of(tagger: Tagger, text: str) -> Marks:
    """Numbers only: nobody can read a customer's words back out of a trained model."""
    return frozenset(
        crc32(name.encode("utf-8", "replace")) % _ROOM for name in _names(tagger, text)
    )


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
