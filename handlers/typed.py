"""Answers of a survey that are typed instead of tapped."""

from surveys.questionnaires import Question, QuestionKind

YES = frozenset({"是", "是的", "对", "對", "yes", "y"})
NO = frozenset({"不是", "否", "没有", "沒有", "no", "n"})
SKIP = frozenset({"跳过", "跳過", "不用了", "skip"})
AGAIN = frozenset({"改", "改一下", "我要改", "修改", "change"})
BACK = frozenset({"上一题", "上一題", "返回", "back"})
_ENDS = " 。.!！\"“”'"


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
    number = int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 3 else -1
    return str(number) if number in question.scores else None


def _names(text: object) -> set[str]:
    written = (getattr(text, name) for name in ("zh_hans", "zh_hant", "en"))
    return {plain_words(words) for words in written if words}


def plain_words(text: str | None) -> str:
    """As somebody would type it on a button: no quotes, no full stop, no capitals."""
    return (text or "").strip(_ENDS).lower()
