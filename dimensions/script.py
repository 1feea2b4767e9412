"""Makes one plain simplified text of whatever was typed, and remembers where each letter stood."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from opencc import OpenCC

# Phrases never cross these, so a text may be converted piece by piece; a piece is also cut at
# this length, which keeps the alignment of pumped texts linear.
_MARKS = ",.。!?;:、"
_LONGEST_PIECE = 96
_PIECE = re.compile(rf"[^{_MARKS}\s]{{1,{_LONGEST_PIECE}}}|[{_MARKS}\s]{{1,{_LONGEST_PIECE}}}")
# Each stays as it is alone, and is the traditional form of another letter beside some.
_NOT_ALONE = frozenset("瞭覆藉沈衹")
# Nobody who writes 坏 means the clay that it once was: "打坏" is 打壞, and no 打坯.
_CLAY, _BROKEN = "坏", "壞"
_INVISIBLE = {"Cf", "Mn", "Me", "Cc", "Cs", "Co", "Cn"}


@dataclass(frozen=True, kw_only=True)
class Plain:
    """Letter `i` of `text` stood at `starts[i]` to `ends[i]` of the text as given."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    traditional: bool

    def place(self, start: int, end: int) -> tuple[int, int]:
        return self.starts[start], self.ends[end - 1]


class Script:
    """Converts width, case and script; holds the two OpenCC converters."""

    def __init__(self) -> None:
        self._letters = OpenCC("t2s")
        self._phrases = OpenCC("tw2sp")
        # Those met that are the same in both scripts: most texts hold no others.
        self._kept: set[str] = set()

    def plain(self, given: str) -> Plain:
        text = given.translate(_FOLDED)
        starts: Sequence[int] = range(len(text))
        if len(text) != len(given) or not _CHANGING_LENGTH.isdisjoint(given):
            starts = [at for at, ch in enumerate(given) for _ in _FOLDED[ord(ch)]]
        places = [(at, at + 1) for at in starts] if self.is_traditional(text) else None
        if places is None:
            ends = range(1, len(text) + 1) if isinstance(starts, range) else [s + 1 for s in starts]
            return Plain(text=text, starts=starts, ends=ends, traditional=False)
        text, places = self._simplify(text, places)
        return Plain(
            text=text,
            starts=[start for start, _ in places],
            ends=[end for _, end in places],
            traditional=True,
        )

    def is_traditional(self, text: str) -> bool:
        if self._kept.issuperset(text):
            return False
        given = text.replace(_CLAY, _BROKEN)
        if self._letters.convert(given) != text:
            return True
        if len(self._kept) > _MOST_LETTERS:
            self._kept.clear()
        unmet = {*text} - self._kept - _NOT_ALONE
        self._kept |= {one for one in unmet if self._letters.convert(one) == one}
        return False

    def _simplify(
        self, given: str, places: list[tuple[int, int]]
    ) -> tuple[str, list[tuple[int, int]]]:
        text = given.replace(_CLAY, _BROKEN)
        letters: list[str] = []
        found: list[tuple[int, int]] = []
        at = 0
        for own, phrases in self._pieces(text):
            letters.append(phrases)
            if own == phrases:
                found += places[at : at + len(own)]
            else:
                found += [
                    (places[at + a][0], places[at + b - 1][1]) for a, b in _origins(own, phrases)
                ]
            at += len(own)
        return "".join(letters), found

    def _pieces(self, text: str) -> Iterator[tuple[str, str]]:
        """Each piece with its letters converted, and with its phrases converted as well."""
        letters = _PIECE.findall(self._by_letters(text))
        phrases = _PIECE.findall(self._phrases.convert(text))
        alike = [*map(_is_mark, letters)] == [*map(_is_mark, phrases)]
        if alike and max(map(len, [*letters, *phrases])) < _LONGEST_PIECE:
            yield from zip(letters, phrases, strict=True)
            return
        # Where pieces were cut at their greatest length, one that shrinks pulls in its neighbour.
        for piece in _PIECE.findall(text):
            yield self._by_letters(piece), self._phrases.convert(piece)

    def _by_letters(self, text: str) -> str:
        converted = self._letters.convert(text)
        return converted if len(converted) == len(text) else text


def _is_mark(piece: str) -> bool:
    return piece[0] in _MARKS or piece[0].isspace()


def _origins(letters: str, phrases: str) -> Iterator[tuple[int, int]]:
    """For each letter of `phrases`, from where to where it was one or more of `letters`."""
    for start, end, first, last in _matched(letters, phrases):
        even = end - start == last - first
        for own in range(start, start + last - first):
            yield (own, own + 1) if even else (start, end)


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


class _Folding(dict[int, str]):
    """Letters in their plain form, worked out when they are first met."""

    def __missing__(self, letter: int) -> str:
        ch = chr(letter)
        folded = _fold(ch)
        if len(self) >= _MOST_LETTERS:
            self.clear()
        if len(folded) != 1:
            _CHANGING_LENGTH.add(ch)
        self[letter] = folded
        return folded


_MOST_LETTERS = 20_000
# Some 1,300 letters of Unicode.
_CHANGING_LENGTH: set[str] = set()
_FOLDED = _Folding()
