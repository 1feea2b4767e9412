"""Cuts plain text into words, with a jieba of our own that nobody else can teach."""

import logging
import warnings
from collections.abc import Iterable

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

    def cut(self, text: str) -> list[str]:
        return list(self._tokenizer.cut(text, HMM=False))

    def edges(self, text: str) -> set[int]:
        """Positions where a word begins or ends."""
        edges = {0}
        at = 0
        for word in self._tokenizer.cut(text, HMM=False):
            at += len(word)
            edges.add(at)
        return edges

    def _open_dictionary(self) -> None:
        # jieba's own loading keeps a cache in the shared temporary folder, which others can
        # write and which fails on a read-only disk; the dictionary itself loads fast enough.
        tokenizer = self._tokenizer
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        tokenizer.initialized = True

    def _learn(self, word: str) -> None:
        """Adds a word just strongly enough that it stays whole when it stands alone."""
        if len(word) > 1 and len(self.cut(word)) > 1:
            self._tokenizer.add_word(word)
