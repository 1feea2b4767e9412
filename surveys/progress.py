"""How far a survey has come: what was answered, what is asked next, what a button means."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dimensions.scheme import Scheme
from surveys.questionnaires import (
    LEAD,
    PORTIONS,
    WRITTEN,
    Question,
    QuestionKind,
    Questionnaire,
)
from surveys.rules import ScoreBounds, SurveyRules
from surveys.values import CASE_QUESTION, Answer, Invitation
from surveys.work import AskingWork

SATISFACTION = LEAD
AGAIN = "again"
Given = int | bool | str | tuple[str, ...] | None


@dataclass(frozen=True, kw_only=True)
class Progress:
    """An invitation held for writing, with what was asked and answered."""

    invitation: Invitation
    rules: SurveyRules
    questionnaire: Questionnaire
    answers: Mapping[str, Answer]

    @property
    def given(self) -> dict[str, Given]:
        return {key: _as_given(answer) for key, answer in self.answers.items()}

    @property
    def score(self) -> int | None:
        """How it went, on the scale of the question that asks so."""
        lead = self.questionnaire.lead(self.given)
        score = self.given.get(lead.key) if lead else None
        return score if isinstance(score, int) and not isinstance(score, bool) else None

    @property
    def is_low(self) -> bool:
        return self._at_most(self.rules.offer_case_at)

    @property
    def is_bad(self) -> bool:
        return self._at_most(self.rules.alert_at)

    def _at_most(self, bounds: ScoreBounds) -> bool:
        lead, score = self.questionnaire.lead(self.given), self.score
        return lead is not None and score is not None and score <= bounds.of(lead)

    @property
    def case_id(self) -> int | None:
        chosen = self.answers.get(CASE_QUESTION)
        return chosen.value if chosen and chosen.value else None

    @property
    def offers_case(self) -> bool:
        return self.is_low and CASE_QUESTION not in self.answers

    @property
    def open_question(self) -> Question | None:
        return self.questionnaire.next_question(self.given)

    @property
    def lacks_only_words(self) -> bool:
        """Something was answered, and what is still open is a free word or a photo."""
        asked = self.questionnaire.asked_under(self.given)
        still = [question for question in asked if question.key not in self.answers]
        said = any(self.given.get(question.key) is not None for question in asked)
        return said and bool(still) and all(question.kind in WRITTEN for question in still)

    @property
    def step(self) -> str | None:
        """The offer comes before the free word, so that who writes a lot is asked too."""
        question = self.open_question
        if self.offers_case and (question is None or question.kind in WRITTEN):
            return CASE_QUESTION
        return question.key if question else None

    def is_asked(self, question: Question) -> bool:
        return question in self.questionnaire.asked_under(self.given)

    @property
    def text_question(self) -> Question | None:
        return self.question_for(photo=False)

    def question_for(self, *, photo: bool) -> Question | None:
        """Where a message goes: the first written question that is open, else the last.

        A photo goes where one is asked for, words where words are.
        """
        wanted = QuestionKind.PHOTO if photo else QuestionKind.TEXT
        written = [q for q in self.questionnaire.asked_under(self.given) if q.kind in WRITTEN]
        ordered = sorted(written, key=lambda question: question.kind is not wanted)
        unanswered = [question for question in ordered if question.key not in self.answers]
        return next(iter(unanswered), written[-1] if written else None)


async def load_progress(work: AskingWork, invitation: Invitation) -> Progress:
    rules = await work.surveys.rules_made_under(invitation.rules_id)
    return Progress(
        invitation=invitation,
        rules=rules,
        questionnaire=rules.asked_of(invitation.questionnaire, invitation.id),
        answers={answer.question: answer for answer in await work.surveys.answers(invitation.id)},
    )


def is_composed(question: Question, value: Given) -> bool:
    """Whether more taps belong to this answer: choices until "done", points until all are given."""
    if question.kind is QuestionKind.POINTS:
        return isinstance(value, tuple) and len(value) < PORTIONS
    return question.kind is QuestionKind.MULTIPLE


async def tell_choices(work: AskingWork, survey: Progress, step: str | None = None) -> None:
    """What took several taps is told to other systems when the customer goes on, or away."""
    for question in survey.questionnaire.questions:
        value = survey.given.get(question.key)
        taken = isinstance(value, tuple) and question.key != step
        if taken and (question.kind is QuestionKind.MULTIPLE or not is_composed(question, value)):
            await work.surveys.finish_answer(survey.invitation.id, question.key)


def _as_given(answer: Answer) -> Given:
    value: Given | list[str] = answer.value
    return tuple(value) if isinstance(value, list) else value


def value_of(question: Question, raw: str, progress: Progress) -> Given:
    """What a button's value means for this question; None when it has no such answer."""
    if question.scores:
        number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 3 else -1
        return number if number in question.scores else None
    if question.kind is QuestionKind.YESNO:
        return {"yes": True, "no": False}.get(raw)
    if question.kind is QuestionKind.POINTS:
        return _portioned(question, raw, progress)
    key = raw.removeprefix("-") if question.kind is QuestionKind.MULTIPLE else raw
    if question.kind in WRITTEN or not _is_choice(question, key):
        return None
    return raw if question.kind is QuestionKind.SINGLE else _marked(question, raw, progress)


def _marked(question: Question, raw: str, progress: Progress) -> tuple[str, ...]:
    """`tangibles` marks, `-tangibles` takes the mark away; the same tap twice does it once."""
    marked = progress.given.get(question.key)
    chosen = marked if isinstance(marked, tuple) else ()
    if raw.startswith("-"):
        return tuple(key for key in chosen if key != raw[1:])
    return chosen if raw in chosen else (*chosen, raw)


def _portioned(question: Question, raw: str, progress: Progress) -> tuple[str, ...] | None:
    """`empathy.2`: this one's second portion; the same tap twice gives it once. `again`: none yet.

    A button of an older state of the message changes nothing.
    """
    given = progress.given.get(question.key)
    had = given if isinstance(given, tuple) else ()
    if raw == AGAIN:
        return ()
    key, _, number = raw.partition(".")
    if not _is_choice(question, key) or not number.isdecimal():
        return None
    is_next = int(number) == had.count(key) + 1 and len(had) < PORTIONS
    return (*had, key) if is_next else had


@cache
def dimensions() -> tuple[str, ...]:
    """What a question may offer as the sides of a service, in the order of the scheme."""
    known = Scheme.load().dimensions
    return known if "other" in known else (*known, "other")


def _is_choice(question: Question, raw: str) -> bool:
    if isinstance(question.choices, str):
        return raw in dimensions()
    return any(choice.key == raw for choice in question.choices)
