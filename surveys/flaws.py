"""What is wrong with a questionnaire although each of its fields is well formed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from people.languages import Language, LanguageMap
from surveys.progress import dimensions
from surveys.questionnaires import WRITTEN, Condition, Question, QuestionKind, Questionnaire
from surveys.rules import SurveyRules

Path = tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """`at` leads from the survey rules to where it stands."""

    at: Path
    zh: str
    en: str


def flaws_in(rules: SurveyRules) -> Iterator[Flaw]:
    """Conditions that nothing can meet and choices that can't be told apart."""
    for key, questionnaire in rules.questionnaires.items():
        for index, question in enumerate(questionnaire.questions):
            at = ("questionnaires", key, "questions", index)
            yield from _twins(question, at)
            yield from _unmeetable(question, questionnaire, (*at, "when"))


def _twins(question: Question, at: Path) -> Iterator[Flaw]:
    if isinstance(question.choices, str):
        return
    seen: set[str] = set()
    for index, choice in enumerate(question.choices):
        if choice.key in seen:
            yield Flaw(
                at=(*at, "choices", index, "key"),
                zh=f"{question.key} 有两个选项都叫 {choice.key}，请改一个。",
                en=f"{question.key} has two choices named {choice.key}; give one another name.",
            )
        seen.add(choice.key)


def _unmeetable(question: Question, questionnaire: Questionnaire, at: Path) -> Iterator[Flaw]:
    condition = question.when
    asked = questionnaire.question(condition.question) if condition else None
    if condition is None or asked is None:
        return
    if asked.kind in WRITTEN:
        yield Flaw(
            at=(*at, "question"),
            zh=f"{asked.key} 的回答是文字或照片，不能当条件；请换一道打分或选择的题。",
            en=f"{asked.key} is answered in words or by a photo, which no condition can look at; "
            "name a question with buttons.",
        )
        return
    yield from _wrong_bounds(condition, asked, at)
    yield from _wrong_names(condition, asked, at)


def _wrong_bounds(condition: Condition, asked: Question, at: Path) -> Iterator[Flaw]:
    bounds = {"at_least": condition.at_least, "at_most": condition.at_most}
    for name, bound in bounds.items():
        if bound is None or bound in asked.scores:
            continue
        if not asked.scores:
            zh, en = (
                f"{asked.key} 不打分，不能写 {name}；请写 one_of。",
                f"{asked.key} isn't scored; ",
            )
            yield Flaw(at=(*at, name), zh=zh, en=f"{en}write one_of instead of {name}.")
            continue
        first, last = asked.scores[0], asked.scores[-1]
        yield Flaw(
            at=(*at, name),
            zh=f"{asked.key} 的分数是 {first} 到 {last}，没有 {bound}。",
            en=f"{asked.key} is answered with {first} to {last}; {bound} isn't among them.",
        )
    low, high = condition.at_least, condition.at_most
    if low is not None and high is not None and low > high:
        yield Flaw(
            at=(*at, "at_most"),
            zh=f"不低于 {low} 又不高于 {high}，这样永远不会问；请改一个数。",
            en=f"Nothing is at least {low} and at most {high}; change one of them.",
        )


def _wrong_names(condition: Condition, asked: Question, at: Path) -> Iterator[Flaw]:
    known = answers_of(asked)
    for index, name in enumerate(condition.one_of or ()):
        if name not in known:
            yield Flaw(
                at=(*at, "one_of", index),
                zh=f"{asked.key} 没有“{name}”这个回答，有：{'、'.join(known)}。",
                en=f"{asked.key} has no answer “{name}”; there are: {', '.join(known)}.",
            )


def answers_of(question: Question) -> tuple[str, ...]:
    """What a condition's `one_of` may name."""
    if question.scores:
        return tuple(str(score) for score in question.scores)
    if question.kind is QuestionKind.YESNO:
        return ("yes", "no")
    if isinstance(question.choices, str):
        return dimensions()
    return tuple(choice.key for choice in question.choices)


def gaps_in(rules: SurveyRules) -> Iterator[Flaw]:
    """Texts that some readers get in another language than their own."""
    for key, questionnaire in rules.questionnaires.items():
        for index, question in enumerate(questionnaire.questions):
            at = ("questionnaires", key, "questions", index)
            for path, text in _texts(question):
                missing = [language.value for language in Language if not text.has(language)]
                if missing:
                    yield _gap((*at, *path), missing)


def _texts(question: Question) -> Iterator[tuple[Path, LanguageMap]]:
    yield ("text",), question.text
    for index, label in enumerate(question.labels):
        yield ("labels", index), label
    if not isinstance(question.choices, str):
        for index, choice in enumerate(question.choices):
            yield ("choices", index, "text"), choice.text


def _gap(at: Path, missing: Sequence[str]) -> Flaw:
    return Flaw(
        at=at,
        zh=f"缺 {'、'.join(missing)}，先用别的语言显示。",
        en=f"has no {', '.join(missing)}; another language is shown instead.",
    )
