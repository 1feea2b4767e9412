"""Puts an operator's aspects and words beside those that ship, and says which can't be used."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType

from dimensions.lexicon import Entry, Lexicon, Pattern, Role
from dimensions.needs import needs_of
from dimensions.phrases import regex_of
from dimensions.reading import Polarity
from dimensions.rules import Example, OwnPatterns, OwnWords, Says, Understanding
from dimensions.scheme import Aspect, Scheme
from dimensions.splitting import torn_words
from dimensions.tables import TableError
from dimensions.tagger import Tagger

_SIGNS = {Says.BAD: (-1, 2.0), Says.TERRIBLE: (-1, 3.0), Says.GOOD: (1, 2.0)}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What an operator has to mend, in two languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh


def load_tagger(own: Understanding | None = None, shipped: Tagger | None = None) -> Tagger:
    """The reader with an operator's own words; `shipped` is the one without, if there is one.

    Raises `TableError` with the sentence that shows it when a word can't be used.
    """
    shipped = shipped or Tagger.load()
    if own is None or own.is_empty:
        return shipped
    scheme = _scheme_with(shipped.scheme, own)
    for problem in _unknown_aspects(own, scheme):
        raise TableError(problem.zh)
    lexicon = _lexicon_with(shipped.lexicon, own)
    patterns = tuple(_patterns_of(own, shipped))
    return Tagger(scheme, replace(lexicon, own_patterns=patterns), shipped)


def problems_of_words(own: Understanding, shipped: Tagger | None = None) -> Iterator[Problem]:
    """One sentence for each word that names no aspect, falls apart, or tears a common one apart."""
    shipped = shipped or Tagger.load()
    yield from _unknown_aspects(own, _scheme_with(shipped.scheme, own))
    yield from (problem for _, problem in _bad_words(own, shipped))


def set_aside(own: Understanding, shipped: Tagger) -> tuple[Understanding, list[Problem]]:
    """Without the words that would harm the reading of others, and a sentence for each of these."""
    bad = dict(_bad_words(own, shipped))
    kept = (
        line.model_copy(update={"words": tuple(word for word in line.words if word not in bad)})
        for line in own.words
    )
    words = tuple(line for line in kept if line.words)
    return own.model_copy(update={"words": words}), list(bad.values())


def _bad_words(own: Understanding, shipped: Tagger) -> Iterator[tuple[str, Problem]]:
    asked = {word for _, word in own.all_words() if not word.isascii()}
    taught = shipped.cutter.taught(asked)
    for word in sorted(asked):
        if taught.cut(word) != [word]:
            yield (
                word,
                Problem(
                    zh=f"“{word}”分词后会散开，用不了：请换一个说法。",
                    en=f"“{word}” falls apart when text is cut into words: "
                    "please word it otherwise.",
                ),
            )
    for torn in torn_words(asked, shipped, [example.text for example in own.examples]):
        yield (
            torn.word,
            Problem(
                zh=f"“{torn.word}”会拆开常用词“{torn.common}”，例如“{torn.sentence}”："
                "请写长一些，或换一个说法。",
                en=f"“{torn.word}” would tear “{torn.common}” apart, as in “{torn.sentence}”: "
                "please write a longer word, or another.",
            ),
        )


def _unknown_aspects(own: Understanding, scheme: Scheme) -> Iterator[Problem]:
    lines: tuple[OwnWords | OwnPatterns, ...] = (*own.words, *own.patterns)
    for line in lines:
        if not scheme.is_known(line.aspect):
            names = "、".join(scheme.aspects)
            yield Problem(
                zh=f"没有“{line.aspect}”这个方面：可以写 {names}，或在 aspects 里加上它。",
                en=f"There is no aspect “{line.aspect}”: write one of {names}, or add it.",
            )


def problems_of_examples(own: Understanding, tagger: Tagger) -> Iterator[Problem]:
    """One sentence for each example that is not read as it should be."""
    for example in own.examples:
        for polarity, wanted in (
            (Polarity.NEGATIVE, example.negative),
            (Polarity.POSITIVE, example.positive),
        ):
            read = _read(tagger, example, polarity)
            for name in wanted:
                if name not in read:
                    said = "、".join(sorted(read)) or "什么也没有"
                    mood = "不满" if polarity is Polarity.NEGATIVE else "称赞"
                    yield Problem(
                        zh=f"例句“{example.text}”应读出{mood} {name}，现在读出的是{said}。",
                        en=f"“{example.text}” should be read as {polarity.value} {name}, "
                        f"and is read as {said}.",
                    )


def _read(tagger: Tagger, example: Example, polarity: Polarity) -> set[str]:
    sign = -1 if polarity is Polarity.NEGATIVE else 1
    found = {finding.dimension for finding in tagger.read_alone(example.text).of(polarity)}
    return found | tagger.aspects_said(example.text, sign)


def _scheme_with(scheme: Scheme, own: Understanding) -> Scheme:
    aspects = dict(scheme.aspects)
    for aspect in own.aspects:
        if aspect.key in aspects:
            raise TableError(f"方面“{aspect.key}”随程序就有，不用再加；直接给它加词就行。")
        aspects[aspect.key] = Aspect(
            key=aspect.key, dimension=aspect.dimension, name=aspect.name or aspect.key
        )
    return replace(scheme, aspects=MappingProxyType(aspects))


def _lexicon_with(lexicon: Lexicon, own: Understanding) -> Lexicon:
    """An operator's meaning of a word comes before ours."""
    words = {word: dict(roles) for word, roles in lexicon.words.items()}
    for line, word in own.all_words():
        role = Role.SUBJECT if line.says is Says.SUBJECT else Role.OPINION
        polarity, weight = _SIGNS.get(line.says, (0, 0.0))
        entry = Entry(
            role=role,
            aspect=line.aspect,
            polarity=polarity,
            weight=weight,
            takes_all=role is Role.SUBJECT,
        )
        words[word] = {role: (entry,)}
    careful = frozenset(word for _, word in own.all_words())
    return replace(lexicon, words=words, careful=careful)


def _patterns_of(own: Understanding, shipped: Tagger) -> Iterator[Pattern]:
    """In plain letters, as texts are looked through."""
    for line in own.patterns:
        polarity, weight = _SIGNS[line.says]
        for phrase in line.patterns:
            source = regex_of(shipped.plain(phrase)).pattern
            yield Pattern(
                name=phrase,
                aspects=(line.aspect,),
                polarity=polarity,
                weight=weight,
                cues=frozenset(),
                source=source,
                needs=needs_of(source),
            )
