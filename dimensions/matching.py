"""Looks turns of phrase up sentence by sentence, only those whose letters stand there."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dimensions.lexicon import Pattern
from dimensions.needs import Need, atoms_in, needs_of

# Sentences keep their marks: a turn of phrase may look at what ends it.
_SENTENCE = re.compile(r"[^。!?;\n]*[。!?;\n]+|[^。!?;\n]+")
# Its cues, and two needs of its own.
_LANES = 3


class Sentence(NamedTuple):
    start: int
    end: int
    atoms: set[str]


def sentences_of(text: str) -> list[Sentence]:
    """Taken apart once for all matchers."""
    return [Sentence(*found.span(), atoms_in(found[0])) for found in _SENTENCE.finditer(text)]


class Sieve:
    """Numbers of those regular expressions that have what they need among some atoms.

    For each atom it knows, bits of one number tell whose need it meets: a lane of bits for each
    of the needs that an expression may have.
    """

    def __init__(self, needs: Iterable[Sequence[Need]]) -> None:
        each = [tuple(need for need in own if need)[:_LANES] for own in needs]
        self._lane = len(each)
        self._whole = (1 << self._lane) - 1
        self._met: defaultdict[str, int] = defaultdict(int)
        self._anyway = 0
        for number, own in enumerate(each):
            for lane in range(_LANES):
                bit = 1 << (lane * self._lane + number)
                for atom in own[lane] if lane < len(own) else ():
                    self._met[atom] |= bit
                if lane >= len(own):
                    self._anyway |= bit
        self._known = frozenset(self._met)

    def passing(self, atoms: set[str]) -> list[int]:
        """In their order."""
        bits, met = self._anyway, self._met
        for atom in self._known & atoms:
            bits |= met[atom]
        bits &= (bits >> self._lane) & (bits >> (2 * self._lane)) & self._whole
        numbers: list[int] = []
        while bits:
            lowest = bits & -bits
            numbers.append(lowest.bit_length() - 1)
            bits ^= lowest
        return numbers


class Matcher:
    """Built once; finds its patterns in sentences."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._patterns = tuple(patterns)
        self._sieve = Sieve((p.cues, *needs_of(p.regex)) for p in self._patterns)

    def find(self, text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[Pattern, int, int]]:
        """Each pattern with where it begins and ends."""
        for sentence in sentences:
            start, end = sentence.start, sentence.end
            for number in self._sieve.passing(sentence.atoms):
                pattern = self._patterns[number]
                for match in pattern.regex.finditer(text, start, end):
                    if match.end() > match.start():
                        yield pattern, match.start(), match.end()
