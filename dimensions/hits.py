"""Finds the known words of a text, longest first, where the text's own word borders allow."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from operator import attrgetter
from typing import NamedTuple

from dimensions.lexicon import Entry, Role
from dimensions.matching import Spelled
from dimensions.words import Words

# Words this long are taken wherever they stand; shorter ones must not split a common word.
_LONG = 3
# "不热" and "速度慢" are words of the dictionary, and still show the words within.
_CLOSERS = frozenset("死极爆透坏")
_OPENERS = frozenset("不没无太很最挺真超蛮巨够好偏略较特贼")
_LONGEST_CLAUSE = 120
_BEYOND_ASCII = "\x80"
_ONE = (1,)
_NOTHING: AbstractSet[Role] = frozenset()
# A named tuple's own making takes three times as long.
_made = tuple.__new__
_roles_of = attrgetter("roles")
_MOST_SEAMS = 20_000
# A point or colon between digits ends nothing, nor does a blank between Latin words.
_CLAUSE_END = re.compile(
    r"[,，。!！?？;；…~\n.: ](?:(?<![.: ])|(?<=[.:])(?:(?<!\d.)|(?!\d))"
    r"|(?<= )(?:(?<![a-z0-9 ].)|(?![a-z0-9 ])))"
)


class Hit(NamedTuple):
    """A known word where it stands; of a plain kind, for there are many in each text."""

    start: int
    end: int
    word: str
    roles: Mapping[Role, tuple[Entry, ...]]

    def has(self, role: Role) -> bool:
        return role in self.roles

    def has_any(self, *roles: Role) -> bool:
        return any(role in self.roles for role in roles)


class Clause(NamedTuple):
    """What stands between two punctuation marks, with the known words and all their roles."""

    start: int
    end: int
    hits: Sequence[Hit]
    roles: AbstractSet[Role]

    def has(self, role: Role) -> bool:
        return role in self.roles


def short_of(words: Iterable[str]) -> set[str]:
    """Those that must not split a common word, so segmentation has to know them."""
    return {word for word in words if 1 < len(word) < _LONG}


class Finder:
    """Looks words up by their first letter and the lengths known to begin with it."""

    def __init__(
        self,
        words: Mapping[str, Mapping[Role, tuple[Entry, ...]]],
        careful: frozenset[str],
        cutter: Words,
    ) -> None:
        """`cutter` knows the careful words, and those that `short_of` names."""
        self._known = words
        self._careful = careful
        self._lengths = _lengths_by_beginning(words)
        self._letters = frozenset(word for word in words if len(word) == 1)
        self._found_seams: dict[str, tuple[int, ...]] = {}
        self._words = cutter

    def clauses(self, spelled: Spelled) -> list[Clause]:
        text, hits = spelled.text, self._hits(spelled)
        clauses: list[Clause] = []
        begin = taken = 0
        for end in _clause_ends(text):
            stop = taken
            while stop < len(hits) and hits[stop].start < end:
                stop += 1
            if end > begin:
                own = hits[taken:stop]
                roles = frozenset().union(*map(_roles_of, own)) if own else _NOTHING
                clauses.append(_made(Clause, (begin, end, own, roles)))
            begin, taken = end, stop
        return clauses

    def words(self, text: str) -> list[str]:
        return self._words.cut(text)

    def _hits(self, spelled: Spelled) -> Sequence[Hit]:
        text, letters, known = spelled.text, self._letters, self._known
        edges = self._edges(spelled)
        hits: list[Hit] = []
        taken, size = 0, len(text)
        for at, lengths in enumerate(map(self._lengths.get, spelled.pairs)):
            if at < taken or (lengths is None and text[at] not in letters):
                continue
            starts_well = at in edges and text[at] >= _BEYOND_ASCII
            for length in lengths or _ONE:
                end = at + length
                word = text[at:end]
                roles = known.get(word)
                if roles is None or end > size:
                    continue
                if (starts_well and end in edges) or self._fits(text, at, end, edges):
                    hits.append(_made(Hit, (at, end, word, roles)))
                    taken = end
                    break
        return hits

    def _fits(self, text: str, start: int, end: int, edges: set[int]) -> bool:
        if text[start] < _BEYOND_ASCII:
            return not (_is_latin(text, start - 1) or _is_latin(text, end))
        if start in edges and end in edges:
            return True
        return end - start >= _LONG and text[start:end] not in self._careful

    def _edges(self, spelled: Spelled) -> set[int]:
        text = spelled.text
        borders = self._words.borders(text, spelled.pairs)
        edges = {0, *borders}
        at, found = 0, self._found_seams
        for end in borders:
            if end - at > 1:
                word = text[at:end]
                seams = found.get(word)
                for inner in self._seams(word) if seams is None else seams:
                    edges.add(at + inner)
            at = end
        return edges

    def _seams(self, word: str) -> tuple[int, ...]:
        """Where a word of the dictionary is two of ours; the same words come again and again."""
        if len(self._found_seams) >= _MOST_SEAMS:
            self._found_seams.clear()
        seams = self._found_seams[word] = tuple(self._look_for_seams(word))
        return seams

    def _look_for_seams(self, word: str) -> Iterator[int]:
        if word in self._known:
            return
        for inner in range(1, len(word)):
            if self._is_seam(word[:inner], word[inner:]):
                yield inner

    def _is_seam(self, before: str, after: str) -> bool:
        if before in _OPENERS:
            return after in self._known
        whole = len(before) + len(after)
        return (
            whole >= _LONG and before in self._known and (after in self._known or after in _CLOSERS)
        )


def _lengths_by_beginning(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """By their first two letters how long words are, longest first; of one letter, by that."""
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[:2], set()).add(len(word))
    for beginning, found in lengths.items():
        if beginning[:1] in lengths:
            found.add(1)
    return {beginning: tuple(sorted(found, reverse=True)) for beginning, found in lengths.items()}


def _clause_ends(text: str) -> Iterator[int]:
    """Behind each mark; without marks a clause still ends, so that work stays linear."""
    begin = 0
    for match in _CLAUSE_END.finditer(text):
        end = match.end()
        if end - begin > _LONGEST_CLAUSE:
            yield from range(begin + _LONGEST_CLAUSE, end, _LONGEST_CLAUSE)
        yield end
        begin = end
    yield from range(begin + _LONGEST_CLAUSE, len(text), _LONGEST_CLAUSE)
    yield len(text)


def _is_latin(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isascii() and text[at].isalnum()
