"""The languages people read, and texts that an operator wrote in one or more of them."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError


class Language(StrEnum):
    ZH_HANS = "zh-hans"
    ZH_HANT = "zh-hant"
    EN = "en"

    @classmethod
    def closest(cls, tag: str | None) -> "Language":
        """For a tag such as zh-TW or en-GB; who says nothing or speaks Chinese reads zh-hans."""
        parts = (tag or "").lower().replace("_", "-").split("-")
        if parts[0] not in {"", "zh"}:
            return cls.EN
        is_traditional = not {"hant", "tw", "hk", "mo"}.isdisjoint(parts) and "hans" not in parts
        return cls.ZH_HANT if is_traditional else cls.ZH_HANS


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]

# Whoever has no text in their own language gets the nearest one that somebody wrote.
NEAREST = {
    Language.ZH_HANS: (Language.ZH_HANS, Language.ZH_HANT, Language.EN),
    Language.ZH_HANT: (Language.ZH_HANT, Language.ZH_HANS, Language.EN),
    Language.EN: (Language.EN, Language.ZH_HANS, Language.ZH_HANT),
}


class LanguageMap(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """A text in every language it was written in; plain text alone is simplified Chinese."""

    zh_hans: Words | None = Field(default=None, alias="zh-hans", description="简体中文")
    zh_hant: Words | None = Field(default=None, alias="zh-hant", description="繁体中文")
    en: Words | None = Field(default=None, description="英文")

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return {"zh-hans": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _some(self) -> "LanguageMap":
        if not (self.zh_hans or self.zh_hant or self.en):
            raise PydanticCustomError(
                "language_map",
                "Write the text in one language at least: zh-hans, zh-hant or en.",
                {"zh": "至少写一种语言的文字：zh-hans、zh-hant 或 en。"},
            )
        return self

    def has(self, language: Language) -> bool:
        """Whether somebody wrote it in this very language."""
        return bool(getattr(self, language.name.lower()))

    def in_language(self, language: str) -> str:
        """The text for a reader; an unknown language is read as simplified Chinese."""
        wanted = Language(language) if language in set(Language) else Language.ZH_HANS
        texts = {
            Language.ZH_HANS: self.zh_hans,
            Language.ZH_HANT: self.zh_hant,
            Language.EN: self.en,
        }
        return next(text for code in NEAREST[wanted] if (text := texts[code]))
