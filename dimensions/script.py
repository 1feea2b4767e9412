"""Makes one plain simplified text of whatever was typed, and remembers where each letter stood."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from opencc import OpenCC

# Phrases never cross these, so a text may be converted piece by piece; a piece is also cut at
# this length, which keeps the alignment of pumped texts linear.
_PIECE = re.compile(r"[^,.。!?;:、\s]{1,96}|[,.。!?;:、\s]{1,96}")
_INVISIBLE = {"Cf", "Mn", "Me", "Cc", "Cs", "Co", "Cn"}


@dataclass(frozen=True, kw_only=True)
class Plain:
    """Letter `i` of `text` stood at `starts[i]` to `ends[i]` of the text as given."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    traditional: bool

    def place(self, start: int, end: int) -> tuple[int, int]:
        return self.starts[start], self.ends[end - 1]


class Script:
    """Converts width, case and script; holds the two OpenCC converters."""

    def __init__(self) -> None:
        self._letters = OpenCC("t2s")
        self._phrases = OpenCC("tw2sp")

    def plain(self, given: str) -> Plain:
        folded = [(letter, at) for at, ch in enumerate(given) for letter in _fold(ch)]
        text = "".join(letter for letter, _ in folded)
        places = [(at, at + 1) for _, at in folded]
        traditional = self.is_traditional(text)
        if traditional:
            text, places = self._simplify(text, places)
        return Plain(
            text=text,
            starts=tuple(start for start, _ in places),
            ends=tuple(end for _, end in places),
            traditional=traditional,
        )

    def is_traditional(self, text: str) -> bool:
        return not text.isascii() and self._letters.convert(text) != text

    def _simplify(
        self, text: str, places: list[tuple[int, int]]
    ) -> tuple[str, list[tuple[int, int]]]:
        letters: list[str] = []
        found: list[tuple[int, int]] = []
        for piece in _PIECE.finditer(text):
            for letter, start, end in self._aligned(piece[0]):
                letters.append(letter)
                first, last = places[piece.start() + start], places[piece.start() + end - 1]
                found.append((first[0], last[1]))
        return "".join(letters), found

    def _aligned(self, piece: str) -> Iterator[tuple[str, int, int]]:
        """Letters of the converted piece, each with the positions in `piece` it came from."""
        letters, phrases = self._letters.convert(piece), self._phrases.convert(piece)
        if len(letters) != len(piece):
            letters = piece
        if letters == phrases:
            yield from ((letter, at, at + 1) for at, letter in enumerate(phrases))
            return
        for start, end, first, last in _matched(letters, phrases):
            even = end - start == last - first
            for at in range(first, last):
                own = start + at - first
                yield (phrases[at], own, own + 1) if even else (phrases[at], start, end)


_Block = tuple[int, int, int, int]


def _matched(old: str, new: str) -> list[_Block]:
    """Blocks `old[a:b]` that became `new[c:d]`; no letter of `new` is without an origin."""
    blocks: list[_Block] = []
    for block in _changes(old, new):
        a, b, c, d = block
        if a == b and blocks:
            # Letters that appeared from nothing belong to the letter before them.
            e, _, g, _ = blocks.pop()
            keep = min(a - e, c - g) - 1
            blocks += [(e, e + keep, g, g + keep), (e + keep, b, g + keep, d)]
        else:
            blocks.append((a, max(b, a + 1), c, d))
    return blocks


def _changes(old: str, new: str) -> list[_Block]:
    """Equal and changed blocks in turn; one equal letter between two changes is no block."""
    blocks: list[tuple[bool, _Block]] = []
    for tag, *place in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        a, b, c, d = place
        while blocks and tag != "equal" and _is_part_of_change(blocks):
            a, _, c, _ = blocks.pop()[1]
        blocks.append((tag == "equal", (a, b, c, d)))
    return [block for _, block in blocks]


def _is_part_of_change(blocks: list[tuple[bool, _Block]]) -> bool:
    equal, (a, b, _, _) = blocks[-1]
    return not equal or (b - a == 1 and len(blocks) > 1 and not blocks[-2][0])


@lru_cache(maxsize=8192)
def _fold(ch: str) -> str:
    """One letter in its plain form: half width, lower case, nothing invisible."""
    if ch in "\n\r\t\v\f\u2028\u2029\x85":
        return "\n"
    if ch in "\ufe0f\u200d\u200b\u200c\u2060\ufeff\xad":
        return ""
    if unicodedata.category(ch) in _INVISIBLE:
        return " "
    if ch == "…":
        return "…"
    folded = unicodedata.normalize("NFKC", ch).lower()
    return folded if folded.strip() else " "
