"""Looks turns of phrase up sentence by sentence, only those whose letters stand there."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import add
from typing import NamedTuple

from dimensions.lexicon import Pattern
from dimensions.needs import Need, needs_of

# Sentences keep their marks: a turn of phrase may look at what ends it.
_SENTENCE = re.compile(r"[^。!?;\n]*[。!?;\n]+|[^。!?;\n]+")
# Its cues, and two needs of its own.
_LANES = 3


class Sentence(NamedTuple):
    """Its atoms are its letters, and each two of them that stand together."""

    start: int
    end: int
    atoms: set[str]


class Spelled(NamedTuple):
    """A text taken apart once for whatever is looked up in it; the last pair is one letter."""

    text: str
    pairs: Sequence[str]
    atoms: set[str]
    sentences: Sequence[Sentence]


def spelled(text: str) -> Spelled:
    pairs = [*map(add, text, text[1:]), text[-1:]]
    sentences = []
    for found in _SENTENCE.finditer(text):
        start, end = found.span()
        sentences.append(Sentence(start, end, {*found[0], *pairs[start : end - 1]}))
    return Spelled(text, pairs, {*text, *pairs}, sentences)


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

    def may_stand_in(self, said: Spelled) -> bool:
        """Asked first where most texts hold none of them."""
        return bool(self._sieve.passing(said.atoms))

    def find(self, said: Spelled) -> Iterator[tuple[Pattern, int, int]]:
        """Each pattern with where it begins and ends."""
        text = said.text
        for start, end, atoms in said.sentences:
            for number in self._sieve.passing(atoms):
                pattern = self._patterns[number]
                for match in pattern.regex.finditer(text, start, end):
                    if match.end() > match.start():
                        yield pattern, match.start(), match.end()
