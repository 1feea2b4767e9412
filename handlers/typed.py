"""Answers of a survey that are typed instead of tapped."""

import re

from surveys.questionnaires import Question, QuestionKind

YES = frozenset({"是", "是的", "对", "對", "yes", "y"})
NO = frozenset({"不是", "否", "没有", "沒有", "no", "n"})
SKIP = frozenset({"跳过", "跳過", "不用了", "skip"})
AGAIN = frozenset({"改", "改一下", "我要改", "修改", "change"})
BACK = frozenset({"上一题", "上一題", "返回", "back"})
_ENDS = " 。.!！\"“”'"
_DIGITS = {
    **{digit: number for number, digit in enumerate("零一二三四五六七八九十")},
    "两": 2,
    "兩": 2,
}
_RATED = re.compile(
    r"(?:我?[给給打评評]){0,2}(?P<number>\d{1,3}(?:\.\d)?|[零一二两兩三四五六七八九十]|一?百)"
    r"\s*(?P<unit>分|[颗顆]?星|points?|stars?)?(?:吧|哦)?"
)
# Without "points" beside it a higher number is a room or a sum.
_HIGHEST_ALONE = 10


def is_skip(text: str) -> bool:
    return plain_words(text) in SKIP


def is_back(text: str) -> bool:
    return plain_words(text) in BACK


def typed_answer(question: Question, text: str) -> str | None:
    """The value that the button would have sent; None when the text names none of the buttons."""
    plain = plain_words(text)
    if question.scores:
        return _score(question, plain)
    if question.kind is QuestionKind.YESNO:
        return "yes" if plain in YES else "no" if plain in NO else None
    if question.kind is QuestionKind.SINGLE and not isinstance(question.choices, str):
        named = {name: c.key for c in question.choices for name in _names(c.text)}
        return named.get(plain)
    return None


def _score(question: Question, plain: str) -> str | None:
    """A number of the scale, or the words on its button in any language."""
    for score, label in zip(question.scores, question.labels, strict=False):
        if plain in _names(label):
            return str(score)
    number = _rated(plain)
    return str(int(number)) if number is not None and number in question.scores else None


def is_beyond(question: Question, text: str) -> bool:
    """「九分」 where five is the highest: a score, but none that can be given.

    Less than the lowest is no score but anger, and is heard as words.
    """
    number = _rated(plain_words(text)) if question.scores else None
    if number is None or number in question.scores:
        return False
    return number > question.scores[0]


def has_unit(text: str) -> bool:
    """「9分」, and no mere 9, which may answer something else."""
    found = _RATED.fullmatch(plain_words(text))
    return found is not None and found["unit"] is not None


def _rated(plain: str) -> float | None:
    """The number that is given as a score."""
    found = _RATED.fullmatch(plain)
    if found is None:
        return None
    word = found["number"]
    number = 100.0 if word.endswith("百") else float(_DIGITS.get(word, word))
    return number if found["unit"] or number <= _HIGHEST_ALONE or number == 100 else None


def _names(text: object) -> set[str]:
    written = (getattr(text, name) for name in ("zh_hans", "zh_hant", "en"))
    return {plain_words(words) for words in written if words}


def plain_words(text: str | None) -> str:
    """As somebody would type it on a button: no quotes, no full stop, no capitals."""
    return (text or "").strip(_ENDS).lower()
