"""The reasons for a reading, as somebody reads them."""

from dimensions import Tagger
from dimensions.explaining import reasons_of
from handlers import reasons
from handlers.words import words_in


def explained(
    text: str, tagger: Tagger, without: Tagger | None = None, *, language: str = "zh-hans"
) -> list[str]:
    return list(reasons.explained(reasons_of(text, tagger, without), words_in(language)))
