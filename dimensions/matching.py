"""Looks turns of phrase up sentence by sentence, only those whose letters stand there."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import reduce
from operator import add, or_
from typing import NamedTuple

from dimensions.lexicon import Pattern
from dimensions.needs import Need

# Sentences keep their marks: a turn of phrase may look at what ends it.
_SENTENCE = re.compile(r"[^。!?;\n]*[。!?;\n]+|[^。!?;\n]+")
# Its cues, and two needs of its own.
_LANES = 3


class Spelled(NamedTuple):
    """A text taken apart once for whatever is looked up in it; the last pair is one letter.

    Its atoms are its letters, and each two of them that stand together.
    """

    text: str
    pairs: Sequence[str]
    atoms: set[str]
    sentences: Sequence[tuple[int, int]]


def spelled(text: str) -> Spelled:
    pairs = [*map(add, text, text[1:]), *text[-1:]]
    sentences = [found.span() for found in _SENTENCE.finditer(text)]
    return Spelled(text, pairs, {*text, *pairs}, sentences)


class Sieve:
    """Numbers of those regular expressions that have what they need among some atoms.

    For each atom it knows, bits of one number tell whose need it meets: a lane of bits for each
    of the needs that an expression may have.
    """

    def __init__(self, needs: Iterable[Sequence[Need]]) -> None:
        # Most atoms are those of the longest needs, whose lane makes the smallest numbers.
        each = [sorted(filter(None, own), key=len, reverse=True)[:_LANES] for own in needs]
        self._lane = len(each)
        self._whole = (1 << self._lane) - 1
        met: defaultdict[str, int] = defaultdict(int)
        self._anyway = 0
        for number, own in enumerate(each):
            for lane in range(_LANES):
                bit = 1 << (lane * self._lane + number)
                for atom in own[lane] if lane < len(own) else ():
                    met[atom] |= bit
                if lane >= len(own):
                    self._anyway |= bit
        self._met = dict(met)
        self._known = frozenset(met)

    def passing(self, atoms: Set[str]) -> list[int]:
        """In their order."""
        met = self._met
        return self._numbers([met[atom] for atom in self._known & atoms])

    def passing_each(self, said: Spelled) -> Iterator[tuple[int, int, list[int]]]:
        """For each sentence where it begins and ends, and what may stand there."""
        letters = [*map(self._met.get, said.text)]
        pairs = [*map(self._met.get, said.pairs)]
        for start, end in said.sentences:
            met = filter(None, letters[start:end] + pairs[start : end - 1])
            yield start, end, self._numbers(met)

    def _numbers(self, met: Iterable[int]) -> list[int]:
        bits = reduce(or_, met, self._anyway)
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
        self._sieve = Sieve((p.cues, *p.needs) for p in self._patterns)

    def may_stand_in(self, said: Spelled) -> bool:
        """Asked first where most texts hold none of them."""
        return bool(self._sieve.passing(said.atoms))

    def find(self, said: Spelled) -> Iterator[tuple[Pattern, int, int]]:
        """Each pattern with where it begins and ends."""
        text, patterns = said.text, self._patterns
        if not patterns:
            return
        for start, end, numbers in self._sieve.passing_each(said):
            for number in numbers:
                pattern = patterns[number]
                # Most don't match, and to look once takes half as long as to look for all.
                look, at = pattern.regex.search, start
                while at < end and (match := look(text, at, end)) is not None:
                    begins, at = match.span()
                    if at > begins:
                        yield pattern, begins, at
                    else:
                        at += 1
