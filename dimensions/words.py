"""Cuts plain text into words by jieba's dictionary, in a copy of our own that nobody can teach."""

import logging
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import exp, log
from typing import Any, Self

with warnings.catch_warnings():
    # jieba imports pkg_resources when it is there, which warns on every start.
    warnings.simplefilter("ignore")
    import jieba

jieba.setLogLevel(logging.ERROR)

_BEYOND_ASCII = "\x80"
_PREFIX_ONLY = float("-inf")


class Words:
    """Knows where words begin and end. Built once; reading it is safe from any thread."""

    unknown: float
    ratios: dict[str, float]

    def __init__(self, own: Iterable[str] = (), base: Self | None = None) -> None:
        """Reads the dictionary, unless there is a `base` that knows more words than it."""
        if base is not None:
            self.unknown, self.ratios = base.unknown, dict(base.ratios)
            for word in sorted(set(own)):
                self._take(word)
            return
        tokenizer = _opened()
        for word in sorted(set(own)):
            _learn(tokenizer, word)
        rarest = log(tokenizer.total)
        self.unknown = -rarest
        self.ratios = _log_ratios(tokenizer.FREQ, rarest)

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

    def cut(self, text: str, pairs: Sequence[str] = ()) -> list[str]:
        """The most likely words, the same as jieba's without its guessing of unknown names.

        One pass from the end: what jieba does in three, which is most of the time a text takes.
        `pairs` are each two letters side by side, from whoever has them already.
        """
        ends = self._ends(text, pairs or [*map(str.__add__, text, text[1:])])
        words: list[str] = []
        at, length = 0, len(text)
        while at < length:
            end = ends[at]
            while end < length and text[end] < _BEYOND_ASCII and _is_latin_run(text, end):
                end = ends[end]
            words.append(text[at:end])
            at = end
        return words

    def _ends(self, text: str, pairs: Sequence[str]) -> list[int]:
        """For each letter, where the word that best begins there ends."""
        length = len(text)
        score = [0.0] * (length + 1)
        ends = [0] * length
        known, unknown = self.ratios.get, self.unknown
        for start in range(length - 1, -1, -1):
            single = known(text[start])
            best_end = start + 1
            if single is None:
                score[start], ends[start] = unknown + score[best_end], best_end
                continue
            best = (unknown if single == _PREFIX_ONLY else single) + score[best_end]
            end = start + 2
            ratio = known(pairs[start]) if end <= length else None
            while ratio is not None:
                found = ratio + score[end]
                if found >= best:
                    best, best_end = found, end
                end += 1
                ratio = known(text[start:end]) if end <= length else None
            score[start], ends[start] = best, best_end
        return ends


@lru_cache(maxsize=1)
def words_with(own: frozenset[str]) -> Words:
    """The dictionary and these words: the same object for whoever asks, since nobody changes it."""
    return Words(own)


def _opened() -> Any:
    """jieba's own loading keeps a cache in the shared temporary folder, which others can write
    and which fails on a read-only disk; the dictionary itself loads fast enough."""
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


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


def _is_latin_run(text: str, at: int) -> bool:
    """A letter or number of the Latin kind stands here and before it."""
    before = text[at - 1]
    return before < _BEYOND_ASCII and before.isalnum() and text[at].isalnum()
