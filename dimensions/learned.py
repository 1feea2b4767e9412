"""A trained model: what it can tell, how it is written down, and what it says of a text."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from dimensions.linear import Marks, Scorer

FORMAT = 1
_DECIMALS = 4


# What staff corrected and files in our own scheme teach the same model.
OWN_SCHEME = "own"


class ModelError(ValueError):
    """A file that should hold a trained model does not."""


@dataclass(frozen=True, kw_only=True)
class Aspect:
    """What one aspect's scorers say: is it spoken of, is it blamed, is it neither good nor bad."""

    mentioned: Scorer
    negative: Scorer | None = None
    neutral: Scorer | None = None

    def polarity(self, marks: Marks) -> str | None:
        """`negative`, `neutral`, `positive`, or nothing where it is not spoken of."""
        if self.negative is not None and self.negative.score(marks) > 0:
            return "negative"
        if self.mentioned.score(marks) <= 0:
            return None
        if self.neutral is not None and self.neutral.score(marks) > 0:
            return "neutral"
        return "positive"


@dataclass(frozen=True, kw_only=True)
class Model:
    """Aspects by name, as the labelled rows named them; `rows` is how many taught it."""

    aspects: Mapping[str, Aspect]
    rows: int

    def labels(self, marks: Marks) -> dict[str, str]:
        said = {name: aspect.polarity(marks) for name, aspect in self.aspects.items()}
        return {name: polarity for name, polarity in said.items() if polarity is not None}

    def as_json(self) -> str:
        content = {
            "format": FORMAT,
            "rows": self.rows,
            "aspects": {name: _written(aspect) for name, aspect in self.aspects.items()},
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Raises `ModelError` with one sentence on anything but a model of this format."""
        try:
            content = json.loads(text)
        except (ValueError, RecursionError):
            raise ModelError("这不是模型文件：内容不是完整的 JSON。") from None
        if not isinstance(content, dict) or "format" not in content:
            raise ModelError("这不是模型文件：里面没有 format。")
        if content["format"] != FORMAT:
            raise ModelError(
                f"模型是第 {content['format']} 版格式的，这里只认第 {FORMAT} 版："
                "请用 huiyin train 重新训练。"
            )
        try:
            aspects = {str(name): _read(raw) for name, raw in content["aspects"].items()}
            return cls(aspects=aspects, rows=int(content["rows"]))
        except (KeyError, TypeError, ValueError, AttributeError):
            raise ModelError("模型文件不完整或被改过：请用 huiyin train 重新训练。") from None


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
    scorers = {
        "mentioned": aspect.mentioned,
        "negative": aspect.negative,
        "neutral": aspect.neutral,
    }
    return {
        name: {
            "bias": round(scorer.bias, _DECIMALS),
            "length": round(scorer.length, _DECIMALS),
            "marks": [
                [mark, round(scale, _DECIMALS), round(scorer.weights.get(mark, 0.0), _DECIMALS)]
                for mark, scale in scorer.scales.items()
            ],
        }
        for name, scorer in scorers.items()
        if scorer is not None
    }


def _read(raw: Mapping[str, Any]) -> Aspect:
    scorers = {
        name: _scorer(raw[name]) for name in ("mentioned", "negative", "neutral") if name in raw
    }
    return Aspect(
        mentioned=scorers["mentioned"],
        negative=scorers.get("negative"),
        neutral=scorers.get("neutral"),
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
