"""Reads a customer's words: text in, a `Reading` with its evidence out."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Self

from dimensions.doubt import Doubt
from dimensions.ear import Ear, Sound
from dimensions.hints import hinted
from dimensions.hits import Clause, Finder, short_of
from dimensions.house import own_words
from dimensions.lexicon import Lexicon, Role
from dimensions.matching import Matcher, Spelled, spelled
from dimensions.mentions import Mention, mentions_in
from dimensions.reading import Danger, Finding, Polarity, Reading, Span
from dimensions.scheme import Scheme
from dimensions.script import Plain, Script
from dimensions.severity import Severity
from dimensions.verdict import Judge, Verdict
from dimensions.whole import what_counts
from dimensions.words import Words, words_with

_POLARITIES = {-1: Polarity.NEGATIVE, 0: Polarity.NEUTRAL, 1: Polarity.POSITIVE}
# Five times what Telegram carries: nobody waits longer for one text than this takes.
LONGEST = 20_000
_HARM = "safety"
_IRONY = Role.IRONY
_GENERAL = "general"
_FULL = 3.0
_weight_of = attrgetter("weight")
_EDGES = " \n,.。!?;:、…~"


@dataclass(frozen=True, slots=True)
class _Heard:
    """One text taken apart: what is said in it, and the dangers it speaks of."""

    plain: Plain
    letters: Spelled
    clauses: list[Clause]
    mentions: list[Mention]
    dangers: list[tuple[str, int, int]]
    ironic: bool
    # What the ear makes of the letters, and whether only the tables read blame.
    sound: Sound | None
    by_tables: bool


class Tagger:
    """Load it once, before the first text; reading is pure and safe from any thread."""

    def __init__(self, scheme: Scheme, lexicon: Lexicon, shipped: Self | None = None) -> None:
        """`shipped` is one without an operator's words; else the dictionary is read."""
        self.scheme = scheme
        self.shipped = shipped or self
        # Set while the bot runs, when staff's corrections have taught something.
        self.advise: Callable[[str, Reading], Reading] | None = None
        self.lexicon = lexicon
        # None while its own weights are being found.
        self.ear: Ear | None = shipped.ear if shipped else _shipped_ear()
        self._script = Script()
        self._patterns = Matcher((*lexicon.patterns, *lexicon.own_patterns))
        self._own_patterns = Matcher(lexicon.own_patterns)
        self._hints = Matcher(lexicon.hints)
        self._hazards = Matcher(lexicon.hazards)
        own = lexicon.careful
        self.cutter: Words = (
            shipped.cutter
            if shipped
            else words_with(frozenset(short_of(lexicon.words.keys() - own)))
        )
        taught = self.cutter.taught(own) if own else self.cutter
        self._finder = Finder(lexicon.words, own, taught)
        self._judge = Judge(lexicon.signs, _shipped_severity(), Doubt.load(), scheme)

    @classmethod
    def load(cls, scheme: Scheme | None = None) -> Self:
        """Reads dictionary and lexicon (about a second); raises `TableError` on a bad table.

        A second one is made of the same tables, since nobody changes them.
        """
        with _uncollected():
            return cls(scheme, Lexicon.load(scheme)) if scheme else cls(*_shipped())

    def read(self, text: str) -> Reading:
        """What the text says; where staff taught it something, with that."""
        reading = self.read_alone(text)
        return reading if self.advise is None else self.advise(text, reading)

    def read_alone(self, text: str) -> Reading:
        """What the lexicon says, whatever was taught since; of a book, what its beginning says."""
        heard = self._heard(text[:LONGEST])
        verdict = self._verdict(heard)
        return Reading(
            text=text,
            kind=verdict.kind,
            severity=verdict.severity,
            dimensions=tuple(self._findings(text, heard.plain, verdict.mentions)),
            safety=tuple(
                Danger(hazard=hazard, span=_span(text, heard.plain, start, end))
                for hazard, start, end in heard.dangers
            ),
            doubtful=verdict.doubtful,
            greeting=verdict.greeting,
            read_to=LONGEST if len(text) > LONGEST else None,
        )

    def may_differ(self, text: str) -> bool:
        """Whether an operator's word or turn stands there; if not, `shipped` reads it alike."""
        plain = self._script.plain(text[:LONGEST])
        letters = spelled(own_words(plain.text))
        if any(word in letters.text for word in self.lexicon.careful):
            return True
        return any(True for _ in self._own_patterns.find(letters))

    def not_believed(self, text: str) -> list[str]:
        """Words of blame that were read and not counted: most likely the whole is no complaint."""
        heard = self._heard(text[:LONGEST])
        believed = self._verdict(heard).mentions
        if believed is heard.mentions:
            return []
        gone = [m for m in heard.mentions if m.polarity < 0 and m not in believed]
        return [span.words for span in _evidence(text, heard.plain, gone)]

    def _verdict(self, heard: _Heard) -> Verdict:
        return self._judge.verdict(
            heard.letters,
            heard.clauses,
            heard.mentions,
            in_danger=bool(heard.dangers),
            ironic=heard.ironic,
            sound=heard.sound,
            by_tables=heard.by_tables,
        )

    def content(self, text: str) -> float:
        """How content the letters sound: the logarithm of the odds, 0 where nobody knows."""
        return 0.0 if self.ear is None else self.ear.odds(self.plain(text))["content"]

    def signs_of_severity(self, text: str) -> dict[str, float]:
        """What speaks for how bad it is, by name; its weights are in `lexicon/severity.tsv`."""
        heard = self._heard(text)
        return self._judge.signs_of_severity(
            heard.letters, heard.clauses, heard.mentions, in_danger=bool(heard.dangers)
        )

    def weights_of_severity(self, text: str) -> dict[str, float]:
        """How much each sign adds to the points that make the grade."""
        return self._judge.weighed(self.signs_of_severity(text))

    @property
    def cuts_of_severity(self) -> tuple[float, float]:
        """From so many points on it is clear, and serious."""
        return self._judge.cuts

    def plain(self, text: str) -> str:
        """The text in simplified letters of one width and case."""
        return self._script.plain(text).text

    def words(self, plain: str) -> list[str]:
        """The words of a plain text."""
        return [word for word in self._finder.words(plain) if word.strip()]

    def said(self, text: str) -> set[str]:
        """Each aspect spoken of with its sign, and the things named beside what is said of them."""
        heard = self._heard(text)
        found: set[str] = set()
        for m in heard.mentions:
            found.add(f"{m.aspect} {m.polarity}")
            hits = heard.clauses[m.clause].hits
            found |= {f"{hit.word} {m.polarity}" for hit in hits if hit.has(Role.SUBJECT)}
        return found

    def said_by_clause(self, text: str) -> Iterator[tuple[str, list[tuple[str, int]]]]:
        """Each clause of the plain text, and the aspects spoken of there with their signs."""
        heard = self._heard(text)
        said: dict[int, list[tuple[str, int]]] = {}
        for m in heard.mentions:
            said.setdefault(m.clause, []).append((m.aspect, m.polarity))
        for number, clause in enumerate(heard.clauses):
            yield heard.letters.text[clause.start : clause.end], said.get(number, [])

    def praise_in_general(self, text: str) -> float:
        """From 0 to 1: "不错，就是慢" praises nothing in particular, which no reading shows."""
        said = (m for m in self._heard(text).mentions if m.aspect in {"", _GENERAL})
        return min(sum(m.weight for m in said if m.polarity > 0) / _FULL, 1.0)

    def aspects_said(self, text: str, sign: int) -> set[str]:
        """The aspects that are blamed (-1) or praised (1)."""
        return {m.aspect for m in self._heard(text).mentions if m.polarity == sign}

    def _heard(self, text: str) -> _Heard:
        plain = self._script.plain(text)
        letters = spelled(own_words(plain.text))
        clauses = self._finder.clauses(letters)
        said = mentions_in(letters, clauses, self._patterns)
        mentions = what_counts(letters.text, said)
        mentions += hinted(letters, clauses, said, self._hints)
        sound, by_tables = None, False
        if self.ear is not None:
            sound = self.ear.sound(letters)
            more = self.ear.heard(letters, clauses, mentions, self.scheme, sound.odds)
            blamed = any(m.polarity < 0 for m in mentions)
            by_tables = blamed and not more and not self._holds_own_blame(letters, clauses)
            mentions += more
        in_doubt = self._hazards.may_stand_in(letters)
        dangers = list(self._dangers(letters, clauses)) if in_doubt else []
        ironic = self._is_ironic(letters, clauses, mentions)
        if ironic:
            mentions = [
                m for m in mentions if m.polarity <= 0 or not _is_cheer(clauses[m.clause], m)
            ]
        if dangers:
            mentions = [m for m in mentions if m.polarity <= 0 or not _is_within(m, dangers)]
        mentions += [Mention(a, b, _HARM, -1, _FULL, 0) for _, a, b in dangers]
        return _Heard(plain, letters, clauses, mentions, dangers, ironic, sound, by_tables)

    def _holds_own_blame(self, letters: Spelled, clauses: Sequence[Clause]) -> bool:
        """Whether a word or a turn of the operator's, who is believed, blames something."""
        if any(pattern.polarity < 0 for pattern, _, _ in self._own_patterns.find(letters)):
            return True
        own = self.lexicon.careful
        if not own:
            return False
        hits = (hit for clause in clauses for hit in clause.hits if hit.word in own)
        return any(entry.polarity < 0 for hit in hits for entry in hit.roles.get(Role.OPINION, ()))

    def _dangers(
        self, letters: Spelled, clauses: Sequence[Clause]
    ) -> Iterator[tuple[str, int, int]]:
        for hazard, start, end in self._hazards.find(letters):
            if not _is_only_spoken_of(letters.text, clauses, start):
                yield hazard.name, start, end

    def _is_ironic(
        self, letters: Spelled, clauses: Sequence[Clause], mentions: Sequence[Mention]
    ) -> bool:
        """Praise of nothing in particular beside a plain failure: "真棒，等了俩小时"."""
        if not any(m.polarity < 0 for m in mentions):
            return False
        insult = self.lexicon.signs["insult"]
        if not insult.cues.isdisjoint(letters.atoms) and insult.stands_in(letters.text):
            return True
        praised = [m for m in mentions if m.polarity > 0]
        if not praised or not all(_is_cheer(clauses[m.clause], m) for m in praised):
            return False
        return not any(clause.has(Role.CONTRAST) for clause in clauses)

    def _findings(self, text: str, plain: Plain, mentions: Sequence[Mention]) -> Iterator[Finding]:
        groups: dict[tuple[str, int], list[Mention]] = {}
        for mention in self._placed(mentions):
            dimension = self.scheme.dimension_of(mention.aspect)
            groups.setdefault((dimension, mention.polarity), []).append(mention)
        for (dimension, polarity), said in groups.items():
            strongest = max(said, key=_weight_of)
            yield Finding(
                dimension=dimension,
                aspect=strongest.aspect,
                polarity=_POLARITIES[polarity],
                score=round(min(strongest.weight / _FULL, 1.0), 2),
                evidence=tuple(_evidence(text, plain, said)),
            )

    def _placed(self, mentions: Sequence[Mention]) -> Iterator[Mention]:
        """Drops what is said of nothing, unless it is the only blame there is."""
        placed = [m for m in mentions if m.aspect and m.aspect != _GENERAL]
        yield from placed
        if not any(m.polarity < 0 for m in placed):
            for m in mentions:
                if m.polarity < 0 and m.aspect in {"", _GENERAL}:
                    yield Mention(m.start, m.end, _GENERAL, -1, m.weight, m.clause, m.wished)


@cache
def _shipped() -> tuple[Scheme, Lexicon]:
    scheme = Scheme.load()
    return scheme, Lexicon.load(scheme)


@cache
def _shipped_severity() -> Severity:
    return Severity.load()


@cache
def _shipped_ear() -> Ear:
    return Ear.load(beside=_shipped_severity().letters)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Half a million small things are made and stay: looking for garbage among them, again and
    again, takes a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _is_cheer(clause: Clause, mention: Mention) -> bool:
    """Nothing but the cheer stands in its clause."""
    if _IRONY not in clause.roles or Role.SUBJECT in clause.roles:
        return False
    return any(
        _IRONY in hit.roles and hit.start >= mention.start and hit.end <= mention.end
        for hit in clause.hits
    )


def _is_within(mention: Mention, dangers: Sequence[tuple[str, int, int]]) -> bool:
    """ "说了过敏还给我放" praises nobody for what was given."""
    return any(start <= mention.start and mention.end <= end for _, start, end in dangers)


def _is_only_spoken_of(text: str, clauses: Sequence[Clause], start: int) -> bool:
    """No danger is reported by "如果着火了怎么办" or "没有受伤"."""
    for clause in clauses:
        if clause.start <= start < clause.end:
            before = [hit for hit in clause.hits if hit.end <= start]
            near = [hit for hit in before if start - hit.end <= 2]
            return any(hit.has(Role.HYPOTHESIS) for hit in before) or any(
                hit.has(Role.NEGATION) or hit.has(Role.ABSENCE) for hit in near
            )
    return False


def _evidence(text: str, plain: Plain, mentions: Sequence[Mention]) -> Iterator[Span]:
    """Their words in order, without punctuation at the ends."""
    for start, end in _joined(mentions):
        words = plain.text[start:end].lstrip(_EDGES)
        if words:
            first = end - len(words)
            yield _span(text, plain, first, first + len(words.rstrip(_EDGES)))


def _joined(mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Spans in order; those that overlap or touch become one phrase."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted({(m.start, m.end) for m in mentions}):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _span(text: str, plain: Plain, start: int, end: int) -> Span:
    first, last = plain.place(start, end)
    return Span(start=first, end=last, words=text[first:last])
