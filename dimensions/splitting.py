"""Finds the words of an operator that would tear a common word apart, with the sentence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dimensions.corpus import corpus_rows
from dimensions.tagger import Tagger
from dimensions.words import Words

# So often a word stands in what the dictionary was counted from: some 50,000 do.
_COMMON = 50


@dataclass(frozen=True, kw_only=True)
class Torn:
    """`word` would be taken out of `sentence`, where `common` stands across its border."""

    word: str
    common: str
    sentence: str


def torn_words(own: Iterable[str], shipped: Tagger, texts: Iterable[str] = ()) -> Iterator[Torn]:
    """One for each such word; looked for in `texts`, the project's messages and common words."""
    words = {word for word in own if not word.isascii()}
    if not words:
        return
    before, after = shipped.cutter, shipped.cutter.taught(words)
    common = set(before.common(_COMMON)) | shipped.lexicon.words.keys()
    sentences = [*texts, *(row["text"] for row in corpus_rows())]
    plain = [(shipped.plain(sentence), sentence) for sentence in sentences]
    within = _holders(words, common)
    for word in sorted(words):
        longer = ((one, one) for one in sorted(within.get(word, ())))
        held = ((letters, given) for letters, given in plain if word in letters)
        for letters, given in (*held, *longer):
            torn = _torn(word, letters, before, after) & common
            if torn:
                yield Torn(word=word, common=min(torn), sentence=given)
                break


def _holders(words: set[str], common: Iterable[str]) -> dict[str, list[str]]:
    """For each of the words, the common ones that hold it."""
    found: dict[str, list[str]] = {}
    for one in common:
        for start in range(len(one)):
            for end in range(start + 2, len(one) + 1):
                if one[start:end] in words and end - start < len(one):
                    found.setdefault(one[start:end], []).append(one)
    return found


def _torn(word: str, text: str, before: Words, after: Words) -> set[str]:
    """The words that stood where this one would be taken, and reach beyond it."""
    places = {(a, b) for a, b in _spans(after, text) if text[a:b] == word}
    if not places:
        return set()
    return {
        text[a:b]
        for a, b in _spans(before, text)
        for start, end in places
        if b - a > 1 and (a < start < b or a < end < b)
    }


def _spans(cutter: Words, text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for word in cutter.cut(text):
        yield at, at + len(word)
        at += len(word)
