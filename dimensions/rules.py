"""What an operator adds to the reader: dimensions, aspects, words, and examples that must hold."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from dimensions.phrases import PhraseError, as_typed, regex_of

_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}|[\u4e00-\u9fff]{1,12}")
_LONGEST_WORD = 16


def _refused(zh: str, en: str, *at: int) -> PydanticCustomError:
    """`at` leads on to which of several it is."""
    return PydanticCustomError("understanding", "{en}", {"zh": zh, "en": en, "at": at})


class Says(StrEnum):
    """What one of the operator's words does in a sentence."""

    SUBJECT = "subject"
    BAD = "bad"
    TERRIBLE = "terrible"
    GOOD = "good"


class OwnAspect(BaseModel, frozen=True, extra="forbid"):
    key: str = Field(description="方面的名字，字母或汉字，例如 pool 或 泳池。")
    dimension: str = Field(
        description="属于哪个维度：reliability、responsiveness、assurance、empathy、tangibles、"
        "price、other，或自己起的名字。"
    )
    name: str = Field(default="", description="给人看的叫法；不写就用 key。")

    @field_validator("key", "dimension")
    @classmethod
    def _is_a_name(cls, name: str) -> str:
        if not _NAME.fullmatch(name):
            raise _refused(
                f"“{name}”只能是小写字母、数字和下划线，或最多 12 个汉字。",
                f"“{name}” may hold small letters, digits and _, or up to 12 Chinese letters.",
            )
        return name


class OwnWords(BaseModel, frozen=True, extra="forbid"):
    aspect: str = Field(description="说的是哪个方面。")
    says: Says = Field(description="subject 说的是这件东西；bad 不好；terrible 很糟；good 好。")
    words: tuple[str, ...] = Field(min_length=1, description="一个或几个词，每个最多 16 个字。")

    @field_validator("words")
    @classmethod
    def _are_words(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        for at, word in enumerate(words):
            if not 1 < len(word.strip()) <= _LONGEST_WORD or len(word.split()) != 1:
                raise _refused(
                    f"“{word}”要是 2 到 {_LONGEST_WORD} 个字、中间没有空格的词。",
                    f"“{word}” has to be a word of 2 to {_LONGEST_WORD} letters without blanks.",
                    at,
                )
        return tuple(word.strip().lower() for word in words)


class OwnPatterns(BaseModel, frozen=True, extra="forbid"):
    aspect: str = Field(description="说的是哪个方面。")
    says: Says = Field(description="bad 不好；terrible 很糟；good 好。")
    patterns: tuple[str, ...] = Field(
        min_length=1,
        description="一种或几种说法：* 是同一句里的几个字，# 是一个数，（甲|乙）任选其一，"
        "例如 等了*没人、等了#个小时、（没|不）给发票。",
    )

    @field_validator("says")
    @classmethod
    def _is_an_opinion(cls, says: Says) -> Says:
        if says is Says.SUBJECT:
            raise _refused(
                "说法要写 bad、terrible 或 good；东西的名字写在 words 里。",
                "Write bad, terrible or good here; what things are called belongs into words.",
            )
        return says

    @field_validator("patterns")
    @classmethod
    def _are_phrases(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        plain = tuple(as_typed(pattern) for pattern in patterns)
        for at, pattern in enumerate(plain):
            try:
                regex_of(pattern)
            except PhraseError as error:
                raise _refused(error.zh, error.en, at) from None
        return plain


class Example(BaseModel, frozen=True, extra="forbid"):
    text: str = Field(min_length=1, description="客人会写的一句话。")
    negative: tuple[str, ...] = Field(default=(), description="应当读出不满的方面或维度。")
    positive: tuple[str, ...] = Field(default=(), description="应当读出称赞的方面或维度。")


class Understanding(BaseModel, frozen=True, extra="forbid"):
    """Added to what ships; nothing is taken away."""

    aspects: tuple[OwnAspect, ...] = Field(default=(), description="自己加的方面。")
    words: tuple[OwnWords, ...] = Field(default=(), description="自己加的词。")
    patterns: tuple[OwnPatterns, ...] = Field(
        default=(), description="自己加的说法，中间可以空几个字，例如 等了*没人。"
    )
    examples: tuple[Example, ...] = Field(
        default=(), description="例句；huiyin check 会逐句核对读得对不对。"
    )

    @model_validator(mode="after")
    def _aspects_are_named_once(self) -> Self:
        keys = [aspect.key for aspect in self.aspects]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            names = "、".join(sorted(twice))
            raise _refused(f"方面“{names}”写了两次。", f"The aspect “{names}” stands here twice.")
        return self

    @property
    def is_empty(self) -> bool:
        return not (self.aspects or self.words or self.patterns)

    def all_words(self) -> Iterator[tuple[OwnWords, str]]:
        """Each word with the line it stands in."""
        for line in self.words:
            for word in line.words:
                yield line, word
