"""Cuts plain text into words by jieba's dictionary, in a copy of our own that nobody can teach."""

import logging
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from io import TextIOWrapper
from itertools import pairwise, repeat
from math import exp, log
from operator import add
from typing import Any, BinaryIO, Self

with warnings.catch_warnings():
    # jieba imports pkg_resources when it is there, which warns on every start.
    warnings.simplefilter("ignore")
    import jieba

jieba.setLogLevel(logging.ERROR)

# Letters and numbers of the Latin kind: no word ends between them.
_LATIN_RUN = re.compile(r"[0-9A-Za-z]{2,}")
_PREFIX_ONLY = float("-inf")


class Words:
    """Knows where words begin and end. Built once; reading it is safe from any thread."""

    unknown: float
    ratios: dict[str, float]
    letters: dict[str, float]

    def __init__(self, own: Iterable[str] = (), base: Self | None = None) -> None:
        """Reads the dictionary, unless there is a `base` that knows more words than it."""
        if base is not None:
            self.unknown, self.ratios = base.unknown, dict(base.ratios)
            self.letters = base.letters
            for word in sorted(set(own)):
                self._take(word)
            return
        tokenizer = _opened()
        for word in sorted(set(own)):
            _learn(tokenizer, word)
        rarest = log(tokenizer.total)
        self.unknown = -rarest
        self.ratios = _log_ratios(tokenizer.FREQ, rarest)
        self.letters = {
            word: ratio
            for word, ratio in self.ratios.items()
            if len(word) == 1 and ratio != _PREFIX_ONLY
        }

    def taught(self, own: Iterable[str]) -> "Words":
        """A copy that knows these words too; this one stays as it is."""
        return Words(own, self)

    def common(self, times: int) -> Iterator[str]:
        """The words of the dictionary that it counted at least so often."""
        least = log(times) + self.unknown
        return (word for word, ratio in self.ratios.items() if ratio >= least)

    def _take(self, word: str) -> None:
        """As likely as its parts side by side, and a hair more: the way jieba suggests."""
        parts = self.cut(word)
        if len(parts) < 2:
            return
        total = exp(-self.unknown)
        together = exp(sum(self.ratios.get(part, self.unknown) for part in parts))
        self.ratios[word] = log(int(together * total) + 1) + self.unknown
        for end in range(1, len(word)):
            self.ratios.setdefault(word[:end], _PREFIX_ONLY)

    def cut(self, text: str) -> list[str]:
        """The most likely words, the same as jieba's without its guessing of unknown names."""
        borders = self.borders(text, [*map(add, text, text[1:])])
        return [text[at:end] for at, end in pairwise([0, *borders])]

    def borders(self, text: str, pairs: Sequence[str]) -> list[int]:
        """Where each word ends; `pairs` are each two letters of the text that stand together."""
        ends = self._ends(text, pairs)
        latin = {
            at for run in _LATIN_RUN.finditer(text) for at in range(run.start() + 1, run.end())
        }
        borders: list[int] = []
        end, length = 0, len(text)
        while end < length:
            end = ends[end]
            if end not in latin:
                borders.append(end)
        return borders

    def _ends(self, text: str, pairs: Sequence[str]) -> list[int]:
        """For each letter, where the word that best begins there ends.

        One pass from the end: what jieba does in three, which is most of the time a text takes.
        """
        if not text:
            return []
        known, length = self.ratios.get, len(text)
        singles = [*map(self.letters.get, text, repeat(self.unknown))]
        longer = [*map(known, pairs[: length - 1]), None]
        ends = [*range(1, length + 1)]
        scores = [0.0] * (length + 1)
        best = 0.0
        backwards = zip(range(length - 1, -1, -1), reversed(singles), reversed(longer), strict=True)
        for start, single, pair in backwards:
            best += single
            ratio, end = pair, start + 2
            while ratio is not None:
                found = ratio + scores[end]
                if found >= best:
                    best, ends[start] = found, end
                end += 1
                ratio = known(text[start:end]) if end <= length else None
            scores[start] = best
        return ends


@lru_cache(maxsize=1)
def words_with(own: frozenset[str]) -> Words:
    """The dictionary and these words: the same object for whoever asks, since nobody changes it."""
    return Words(own)


def _opened() -> Any:
    """jieba's own loading keeps a cache in the shared temporary folder, which others can write
    and which fails on a read-only disk; the dictionary itself loads fast enough."""
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = _counted(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def _counted(file: BinaryIO) -> tuple[dict[str, int], int]:
    """How often each word was counted, 0 for what only begins longer ones; and how many in all."""
    counts, total = dict[str, int](), 0
    with TextIOWrapper(file, "utf-8") as lines:
        for line in lines:
            word, times, *_ = line.split(" ", 2)
            counts[word] = number = int(times)
            total += number
    for word in tuple(counts):
        # Where a beginning is known, so are those of its own.
        beginning = word[:-1]
        while beginning and beginning not in counts:
            counts[beginning] = 0
            beginning = beginning[:-1]
    return counts, total


def _learn(tokenizer: Any, word: str) -> None:
    """Adds a word just strongly enough that it stays whole when it stands alone."""
    if len(word) > 1 and len(list(tokenizer.cut(word, HMM=False))) > 1:
        tokenizer.add_word(word)


def _log_ratios(counts: dict[str, Any], rarest: float) -> dict[str, float]:
    """How likely each word is, in place of how often it was counted.

    The beginning of a longer word that is none itself never is.
    """
    ratios = {times: log(times) - rarest for times in set(counts.values()) - {0}}
    ratios[0] = _PREFIX_ONLY
    for word, times in counts.items():
        counts[word] = ratios[times]
    return counts
