"""The words and patterns the tagger knows, read once from the tables in `lexicon/`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Self, TypedDict

from dimensions.needs import Need
from dimensions.openings import opened
from dimensions.remembered import needs_known, opening_known
from dimensions.scheme import LEXICON, Scheme
from dimensions.tables import Row, TableError, read_rows

_SIGNS = {"+": 1, "-": -1, "0": 0}
_NUMBER = r"(?:\d{1,8}(?:\.\d{1,3})?|[一二两俩三四五六七八九十百半几数]{1,5})"
_UNIT_OF_TIME = r"(?:小时|钟头|分钟|刻钟|分|天|周|星期|礼拜|月|年)"
_LENGTH_OF_TIME = rf"{_NUMBER}(?:多|来)?(?:个)?(?:多|半)?{_UNIT_OF_TIME}(?:多|半)?"
# What may follow a turn of phrase belongs to it up to the next comma only.
_OPEN_END = re.compile(r"~(\{0,\d+\})(?=$|\|)")
# Before letters that are a condition of their own.
_NARROWS = "!"
_SAME_SENTENCE = r"[^。!?;\n]"
# Among letters in brackets it is one of them.
_ANY_LETTER = re.compile(r"(\[[^\]]*\])|~")


class Role(StrEnum):
    """What a word does in its clause."""

    SUBJECT = "subject"
    OPINION = "opinion"
    NEGATION = "negation"
    ABSENCE = "absence"
    DEGREE = "degree"
    MILD = "mild"
    LINK = "link"
    CONTRAST = "contrast"
    WISH = "wish"
    HYPOTHESIS = "hypothesis"
    QUOTE = "quote"
    HEARSAY = "hearsay"
    QUESTION = "question"
    REQUEST = "request"
    THANKS = "thanks"
    GREETING = "greeting"
    IRONY = "irony"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line's meaning for a word.

    `aspect` is empty for an opinion that takes the aspect of what it is said of; `said_of`
    names the only aspects it applies to; `missing` is what a subject's absence speaks of. What is
    said of a subject that `takes_all` is always about its own aspect.
    """

    role: Role
    aspect: str = ""
    polarity: int = 0
    weight: float = 0.0
    said_of: frozenset[str] = frozenset()
    missing: str = ""
    takes_all: bool = False


class Spelling(TypedDict):
    source: str
    needs: tuple[Need, ...]


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A turn of phrase; it is looked for only where one of the `cues` stands (none: anywhere).

    Where it `narrows`, they are a condition of their own: it could be spelled without them.

    `yields_to` names the aspect it gives way to when that is what is spoken of: a smell of
    food is its taste. `needs` are what its `source` can't do without, by which it is sieved out of
    most sentences; so most patterns are compiled late, or never.
    """

    name: str
    aspects: tuple[str, ...] = ()
    yields_to: str = ""
    polarity: int = 0
    weight: float = 0.0
    cues: frozenset[str]
    narrows: bool = False
    source: str
    needs: tuple[Need, ...]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(opened(self.source, opening_known(self.source)))

    def stands_in(self, text: str) -> bool:
        found = self.regex.search(text)
        if found is None or found.end() > found.start():
            return found is not None
        return any(match.end() > match.start() for match in self.regex.finditer(text))


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """`careful` words are taken only where segmentation leaves them whole, however long.

    These are an operator's, as `own_patterns` are.
    """

    words: Mapping[str, Mapping[Role, tuple[Entry, ...]]]
    patterns: tuple[Pattern, ...]
    hints: tuple[Pattern, ...]
    hazards: tuple[Pattern, ...]
    signs: Mapping[str, Pattern]
    careful: frozenset[str] = frozenset()
    own_patterns: tuple[Pattern, ...] = ()

    @classmethod
    def load(cls, scheme: Scheme, folder: Path = LEXICON) -> Self:
        words: dict[str, dict[Role, tuple[Entry, ...]]] = {}
        for word, entry in _entries(scheme, folder):
            roles = words.setdefault(word, {})
            roles[entry.role] = (*roles.get(entry.role, ()), entry)
        return cls(
            words=words,
            patterns=tuple(_patterns(scheme, folder / "patterns.tsv")),
            hints=tuple(_patterns(scheme, folder / "hints.tsv")),
            hazards=tuple(_named_patterns(folder / "hazards.tsv")),
            signs={sign.name: sign for sign in _named_patterns(folder / "signs.tsv")},
        )


def _entries(scheme: Scheme, folder: Path) -> Iterator[tuple[str, Entry]]:
    yield from _subjects(scheme, folder / "subjects.tsv")
    yield from _opinions(scheme, folder / "opinions.tsv")
    yield from _markers(folder / "markers.tsv")


def _subjects(scheme: Scheme, path: Path) -> Iterator[tuple[str, Entry]]:
    for row in read_rows(path, columns=3):
        aspect, missing, words = row.cells
        _check_aspects(scheme, row, [aspect])
        entry = Entry(role=Role.SUBJECT, aspect=aspect, missing=missing.strip("-"))
        yield from ((word.lower(), entry) for word in words.split())


def _opinions(scheme: Scheme, path: Path) -> Iterator[tuple[str, Entry]]:
    for row in read_rows(path, columns=5):
        sign, weight, aspect, said_of, words = row.cells
        entry = Entry(
            role=Role.OPINION,
            aspect=aspect.strip("-"),
            polarity=_sign_of(row, sign),
            weight=_weight_of(row, weight),
            said_of=frozenset(said_of.replace("-", "").split()),
        )
        _check_aspects(scheme, row, [entry.aspect, *entry.said_of])
        yield from ((word.lower(), entry) for word in words.split())


def _markers(path: Path) -> Iterator[tuple[str, Entry]]:
    for row in read_rows(path, columns=2):
        name, words = row.cells
        if name not in set(Role):
            raise TableError(f"{row.where}：没有“{name}”这种作用。")
        entry = Entry(role=Role(name))
        yield from ((word.lower(), entry) for word in words.split())


def _patterns(scheme: Scheme, path: Path) -> Iterator[Pattern]:
    for row in read_rows(path, columns=5):
        aspects, sign, weight, cues, source = row.cells
        own, _, yields_to = aspects.partition("@")
        names = tuple(name for name in own.split(",") if name != "-")
        _check_aspects(scheme, row, [*names, yields_to])
        yield Pattern(
            name=aspects,
            aspects=names,
            yields_to=yields_to,
            polarity=_sign_of(row, sign),
            weight=_weight_of(row, weight),
            cues=_cues_of(cues),
            narrows=cues[0] == _NARROWS,
            **_source_of(row, source),
        )


def _named_patterns(path: Path) -> Iterator[Pattern]:
    for row in read_rows(path, columns=3):
        name, cues, source = row.cells
        yield Pattern(name=name, cues=_cues_of(cues), **_source_of(row, source))


def _cues_of(cell: str) -> frozenset[str]:
    return frozenset() if cell == "-" else frozenset(cell.removeprefix(_NARROWS))


def _source_of(row: Row, source: str) -> Spelling:
    spelled = source.replace("<T>", _LENGTH_OF_TIME).replace("<N>", _NUMBER)
    spelled = _OPEN_END.sub(r"[^,。!?;\\n]\1", spelled)
    whole = _ANY_LETTER.sub(lambda found: found[1] or _SAME_SENTENCE, spelled)
    try:
        return {"source": whole, "needs": needs_known(whole)}
    except re.error as error:
        raise TableError(f"{row.where}：模式写得不对（{error}）。") from None


def _sign_of(row: Row, cell: str) -> int:
    if cell not in _SIGNS:
        raise TableError(f"{row.where}：极性应是 + 、- 或 0，现在是“{cell}”。")
    return _SIGNS[cell]


def _weight_of(row: Row, cell: str) -> float:
    if cell not in {"0", "1", "2", "3"}:
        raise TableError(f"{row.where}：轻重应是 0 到 3，现在是“{cell}”。")
    return float(cell)


def _check_aspects(scheme: Scheme, row: Row, aspects: Iterable[str]) -> None:
    for aspect in aspects:
        if aspect and not scheme.is_known(aspect):
            raise TableError(f"{row.where}：方案里没有“{aspect}”这个方面。")
