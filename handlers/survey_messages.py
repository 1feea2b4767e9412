"""What a survey says: one message that is edited as it goes, its reminder, its thanks."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers import labels
from handlers.presses import ServicePress, SurveyPress
from handlers.rendering import (
    Bare,
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
from handlers.words import Words
from people.telling import FaceKind, NoteKind
from surveys.occasions import AFTER, PULSE
from surveys.progress import AGAIN
from surveys.questionnaires import PORTION, PORTIONS, WRITTEN, Question, QuestionKind, Show
from surveys.values import CASE_QUESTION, InvitationState, InvitationView

Facts = Mapping[str, Any]
FEW_TAPS, SECONDS_A_TAP = 2, 3


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
    if first or not _given(context):
        return _greeted(question, context)
    return Rendered(text=_asked(question, context), keyboard=_choices(question, context))


def _given(context: Context) -> dict[str, Any]:
    assert context.invitation is not None
    return {
        answer.question: answer.value
        for answer in context.invitation.answers
        if answer.question != CASE_QUESTION
    }


def _greeted(question: Question, context: Context) -> Rendered:
    _, view = context._, context.invitation
    assert view is not None
    text = escaped(question.text.in_language(_.language))
    text += _ends(question, context)
    lines = [_greeting(view, text, context)]
    lines.append(_effort(context))
    return Rendered(text="\n".join(lines), keyboard=_choices(question, context))


def _effort(context: Context) -> str:
    """How long it takes, told by how many taps there are; a free word is nobody's duty."""
    assert context.questionnaire is not None
    _ = context._
    asked = context.questionnaire.asked_under({})
    taps = sum(question.kind not in WRITTEN for question in asked)
    if taps <= FEW_TAPS:
        return _("点一下就好，约 5 秒。（不想再收，发“停”）")
    seconds = 10 * -(-taps * SECONDS_A_TAP // 10)
    return _("每题点一下就好，共约 {seconds} 秒，随时可以停。（不想再收，发“停”）", seconds=seconds)


def _greeting(view: InvitationView, question: str, context: Context) -> str:
    """What is asked ahead, meanwhile or now and then isn't about a service that is over."""
    _, place = context._, escaped(view.place_name)
    if view.invitation.wave == AFTER:
        return _("您好！这次在{place}，{question}", place=place, question=question)
    return _("您好，{place}：{question}", place=place, question=question)


def _asked(question: Question, context: Context) -> str:
    """How far it has come, a word on the last answer, and the question."""
    text = escaped(question.text.in_language(context._.language))
    ends = _ends(question, context)
    return f"{_progress(question, context)}{_opening(question, context)}{text}{ends}"


def _ends(question: Question, context: Context) -> str:
    """What the numbers of a long scale mean."""
    _ = context._
    left = (PORTIONS - len(_marked(question, context))) * PORTION
    known = {
        QuestionKind.POINTS: _("（还有 {left} 分）", left=left),
        QuestionKind.NPS: _("（0 完全不会，10 一定会）"),
        QuestionKind.CES: _("（1 很费劲，7 很省力）"),
    }
    return known.get(question.kind, "")


def _progress(question: Question, context: Context) -> str:
    """「2/4」, where there is more than one step."""
    assert context.questionnaire is not None
    asked = context.questionnaire.asked_under(_given(context))
    if question not in asked or len(asked) < 2:
        return ""
    return f"{asked.index(question) + 1}/{len(asked)} · "


def _opening(question: Question, context: Context) -> str:
    """Said once, right after the score; a question that is asked because of it leads in itself."""
    assert context.questionnaire is not None
    given, _ = _given(context), context._
    lead = context.questionnaire.lead(given)
    before = context.questionnaire.before(question.key, given)
    score = _score(context)
    if score is None or question.when is not None or question.key in given or before != lead:
        return ""
    return _("抱歉，让您失望了。") if _let_down(context) else _("谢谢！")


def _lead(context: Context) -> Question | None:
    return context.questionnaire.lead(_given(context)) if context.questionnaire else None


def _score(context: Context) -> float | None:
    """How it went, on the scale of the question that asks so."""
    assert context.invitation is not None
    lead = _lead(context)
    given = {a.question: a for a in context.invitation.answers}
    answer = given.get(lead.key) if lead else None
    return answer.score if answer else None


def _let_down(context: Context) -> bool:
    lead = _lead(context)
    score = _score(context)
    return lead is not None and score is not None and lead.lets_down(score)


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
        rows = [_yes_or_no(question, context, answer)]
    elif question.kind is QuestionKind.POINTS:
        rows = _portions(question, context, answer)
    elif question.kind not in WRITTEN:
        rows = _options(question, context, answer)
    if ways := _ways(question, context):
        rows.append(ways)
    return tuple(rows)


def _ways(question: Question, context: Context) -> tuple[Button, ...]:
    """Back to the question before, and on without an answer or with the one that stands."""
    assert context.invitation is not None
    assert context.questionnaire is not None
    _, number, given = context._, context.invitation.invitation.id, _given(context)

    def press(text: str, action: str) -> Button:
        return button(text, SurveyPress(action=action, invitation_id=number, question=question.key))

    ways = []
    if given and context.questionnaire.before(question.key, given):
        ways.append(press(_("上一题"), "back"))
    after = context.questionnaire.after(question.key, given)
    if question.key in given and after is not None and after.key in given:
        ways.append(press(_("下一题"), "next"))
    if question.kind is QuestionKind.MULTIPLE and _marked(question, context):
        ways.append(press(_("选好了"), "done"))
    elif question.key in given and not _is_begun(question, context):
        ways.append(press(_("不改了"), "skip"))
    elif question.skippable:
        ways.append(press(_("跳过"), "skip"))
    return tuple(ways)


def _yes_or_no(question: Question, context: Context, answer: Any) -> tuple[Button, ...]:
    _, given = context._, _given(context).get(question.key)
    return (
        answer(_chosen(_("是"), is_it=given is True), "yes"),
        answer(_chosen(_("否"), is_it=given is False), "no"),
    )


def _chosen(text: str, *, is_it: bool) -> str:
    """The answer that stands, when somebody goes back to a question."""
    return f"✓ {text}" if is_it else text


def _ticked(score: int, star: str = "", *, is_it: bool) -> str:
    """As short as the others, since five or six of them share a row."""
    return f"✓{score}" if is_it else f"{score}{star}"


def _scale(question: Question, context: Context, answer: Any) -> list[tuple[Button, ...]]:
    """Words on the buttons of a short scale, numbers on a long one."""
    language = context._.language
    given = _given(context).get(question.key)
    if question.show is not Show.WORDS:
        star = "★" if question.show is Show.STARS else ""
        return [
            tuple(
                answer(_ticked(score, star, is_it=given == score), str(score))
                for score in question.scores
            )
        ]
    named = list(zip(question.scores, question.labels, strict=False))
    if len(named) == len(question.scores):
        rows: list[tuple[Button, ...]] = [
            (answer(_chosen(label.in_language(language), is_it=given == score), str(score)),)
            for score, label in named
        ]
        return rows[::-1]
    numbers = [
        answer(_ticked(score, is_it=given == score), str(score)) for score in question.scores
    ]
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
    if question.kind is QuestionKind.SINGLE:
        given = _given(context).get(question.key)
        return [(answer(_chosen(text, is_it=given == key), key),) for key, text in pairs]
    marked = _marked(question, context)
    # A button says what it does, mark or unmark, so that a double tap does it once.
    buttons = [
        answer(f"✓ {text}", f"-{key}") if key in marked else answer(text, key)
        for key, text in pairs
    ]
    return [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]


def _portions(question: Question, context: Context, answer: Any) -> list[tuple[Button, ...]]:
    """Each with what it has got; a button says which portion it gives, so that a tap counts once.

    There is a way back to the beginning as soon as something was given.
    """
    _, had = context._, _marked(question, context)
    assert not isinstance(question.choices, str)
    rows: list[tuple[Button, ...]] = []
    for choice in question.choices:
        count = had.count(choice.key)
        text = choice.text.in_language(_.language)
        if count:
            text = _("{side} · {points} 分", side=text, points=count * PORTION)
        rows.append((answer(text, f"{choice.key}.{count + 1}"),))
    if had:
        rows.append((answer(_("重新分"), AGAIN),))
    return rows


def _is_begun(question: Question, context: Context) -> bool:
    """Some of the hundred points are still to be given."""
    return question.kind is QuestionKind.POINTS and len(_marked(question, context)) < PORTIONS


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
    if view.invitation.wave == PULSE:
        return _("好的，谢谢您告诉我们。")
    if _was_corrected(view):
        return _("改好了，谢谢您。还想改，发“改”。")
    if _let_down(context):
        return _("谢谢您直说，我们会记下来改进。想改，发“改”。")
    return _("谢谢您！祝您一切顺利。想改，发“改”。")


def _was_corrected(view: InvitationView) -> bool:
    """Whether an answer is another one than when the survey was done."""
    done_at = view.invitation.completed_at
    return done_at is not None and any(
        answer.first_at <= done_at < answer.changed_at and answer.question != CASE_QUESTION
        for answer in view.answers
    )


# --- what is said beside it


@renders(NoteKind.INVITATION)
def invitation(facts: Facts, context: Context) -> Shown:
    return _linked(survey_message(context, first=True), facts, context)


@renders(NoteKind.SURVEY_AGAIN)
def survey_again(facts: Facts, context: Context) -> Shown:
    return _linked(survey_message(context), facts, context)


def _linked(shown: Rendered | None, facts: Facts, context: Context) -> Shown:
    """Who came by a link and isn't its customer can say so, until an answer was given."""
    service = facts.get("linked")
    if shown is None or service is None or not shown.keyboard or _given(context):
        return shown
    return replace(shown, keyboard=(*shown.keyboard, not_me_row(service, context._)))


def not_me_row(service_id: int, _: Words) -> tuple[Button, ...]:
    return (button(_("不是我"), ServicePress(action="notme", service_id=service_id)),)


@renders(NoteKind.SPENT)
def spent(facts: Facts, context: Context) -> Shown:
    """Where a survey went on below, how far it came; where a button did its work, nothing new."""
    message_id, view, _ = facts["message"], context.invitation, context._
    if view is None or context.questionnaire is None:
        return Bare(message_id=message_id)
    asked = context.questionnaire.asked_under(_given(context))
    done = sum(question.key in _given(context) for question in asked)
    return Bare(
        message_id=message_id, text=_("{progress} · 都记下了。", progress=f"{done}/{len(asked)}")
    )


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
    _, view = context._, context.invitation
    text = _("谢谢，您写的话已经记下了。")
    if facts.get("skipped"):
        text += "\n" + _("还有 {n} 题没答，先跳过了；想答，发“改”。", n=facts["skipped"])
    offer = survey_message(context) if view and view.invitation.step == CASE_QUESTION else None
    if offer is None:
        return Rendered(text=text)
    return Rendered(text=f"{text}\n{offer.text}", keyboard=offer.keyboard)


# --- to staff


@renders(NoteKind.LOW_SCORE)
def low_score(facts: Facts, context: Context) -> Shown:
    """Nothing to say any more when it has become a case, which has a card."""
    view, _ = context.invitation, context._
    score = _score(context)
    if view is None or view.case_id or score is None or not _let_down(context):
        return None
    text = _(
        "🟠 {place}：有客人打了 {score}。", place=escaped(view.place_name), score=_out_of(context)
    )
    sides = context.questionnaire.let_down_on(_given(context)) if context.questionnaire else ()
    named = [labels.dimension(key, _) for key in sides if key in labels.DIMENSIONS]
    if named:
        text += _("主要是：{what}。", what="、".join(named))
    if view.service.staff:
        text += _("当时是 {staff}。", staff=escaped(view.service.staff))
    asked = any(answer.question == CASE_QUESTION for answer in view.answers)
    text += _("客人说只是反馈。") if asked else _("客人没有要求处理。")
    return Rendered(text=text, silent=True)


def _out_of(context: Context) -> str:
    """「1/5」: the score and the highest there is."""
    lead = _lead(context)
    score = _score(context)
    return f"{score:g}/{lead.scores[-1]}" if lead and score is not None else ""
