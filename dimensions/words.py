"""Cuts plain text into words by jieba's dictionary, in a copy of our own that nobody can teach."""

import logging
import warnings
from collections.abc import Iterable
from math import log

with warnings.catch_warnings():
    # jieba imports pkg_resources when it is there, which warns on every start.
    warnings.simplefilter("ignore")
    import jieba

jieba.setLogLevel(logging.ERROR)


class Words:
    """Knows where words begin and end. Built once; reading it is safe from any thread."""

    def __init__(self, own: Iterable[str] = ()) -> None:
        self._tokenizer = jieba.Tokenizer()
        self._open_dictionary()
        for word in sorted(set(own)):
            self._learn(word)
        self._freq: dict[str, int] = self._tokenizer.FREQ
        self._rarest = log(self._tokenizer.total)

    def cut(self, text: str) -> list[str]:
        """The most likely words, the same as jieba's without its guessing of unknown names.

        One pass from the end: what jieba does in three, which is most of the time a text takes.
        """
        ends = self._ends(text)
        words: list[str] = []
        at, length = 0, len(text)
        while at < length:
            end = ends[at]
            while end < length and _is_latin(text[end - 1]) and _is_latin(text[end]):
                end = ends[end]
            words.append(text[at:end])
            at = end
        return words

    def _ends(self, text: str) -> list[int]:
        """For each letter, where the word that best begins there ends."""
        length = len(text)
        score = [0.0] * (length + 1)
        ends = [0] * length
        known, rarest = self._freq.get, self._rarest
        for start in range(length - 1, -1, -1):
            times = known(text[start])
            best = log(times or 1) - rarest + score[start + 1]
            best_end = start + 1
            if times is not None:
                for end in range(start + 2, length + 1):
                    times = known(text[start:end])
                    if times is None:
                        break
                    if times:
                        found = log(times) - rarest + score[end]
                        if found >= best:
                            best, best_end = found, end
            score[start], ends[start] = best, best_end
        return ends

    def _open_dictionary(self) -> None:
        # jieba's own loading keeps a cache in the shared temporary folder, which others can
        # write and which fails on a read-only disk; the dictionary itself loads fast enough.
        tokenizer = self._tokenizer
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        tokenizer.initialized = True

    def _learn(self, word: str) -> None:
        """Adds a word just strongly enough that it stays whole when it stands alone."""
        if len(word) > 1 and len(list(self._tokenizer.cut(word, HMM=False))) > 1:
            self._tokenizer.add_word(word)


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
