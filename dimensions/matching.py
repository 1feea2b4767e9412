"""Looks turns of phrase up sentence by sentence, only those of which a cue letter stands there."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from dimensions.lexicon import Pattern

# Sentences keep their marks: a turn of phrase may look at what ends it.
_SENTENCE = re.compile(r"[^。!?;\n]*[。!?;\n]+|[^。!?;\n]+")


class Matcher:
    """Built once. For each letter it knows, as bits of one number, which patterns it may begin."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._patterns = tuple(patterns)
        self._by_letter: defaultdict[str, int] = defaultdict(int)
        self._anywhere = 0
        for number, pattern in enumerate(self._patterns):
            if not pattern.cues:
                self._anywhere |= 1 << number
            for letter in pattern.cues:
                self._by_letter[letter] |= 1 << number
        self._known = frozenset(self._by_letter)

    def find(self, text: str) -> Iterator[tuple[Pattern, int, int]]:
        """Each pattern with where it begins and ends."""
        for sentence in _SENTENCE.finditer(text):
            start, end = sentence.span()
            for pattern in self._possible(sentence[0]):
                for match in pattern.regex.finditer(text, start, end):
                    if match.end() > match.start():
                        yield pattern, match.start(), match.end()

    def _possible(self, sentence: str) -> Iterator[Pattern]:
        bits = self._anywhere
        for letter in self._known.intersection(sentence):
            bits |= self._by_letter[letter]
        while bits:
            lowest = bits & -bits
            yield self._patterns[lowest.bit_length() - 1]
            bits ^= lowest
