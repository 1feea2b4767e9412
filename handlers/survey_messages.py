"""What a survey says: one message that is edited as it goes, its reminder, its thanks."""

from collections.abc import Mapping
from typing import Any

from handlers import labels
from handlers.presses import SurveyPress
from handlers.rendering import (
    Button,
    Context,
    Keyboard,
    Rendered,
    Shown,
    button,
    renders,
    shows,
)
from handlers.safe import escaped
from people.telling import FaceKind, NoteKind
from surveys.progress import SATISFACTION
from surveys.questionnaires import Question, QuestionKind
from surveys.values import CASE_QUESTION, InvitationState

Facts = Mapping[str, Any]


@shows(FaceKind.SURVEY)
def survey(facts: Facts, context: Context) -> Rendered | None:
    return survey_message(context)


def survey_message(context: Context, *, first: bool = False) -> Rendered | None:
    """The invitation and every later state of the same message."""
    view, _ = context.invitation, context._
    if view is None or context.questionnaire is None:
        return None
    state, step = view.invitation.state, view.invitation.step
    if state in {InvitationState.EXPIRED, InvitationState.CANCELLED}:
        return Rendered(text=_("这份问卷已经结束了，谢谢您。有话随时直接写给我。"))
    if step == CASE_QUESTION:
        return _offer(context)
    question = next((q for q in context.questionnaire.questions if q.key == step), None)
    if question is None:
        return Rendered(text=_thanks(context))
    return _asked(question, context, first=first)


def _asked(question: Question, context: Context, *, first: bool) -> Rendered:
    _, view = context._, context.invitation
    assert view is not None
    text = escaped(question.text.in_language(_.language))
    score = _score(context)
    if first or score is None:
        place = escaped(view.place_name)
        lines = [_("您好！这次在{place}，{question}", place=place, question=text)]
        lines.append(_("点一下就好，约 5 秒。（不想再收，发“停”）"))
        return Rendered(text="\n".join(lines), keyboard=_choices(question, context))
    if question.when is not None:
        # It is asked because of that score, and its own words lead in.
        return Rendered(text=text, keyboard=_choices(question, context))
    opening = _("抱歉，让您失望了。") if score <= 3 else _("谢谢！")
    return Rendered(text=f"{opening}{text}", keyboard=_choices(question, context))


def _score(context: Context) -> float | None:
    assert context.invitation is not None
    given = {a.question: a for a in context.invitation.answers}
    answer = given.get(SATISFACTION)
    return answer.score if answer else None


def _choices(question: Question, context: Context) -> Keyboard:
    _, view = context._, context.invitation
    assert view is not None
    number = view.invitation.id

    def answer(text: str, value: str) -> Button:
        return button(
            text,
            SurveyPress(action="answer", invitation_id=number, question=question.key, value=value),
        )

    rows: list[tuple[Button, ...]] = []
    if question.scores:
        rows = _scale(question, context, answer)
    elif question.kind is QuestionKind.YESNO:
        rows = [(answer(_("是"), "yes"), answer(_("否"), "no"))]
    elif question.kind is not QuestionKind.TEXT:
        rows = _options(question, context, answer)
    if question.skippable:
        action = (
            "done"
            if question.kind is QuestionKind.MULTIPLE and _marked(question, context)
            else "skip"
        )
        text = _("选好了") if action == "done" else _("跳过")
        rows.append(
            (
                button(
                    text,
                    SurveyPress(action=action, invitation_id=number, question=question.key),
                ),
            )
        )
    return tuple(rows)


def _scale(question: Question, context: Context, answer: Any) -> list[tuple[Button, ...]]:
    """Words on the buttons of a short scale, numbers on a long one."""
    language = context._.language
    named = list(zip(question.scores, question.labels, strict=False))
    if len(named) == len(question.scores):
        rows: list[tuple[Button, ...]] = [
            (answer(label.in_language(language), str(score)),) for score, label in named
        ]
        return rows[::-1]
    numbers = [answer(str(score), str(score)) for score in question.scores]
    return [tuple(numbers[i : i + 6]) for i in range(0, len(numbers), 6)]


def _marked(question: Question, context: Context) -> tuple[str, ...]:
    assert context.invitation is not None
    given = {a.question: a.value for a in context.invitation.answers}
    value = given.get(question.key)
    return tuple(value) if isinstance(value, list | tuple) else ()


def _options(question: Question, context: Context, answer: Any) -> list[tuple[Button, ...]]:
    _ = context._
    if isinstance(question.choices, str):
        pairs = [(key, labels.everyday(key, _)) for key in labels.DIMENSIONS]
    else:
        pairs = [(c.key, c.text.in_language(_.language)) for c in question.choices]
    marked = _marked(question, context)
    # A button says what it does, mark or unmark, so that a double tap does it once.
    buttons = [
        answer(f"✓ {text}", f"-{key}") if key in marked else answer(text, key)
        for key, text in pairs
    ]
    return [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]


def _offer(context: Context) -> Rendered:
    _, view = context._, context.invitation
    assert view is not None
    number = view.invitation.id
    buttons = (
        button(_("请处理"), SurveyPress(action="case", invitation_id=number)),
        button(_("只是反馈"), SurveyPress(action="feedback", invitation_id=number)),
    )
    return Rendered(text=_("要请值班经理处理吗？"), keyboard=(buttons,))


def _thanks(context: Context) -> str:
    _, view = context._, context.invitation
    assert view is not None
    if view.case_id:
        return _("谢谢您。已转值班经理，编号 {number}。", number=view.case_id)
    if (_score(context) or 5) <= 3:
        return _("谢谢您直说，我们会记下来改进。")
    return _("谢谢您！祝您一切顺利。")


# --- what is said beside it


@renders(NoteKind.INVITATION)
def invitation(facts: Facts, context: Context) -> Shown:
    return survey_message(context, first=True)


@renders(NoteKind.SURVEY_REMINDER)
def survey_reminder(facts: Facts, context: Context) -> Shown:
    view, _ = context.invitation, context._
    if view is None:
        return None
    text = _(
        "还想听听您对{place}的看法。上面那条消息，点一下就好；不想说也没关系。",
        place=escaped(view.place_name),
    )
    return Rendered(text=text, silent=True)


@renders(NoteKind.THANKS)
def thanks(facts: Facts, context: Context) -> Shown:
    """After a low score the thanks carry the offer, below what the customer just wrote."""
    text, view = context._("谢谢，您写的话已经记下了。"), context.invitation
    offer = survey_message(context) if view and view.invitation.step == CASE_QUESTION else None
    if offer is None:
        return Rendered(text=text)
    return Rendered(text=f"{text}\n{offer.text}", keyboard=offer.keyboard)
