"""What an operator adds to the reader: dimensions, aspects, words, and examples that must hold."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, Field, field_validator, model_validator

_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}|[\u4e00-\u9fff]{1,12}")
_LONGEST_WORD = 16


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
            raise ValueError("只能是小写字母、数字和下划线，或最多 12 个汉字")
        return name


class OwnWords(BaseModel, frozen=True, extra="forbid"):
    aspect: str = Field(description="说的是哪个方面。")
    says: Says = Field(description="subject 说的是这件东西；bad 不好；terrible 很糟；good 好。")
    words: tuple[str, ...] = Field(min_length=1, description="一个或几个词，每个最多 16 个字。")

    @field_validator("words")
    @classmethod
    def _are_words(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        for word in words:
            if not 1 < len(word.strip()) <= _LONGEST_WORD or len(word.split()) != 1:
                raise ValueError(f"“{word}”要是 2 到 {_LONGEST_WORD} 个字、中间没有空格的词")
        return tuple(word.strip().lower() for word in words)


class Example(BaseModel, frozen=True, extra="forbid"):
    text: str = Field(min_length=1, description="客人会写的一句话。")
    negative: tuple[str, ...] = Field(default=(), description="应当读出不满的方面或维度。")
    positive: tuple[str, ...] = Field(default=(), description="应当读出称赞的方面或维度。")


class Understanding(BaseModel, frozen=True, extra="forbid"):
    """Added to what ships; nothing is taken away."""

    aspects: tuple[OwnAspect, ...] = Field(default=(), description="自己加的方面。")
    words: tuple[OwnWords, ...] = Field(default=(), description="自己加的词。")
    examples: tuple[Example, ...] = Field(
        default=(), description="例句；huiyin check 会逐句核对读得对不对。"
    )

    @model_validator(mode="after")
    def _aspects_are_named_once(self) -> Self:
        keys = [aspect.key for aspect in self.aspects]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise ValueError(f"方面“{'、'.join(sorted(twice))}”写了两次")
        return self

    @property
    def is_empty(self) -> bool:
        return not (self.aspects or self.words)

    def all_words(self) -> Iterator[tuple[OwnWords, str]]:
        """Each word with the line it stands in."""
        for line in self.words:
            for word in line.words:
                yield line, word
