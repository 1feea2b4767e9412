"""A trained model: what it can tell, how it is written down, and what it says of a text."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from dimensions.forest import Forest, forest_from
from dimensions.linear import Marks, Scorer
from dimensions.mistakes import Mistake
from dimensions.parts import Part, about, clearest, whole_of

# The third knew nothing of the clearest part, and says what it said.
FORMAT, _FORMAT_LONG, _LONG_BEFORE = 1, 4, 3
_DECIMALS = 4
# A score of one is a chance of seven to one.
_STEEP = 2.0
# What a forest says, from 0 to 1, varies as much less than what a sum says.
_FOREST = 2.5
# What one part says is nearly as loud as what the whole says.
_CLEAREST = 1.0


_SCORERS = ("mentioned", "negative", "neutral", "clearest")

# What staff corrected and files in our own scheme teach the same model.
OWN_SCHEME = "own"


class ModelError(Mistake):
    """A file that should hold a trained model does not."""


@dataclass(frozen=True, kw_only=True)
class Aspect:
    """What one aspect's scorers say: is it spoken of, is it blamed, is it neither good nor bad.

    Of long texts `forest` and `clearest`, which hears each part alone, speak beside `mentioned`,
    `line` is what all must pass, and `blame` what being spoken of and the mood of the parts that
    speak of it must pass together.
    """

    mentioned: Scorer
    negative: Scorer | None = None
    neutral: Scorer | None = None
    forest: Forest | None = None
    clearest: Scorer | None = None
    line: float = 0.0
    blame: float | None = None

    def spoken(self, marks: Marks, parts: Sequence[Part] = ()) -> float:
        """Above zero it is spoken of."""
        said = self.mentioned.score(marks)
        if self.forest is not None:
            said += _FOREST * (self.forest.score(marks) - 0.5)
        if self.clearest is not None:
            said += _CLEAREST * clearest(self.clearest, parts)
        return said - self.line

    def polarity(self, marks: Marks, mood: float = 0.0, parts: Sequence[Part] = ()) -> str | None:
        """`negative`, `neutral`, `positive`, or nothing where it is not spoken of."""
        spoken = self.spoken(marks, parts)
        if self.blame is not None and together(spoken, mood) > self.blame:
            return "negative"
        if self.negative is not None and self.negative.score(marks) > 0:
            return "negative"
        if spoken <= 0:
            return None
        if self.neutral is not None and self.neutral.score(marks) > 0:
            return "neutral"
        return "positive"


def together(spoken: float, blamed: float) -> float:
    """The logarithm of the chance that it is spoken of, and that this is blame."""
    return -math.log1p(math.exp(-_STEEP * spoken)) - math.log1p(math.exp(-_STEEP * blamed))


@dataclass(frozen=True, kw_only=True)
class Model:
    """Aspects by name, as the labelled rows named them; `rows` is how many taught it."""

    aspects: Mapping[str, Aspect]
    rows: int
    # Above zero the parts that speak of an aspect blame it; only where the texts are long.
    mood: Scorer | None = None

    def labels(self, marks: Marks, parts: Sequence[Part] = ()) -> dict[str, str]:
        is_long = any(aspect.clearest is not None for aspect in self.aspects.values())
        whole = whole_of(parts) if is_long or self.mood is not None else marks
        said = {
            name: aspect.polarity(whole, self._felt(name, parts), parts)
            for name, aspect in self.aspects.items()
        }
        return {name: polarity for name, polarity in said.items() if polarity is not None}

    def _felt(self, name: str, parts: Sequence[Part]) -> float:
        """The mood of the parts that speak of an aspect."""
        if self.mood is None:
            return 0.0
        return self.mood.score(about(name, parts, self.aspects[name].mentioned.weights))

    def as_json(self) -> str:
        content = {
            "format": FORMAT if self.mood is None else _FORMAT_LONG,
            "rows": self.rows,
            "aspects": {name: _written(aspect) for name, aspect in self.aspects.items()},
        }
        if self.mood is not None:
            content["mood"] = _scorer_written(self.mood)
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Raises `ModelError` with one sentence on anything but a model of this format."""
        try:
            content = json.loads(text)
        except (ValueError, RecursionError):
            raise ModelError(
                "这不是模型文件：内容不是完整的 JSON。",
                "This is no model: what is in it is no whole JSON.",
            ) from None
        if not isinstance(content, dict) or "format" not in content:
            raise ModelError(
                "这不是模型文件：里面没有 format。", "This is no model: it has no format."
            )
        if content["format"] not in {FORMAT, _FORMAT_LONG, _LONG_BEFORE}:
            raise ModelError(
                f"模型是第 {content['format']} 版格式的，"
                f"这里只认第 {FORMAT}、{_LONG_BEFORE}、{_FORMAT_LONG} 版："
                "请用 huiyin train 重新训练。",
                f"The model has format {content['format']}, only {FORMAT}, {_LONG_BEFORE} and "
                f"{_FORMAT_LONG} are known here: train it again with huiyin train.",
            )
        try:
            aspects = {str(name): _read(raw) for name, raw in content["aspects"].items()}
            mood = None if content["format"] == FORMAT else _scorer(content["mood"])
            return cls(aspects=aspects, rows=int(content["rows"]), mood=mood)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise ModelError(
                "模型文件不完整或被改过：请用 huiyin train 重新训练。",
                "The model is not whole, or was changed: train it again with huiyin train.",
            ) from None


@dataclass(frozen=True, kw_only=True)
class Version:
    """A kept model: its scores are those on rows held back, its own and that of the one before."""

    number: int
    made_at: datetime
    rows: int
    score: float
    score_before: float | None
    is_used: bool


def _written(aspect: Aspect) -> dict[str, Any]:
    scorers = {name: getattr(aspect, name) for name in _SCORERS}
    found: dict[str, Any] = {n: _scorer_written(s) for n, s in scorers.items() if s is not None}
    if aspect.forest is not None:
        found["forest"] = aspect.forest.trees
        found["line"] = round(aspect.line, _DECIMALS)
    if aspect.blame is not None:
        found["blame"] = round(aspect.blame, _DECIMALS)
    return found


def _scorer_written(scorer: Scorer) -> dict[str, Any]:
    return {
        "bias": round(scorer.bias, _DECIMALS),
        "length": round(scorer.length, _DECIMALS),
        "marks": [
            [mark, round(scale, _DECIMALS), round(scorer.weights.get(mark, 0.0), _DECIMALS)]
            for mark, scale in scorer.scales.items()
        ],
    }


def _read(raw: Mapping[str, Any]) -> Aspect:
    scorers = {name: _scorer(raw[name]) for name in _SCORERS if name in raw}
    return Aspect(
        mentioned=scorers["mentioned"],
        negative=scorers.get("negative"),
        neutral=scorers.get("neutral"),
        forest=forest_from(raw["forest"]) if "forest" in raw else None,
        clearest=scorers.get("clearest"),
        line=_finite(raw.get("line", 0.0)),
        blame=_finite(raw["blame"]) if "blame" in raw else None,
    )


def _scorer(raw: Mapping[str, Any]) -> Scorer:
    triples = [(int(mark), _finite(scale), _finite(weight)) for mark, scale, weight in raw["marks"]]
    return Scorer(
        weights={mark: weight for mark, _, weight in triples if weight},
        scales={mark: scale for mark, scale, _ in triples},
        bias=_finite(raw["bias"]),
        length=_finite(raw["length"]),
    )


def _finite(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return number
