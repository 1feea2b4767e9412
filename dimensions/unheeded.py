"""A wish that a customer stated and that was not followed: "备注了少糖，送来甜得发腻".

Three parts follow each other: that something was stated, what was wished, and how it went
otherwise. Each has its words in `lexicon/wishes.tsv`; a table of turns would hold their product.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Self

from dimensions.lexicon import Pattern
from dimensions.matching import Spelled
from dimensions.scheme import LEXICON
from dimensions.tables import TableError, read_rows

TABLE = LEXICON / "wishes.tsv"
UNHEEDED = Pattern(
    name="unheeded",
    aspects=("accuracy", "wishes"),
    polarity=-1,
    weight=2.0,
    cues=frozenset(),
    source="",
    needs=(),
)
# A deed that was asked to be left undone is no want of the thing itself.
DISTURBED = replace(UNHEEDED, aspects=("wishes",))
HEEDED = replace(UNHEEDED, aspects=("care",), polarity=1)
# "没放" where nothing was wished: it blames nothing.
HARMLESS = replace(UNHEEDED, aspects=(), polarity=0)

Found = tuple[Pattern, int, int]

# How many letters lie at most between the parts, and before what others stated.
_NEAR, _WINDOW, _BEFORE = 10, 32, 8
_PARTS = 3
_SEGMENT = re.compile(r"[,。!?;…~\n ]+")
_NOT = frozenset("没不无未")
# What is chosen and said may be no more than an order, and a promise of the other side.
_WISHES_OF = {
    "sure": frozenset({"attribute", "extra", "less", "more"}),
    "said": frozenset({"attribute", "extra", "less"}),
    "chosen": frozenset({"attribute", "extra"}),
}
# By which parts of the table each kind of wish fails.
_FAILING = {
    "attribute": ("blind", "unlike", "brought", "too", "where"),
    "extra": ("missed",),
    "less": ("blind", "otherwise", "brought", "where"),
    "more": ("blind", "missed", "too", "upset"),
    "chosen": ("blind", "brought", "unlike"),
}
# "不是说了不要葱吗": what is asked so needs no answer.
_REPROACH = re.compile(r"不是|难道|明明|都")


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """`cues` are pairs of letters of which a text that states a wish holds one."""

    cues: frozenset[str]
    stated: re.Pattern[str]
    on: re.Pattern[str]
    wished: re.Pattern[str]
    failing: Mapping[str, re.Pattern[str]]
    asked: re.Pattern[str]
    kept: re.Pattern[str]
    absent: re.Pattern[str]
    others: re.Pattern[str]
    twice: re.Pattern[str]
    deeds: frozenset[str]

    @classmethod
    def load(cls, path: Path = TABLE) -> Self:
        parts = {row.cells[0]: row.cells[1] for row in read_rows(path, columns=2)}
        try:
            return cls(
                cues=frozenset(parts["cues"].split("|")),
                stated=_either(parts, _WISHES_OF),
                on=re.compile(parts["on"]),
                wished=_either(parts, ("attribute", "extra", "less", "more")),
                failing={kind: _either(parts, names) for kind, names in _FAILING.items()},
                asked=re.compile(parts["asked"]),
                kept=re.compile(parts["kept"]),
                absent=re.compile(parts["absent"]),
                others=re.compile(parts["others"]),
                twice=re.compile(parts["twice"]),
                deeds=frozenset(parts["deed"]),
            )
        except KeyError as missing:
            raise TableError(f"{path.name}：缺少 {missing} 这一行。") from None

    def told(self, said: Spelled) -> Iterator[Found]:
        """Each such wish, from where it is stated to where it is told how it went."""
        if said.atoms.isdisjoint(self.cues):
            return
        text, reached = said.text, 0
        for stated in self.stated.finditer(text):
            if stated.start() < reached or self._is_of_others(text, stated.start()):
                continue
            found = self._outcome(text, stated)
            if found is not None:
                yield found
                reached = found[2]
                if found[0] is HEEDED:
                    # With the mark behind it, so that it holds all that is said up to there.
                    yield HARMLESS, found[1], min(reached + 1, len(text))
        twice = self.twice.search(text)
        if twice is not None and twice.start() >= reached:
            yield UNHEEDED, *twice.span()

    def _is_of_others(self, text: str, at: int) -> bool:
        return self.others.search(text, max(0, at - _BEFORE), at) is not None

    def _outcome(self, text: str, stated: re.Match[str]) -> Found | None:
        on, how = self.on.match(text, stated.end()), stated.lastgroup or ""
        start = on.end() if on else stated.end()
        wished = self.wished.search(text, start, min(len(text), start + _NEAR))
        if wished is None or _SEGMENT.search(text, start, wished.start()):
            return None
        kind = _kind_of(wished)
        if kind not in _WISHES_OF[how]:
            return None
        end = _end_of_window(text, wished.end())
        if kind == "less" and (absent := self._absent(text, wished, end)):
            return HEEDED, stated.start(), _end_of_part(text, absent.end())
        if kind == "attribute" and _again(text, wished[kind], wished.end(), end):
            return None
        failed = self._failed(text, stated, wished, end)
        # What pleased before it is told how it went, or with it, was no failing.
        if failed is None or self.kept.search(text, wished.end(), _end_of_part(text, failed.end())):
            return None
        is_deed = kind == "less" and wished["thing"][0] in self.deeds
        return DISTURBED if is_deed else UNHEEDED, stated.start(), failed.end()

    def _absent(self, text: str, wished: re.Match[str], end: int) -> re.Match[str] | None:
        """Where it is told that the thing, or what would be done with it, is not there."""
        absent = self.absent.search(text, wished.start("thing"), end)
        is_told = absent and (absent["done"] or text.startswith(wished["thing"], absent.end()))
        return absent if is_told else None

    def _failed(
        self, text: str, stated: re.Match[str], wished: re.Match[str], end: int
    ) -> re.Match[str] | None:
        kind, start = _kind_of(wished), wished.end()
        is_choice = stated.lastgroup == "chosen" and kind == "attribute"
        failed = self.failing["chosen" if is_choice else kind].search(text, start, end)
        if failed is None and _REPROACH.search(text, max(0, stated.start() - 2), stated.end()):
            failed = self.asked.search(text, start, end)
        if failed is None and kind == "less":
            failed = _again(text, wished["thing"], start, end)
        return failed


def unheeded(said: Spelled) -> Iterator[Found]:
    """Wishes that were stated, each as a turn of phrase with where it begins and ends."""
    return _shipped().told(said)


@cache
def _shipped() -> Wishes:
    return Wishes.load()


def _either(parts: Mapping[str, str], names: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{parts[name]})" for name in names))


def _kind_of(wished: re.Match[str]) -> str:
    kinds = ("attribute", "extra", "less", "more")
    return next(kind for kind in kinds if wished[kind] is not None)


def _again(text: str, thing: str, start: int, end: int) -> re.Match[str] | None:
    """Where what was not wanted is there after all."""
    for found in re.compile(re.escape(thing)).finditer(text, start, end):
        if _NOT.isdisjoint(text[max(start, found.start() - 4) : found.start()]):
            return found
    return None


def _end_of_window(text: str, start: int) -> int:
    """Behind the rest of its own part of the sentence and the next two."""
    limit, at = min(len(text), start + _WINDOW), start
    for _ in range(_PARTS):
        mark = _SEGMENT.search(text, at, limit)
        if mark is None:
            return limit
        at = mark.end()
    return at


def _end_of_part(text: str, at: int) -> int:
    mark = _SEGMENT.search(text, at)
    return mark.start() if mark else len(text)
