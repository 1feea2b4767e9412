"""The catalogue: sentences of simplified Chinese, found in two more languages."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from babel.messages.pofile import read_po

from dimensions.rules import OwnAspect
from people.languages import LanguageMap

LOCALES = Path(__file__).parent.parent / "locales"
FOLDERS = {"zh-hant": "zh_Hant", "en": "en"}
LANGUAGES = ("zh-hans", "zh-hant", "en")
SOURCE = "zh-hans"
NO_NAMES: Mapping[str, str] = MappingProxyType({})
NO_TOPICS: Mapping[str, OwnAspect] = MappingProxyType({})


def language_of(code: str | None) -> str:
    """The nearest of our languages to a BCP 47 tag such as Telegram gives; zh-hans by default."""
    tag = (code or "").lower().replace("_", "-")
    if tag.startswith("zh"):
        is_hant = any(part in tag for part in ("hant", "-tw", "-hk", "-mo"))
        return "zh-hant" if is_hant else SOURCE
    return "en" if tag else SOURCE


@cache
def _catalogue(language: str) -> dict[str, str]:
    folder = FOLDERS.get(language)
    if folder is None or not (LOCALES / folder).exists():
        return {}
    with (LOCALES / folder / "LC_MESSAGES" / "huiyin.po").open("rb") as file:
        found = read_po(file)
    return {str(m.id): str(m.string) for m in found if m.id and m.string and not m.fuzzy}


class Words:
    """Sentences in one language. A sentence that lacks its translation is said in Chinese.

    `services` are the house's own names of its kinds of service, by their codes; `topics` are the
    aspects that it has added, by their keys.
    """

    def __init__(
        self,
        language: str,
        services: Mapping[str, str] = NO_NAMES,
        topics: Mapping[str, OwnAspect] = NO_TOPICS,
    ) -> None:
        self.services, self.topics = services, topics
        self.language = language if language in LANGUAGES else language_of(language)
        self._found = _catalogue(self.language)

    def __call__(self, sentence: str, **values: Any) -> str:
        text = self._found.get(sentence, sentence)
        return text.format(**values) if values else text


@cache
def words_in(language: str) -> Words:
    return Words(language)


def words_of(
    services: Mapping[str, LanguageMap], language: str, topics: Iterable[OwnAspect] = ()
) -> Words:
    """The catalogue, and what the house calls its services and topics, as its rules say now."""
    found, added = words_in(language), {topic.key: topic for topic in topics}
    if not services and not added:
        return found
    names = {code: name.in_language(found.language) for code, name in services.items()}
    return Words(found.language, names, added)
