"""Why a text is read as it is, in lines for a person: `huiyin tag --explain`."""

import unicodedata
from collections.abc import Iterable, Iterator

from dimensions.reading import Finding, Reading
from dimensions.tagger import Tagger

_MOODS = {"negative": "不满", "neutral": "中性", "positive": "称赞"}
_KINDS = {
    "complaint": "投诉",
    "objection": "异议",
    "emergency": "突发",
    "suggestion": "建议",
    "praise": "表扬",
    "question": "咨询",
    "other": "其他",
}
# Signs that hardly weigh are left out.
_HARDLY = 0.05
_UNSHOWN = frozenset({"Cc", "Cf", "Cs"})


def explained(text: str, tagger: Tagger, without: Tagger | None = None) -> Iterator[str]:
    """What was read, by which words, what made it grave; and what it would be without own words."""
    reading = tagger.read(text)
    yield _shown(text)
    yield f"  {_KINDS[reading.kind]}，轻重 {reading.severity}"
    yield from (f"  {_finding(finding, tagger)}" for finding in reading.dimensions)
    for danger in reading.safety:
        yield f"  安全（{danger.hazard}）：“{danger.span.words}”"
    if gone := tagger.not_believed(text):
        yield f"  没当不满算（整句多半不是投诉）：{'、'.join(f'“{words}”' for words in gone)}"
    if reading.severity:
        yield f"  轻重来自：{_weights(text, tagger)}"
    if without is not None:
        yield from _difference(reading, without.read(text))


def _shown(text: str) -> str:
    """Nothing that rules a terminal or turns its letters round."""
    return "".join("·" if unicodedata.category(ch) in _UNSHOWN else ch for ch in text)


def changes(tagger: Tagger, texts: Iterable[str]) -> Iterator[str]:
    """Of these texts, those that an operator's words and patterns make read otherwise, and how."""
    for text in texts:
        here, there = _said(tagger.read_alone(text)), _said(tagger.shipped.read_alone(text))
        more = [f"多了 {name}" for name in sorted(here - there)]
        less = [f"没了 {name}" for name in sorted(there - here)]
        if more or less:
            yield f"“{text}”：{'，'.join([*more, *less])}"


def _finding(finding: Finding, tagger: Tagger) -> str:
    aspect = tagger.scheme.aspects[finding.aspect]
    words = "、".join(f"“{span.words}”" for span in finding.evidence)
    mood = _MOODS[finding.polarity.value]
    return f"{finding.dimension}/{aspect.key}（{aspect.name}）{mood} {finding.score}：{words}"


def _weights(text: str, tagger: Tagger) -> str:
    found = tagger.weights_of_severity(text)
    told = sorted(found.items(), key=lambda item: -abs(item[1]))
    return "，".join(f"{name} {weight:+.2f}" for name, weight in told if abs(weight) >= _HARDLY)


def _difference(reading: Reading, plain: Reading) -> Iterator[str]:
    here, there = _said(reading), _said(plain)
    for name in sorted(here - there):
        yield f"  因为您加的词，多了：{name}"
    for name in sorted(there - here):
        yield f"  因为您加的词，没了：{name}"
    if reading.kind is not plain.kind or reading.severity != plain.severity:
        yield f"  不加这些词时：{_KINDS[plain.kind]}，轻重 {plain.severity}"


def _said(reading: Reading) -> set[str]:
    return {f"{f.dimension}/{f.aspect} {_MOODS[f.polarity.value]}" for f in reading.dimensions}
