"""Why a text is read as it is, in lines for a person: `huiyin tag --explain`."""

import math
import unicodedata
from collections.abc import Iterator, Mapping

from dimensions.reading import Danger, Finding, Polarity
from dimensions.reasons import Change, Felt, Reasons
from handlers import labels
from handlers.aspects import aspect, scheme
from handlers.reasons_signs import hazard, sign
from handlers.words import Words

# The strongest signs are named, but those that hardly weigh; all the others are told as one.
_MOST, _HARDLY = 8, 0.05
_UNSHOWN = frozenset({"Cc", "Cf", "Cs"})
_DANGER = 4


def explained(found: Reasons, _: Words) -> Iterator[str]:
    """What was read, by which words, what made it grave; and what it would be without own words."""
    reading = found.reading
    yield _shown(reading.text)
    kind = labels.kind(reading.kind, _)
    yield "  " + _(
        "{kind}，轻重 {n}（{grade}）",
        kind=kind,
        n=reading.severity,
        grade=grade(reading.severity, _),
    )
    yield from (f"  {_finding(finding, found, _)}" for finding in reading.dimensions)
    yield from (f"  {_danger(danger, _)}" for danger in reading.safety)
    if found.not_believed:
        words = _quoted(found.not_believed, _)
        yield "  " + _("没当不满算（整句多半不是投诉）：{words}", words=words)
    if 0 < reading.severity < _DANGER:
        yield "  " + _weights(found, _)
    yield from (f"  {line}" for line in _difference(found, _))


def scale(_: Words) -> Iterator[str]:
    """What the numbers mean; once, below whatever was explained."""
    grades = _("，").join(f"{n} {grade(n, _)}" for n in range(_DANGER + 1))
    yield _("轻重：{grades}；说到危险的一律是 4。", grades=grades)
    yield _("方面后面的数是 0 到 1：话说得多重，1 最重。")


def changed(change: Change, names: Mapping[str, str], _: Words) -> str:
    """One text that is read otherwise with an operator's words, who named aspects of their own."""
    more = [_("多了 {name}", name=_felt(felt, names, _)) for felt in change.more]
    less = [_("没了 {name}", name=_felt(felt, names, _)) for felt in change.less]
    return f"“{_shown(change.text)}”：{_('，').join([*more, *less])}"


def grade(severity: int, _: Words) -> str:
    names = (_("没有不满"), _("轻微"), _("明确"), _("严重"), _("危险"))
    return names[min(max(severity, 0), _DANGER)]


def _mood(polarity: Polarity, _: Words) -> str:
    known = {
        Polarity.NEGATIVE: _("不满"),
        Polarity.NEUTRAL: _("中性"),
        Polarity.POSITIVE: _("称赞"),
    }
    return known[polarity]


def _shown(text: str) -> str:
    """Nothing that rules a terminal or turns its letters round."""
    return "".join("·" if unicodedata.category(ch) in _UNSHOWN else ch for ch in text)


def _quoted(words: tuple[str, ...], _: Words) -> str:
    return _("、").join(_("“{words}”", words=_shown(one)) for one in words)


def _finding(finding: Finding, found: Reasons, _: Words) -> str:
    felt = (f"{finding.dimension}/{finding.aspect}", finding.polarity)
    return _(
        "{felt} {score}：{words}",
        felt=_felt(felt, found.names, _),
        score=finding.score,
        words=_quoted(tuple(span.words for span in finding.evidence), _),
    )


def _danger(danger: Danger, _: Words) -> str:
    words = _quoted((danger.span.words,), _)
    return _("危险（{hazard}）：{words}", hazard=hazard(danger.hazard, _), words=words)


def _weights(found: Reasons, _: Words) -> str:
    total = round(math.fsum(found.weights.values()) * 100)
    named, others = _strongest(found.weights, total)
    each = [f"{sign(name, _)} {by / 100:+.2f}" for name, by in named.items()]
    if others:
        rest = f"{(total - sum(named.values())) / 100:+.2f}"
        each.append(_("其余 {n} 项合计 {rest}", n=others, rest=rest))
    clear, serious = found.cuts
    return _(
        "轻重来自：{signs}；一共 {sum}（{clear} 起算明确，{serious} 起算严重）",
        signs=_("，").join(each),
        sum=f"{total / 100:+.2f}",
        clear=f"{clear:+.2f}",
        serious=f"{serious:+.2f}",
    )


def _strongest(weights: Mapping[str, float], total: int) -> tuple[dict[str, int], int]:
    """In hundredths, so that they add up as they are shown; and how many others weigh at all.

    Where there are no others, the weakest bears what was lost by rounding.
    """
    weighty = sorted((one for one in weights.items() if one[1]), key=lambda one: -abs(one[1]))
    named = {name: round(by * 100) for name, by in weighty[:_MOST] if abs(by) >= _HARDLY}
    others = len(weighty) - len(named)
    if named and not others:
        named[[*named][-1]] += total - sum(named.values())
    return named, others


def _difference(found: Reasons, _: Words) -> Iterator[str]:
    reading, plain = found.reading, found.plain
    if plain is None:
        return
    change = Change.between(reading, plain)
    for felt in change.more:
        yield _("因为您加的词，多了：{name}", name=_felt(felt, found.names, _))
    for felt in change.less:
        yield _("因为您加的词，没了：{name}", name=_felt(felt, found.names, _))
    if (reading.kind, reading.severity) != (plain.kind, plain.severity):
        yield _(
            "不加这些词时：{kind}，轻重 {n}（{grade}）",
            kind=labels.kind(plain.kind, _),
            n=plain.severity,
            grade=grade(plain.severity, _),
        )


def _felt(felt: Felt, names: Mapping[str, str], _: Words) -> str:
    """The plain name, and beside it the key that rules write."""
    dimension, _slash, key = felt[0].partition("/")
    return _(
        "{dimension}·{aspect}（{key}）{mood}",
        dimension=labels.dimension(dimension, _),
        aspect=aspect(key, _) if scheme().is_known(key) else names.get(key, key),
        key=felt[0],
        mood=_mood(felt[1], _),
    )
