"""Answers: pressed, chosen, skipped or written; the next question; a case for who was let down."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from dimensions.reading import Kind, Reading
from people.telling import Face, FaceKind, Note, NoteKind, To
from surveys.alerting import alert_due_at, alert_staff, choices_due_at, rest_due_at
from surveys.asking import facts_of, thing_of
from surveys.occasions import PULSE
from surveys.outcomes import note_delivery
from surveys.progress import Progress, is_composed, load_progress, tell_choices, value_of
from surveys.questionnaires import Question
from surveys.values import ANSWERABLE, CASE_QUESTION, Invitation, InvitationState
from surveys.work import AnsweringWork, AskingWork

REAL_COMPLAINT = 2


class Refusal(StrEnum):
    """Why an answer wasn't taken; each has its sentence in handlers."""

    UNKNOWN = "unknown"
    FOREIGN = "foreign"
    LATE = "late"
    CLOSED = "closed"
    COMPLAINT = "complaint"
    REQUEST = "request"


@dataclass(frozen=True, kw_only=True)
class Answered:
    """Where the survey stands now. `changed` is False when nothing new was said."""

    invitation: Invitation
    step: str | None
    changed: bool
    takes_text: bool


@dataclass(frozen=True, kw_only=True)
class CaseWish:
    """A customer who was let down wants somebody to look after it."""

    person_id: int
    place_id: int
    service_id: int
    invitation_id: int
    score: int
    is_bad: bool
    dimensions: tuple[str, ...]
    words_id: int | None


class OpenCase(Protocol):
    async def __call__(self, work: Any, wish: CaseWish, now: datetime) -> int:
        """Opens the case, says so, and gives its number."""
        ...


# --- what a customer does


async def press_answer(
    work: AskingWork, invitation_id: int, key: str, raw: str, *, person_id: int, now: datetime
) -> Answered | Refusal:
    """A button with an answer. On a question with several choices it marks or unmarks one."""
    survey = await _open(work, invitation_id, person_id, now)
    if isinstance(survey, Refusal):
        return survey
    question = survey.questionnaire.question(key)
    if question is None or not survey.is_asked(question):
        return Refusal.UNKNOWN
    value = value_of(question, raw, survey)
    if value is None:
        return Refusal.UNKNOWN
    score = float(value) if question.scores and isinstance(value, int) else None
    stored = list(value) if isinstance(value, tuple) else value
    several = is_composed(question, value)
    composing = several and survey.invitation.completed_at is None
    changed = await work.surveys.put_answer(
        invitation_id, key, stored, score, now, composing=composing, unfinished=several
    )
    for choice, points in question.points(value).items():
        given = (f"w_{choice}", points, float(points))
        await work.surveys.put_answer(invitation_id, *given, now, unfinished=True)
    return await _advance(work, survey, now, changed=changed, stay_at=key if several else None)


async def press_next(
    work: AskingWork, invitation_id: int, key: str, *, person_id: int, now: datetime
) -> Answered | Refusal:
    """Skip, or done with the choices of a question; what was chosen stays chosen."""
    survey = await _open(work, invitation_id, person_id, now)
    if isinstance(survey, Refusal):
        return survey
    question = survey.questionnaire.question(key)
    if question is None or not (question.skippable or key in survey.answers):
        return Refusal.UNKNOWN
    stands = survey.invitation.step == key
    changed = stands
    if key not in survey.answers:
        changed = await work.surveys.put_answer(invitation_id, key, None, None, now)
    return await _advance(work, survey, now, changed=changed)


async def press_back(
    work: AskingWork, invitation_id: int, key: str, *, person_id: int, now: datetime
) -> Answered | Refusal:
    """To the question before this one, with its answer as it stands; nothing is forgotten."""
    survey = await _open(work, invitation_id, person_id, now)
    if isinstance(survey, Refusal):
        return survey
    before = survey.questionnaire.before(key, survey.given)
    if before is None:
        return Refusal.UNKNOWN
    changed = survey.invitation.step != before.key
    return await _advance(work, survey, now, changed=changed, stay_at=before.key)


async def press_on(
    work: AskingWork, invitation_id: int, key: str, *, person_id: int, now: datetime
) -> Answered | Refusal:
    """To the question after this one, which was answered too and may be changed."""
    survey = await _open(work, invitation_id, person_id, now)
    if isinstance(survey, Refusal):
        return survey
    after = survey.questionnaire.after(key, survey.given)
    if after is None or after.key not in survey.answers:
        return Refusal.UNKNOWN
    changed = survey.invitation.step != after.key
    return await _advance(work, survey, now, changed=changed, stay_at=after.key)


async def begin_again(
    work: AskingWork, person_id: int, key: str, now: datetime
) -> Answered | Refusal:
    """Shows what a customer answered last in a message of its own, to be changed until it closes.

    `key` makes that message unique.
    """
    invitation = await work.surveys.newest_given(person_id, now)
    survey = await _open(work, invitation.id, person_id, now) if invitation else Refusal.CLOSED
    if isinstance(survey, Refusal):
        return survey
    step = survey.questionnaire.questions[0].key
    again = await work.surveys.change(survey.invitation, step=step)
    to, facts = await _chat_of(work, again), facts_of(again.id)
    if to is not None:
        await work.telling.note(Note(key=key, kind=NoteKind.SURVEY_AGAIN, to=to, facts=facts))
    return Answered(invitation=again, step=step, changed=False, takes_text=False)


async def decide_case(
    work: AskingWork,
    invitation_id: int,
    open_case: OpenCase,
    *,
    wanted: bool,
    person_id: int,
    now: datetime,
) -> Answered | Refusal:
    """The answer to the offer of a case. A survey that ran out doesn't close this door."""
    survey = await _open(work, invitation_id, person_id, now, even_late=True)
    if isinstance(survey, Refusal):
        return survey
    if not survey.is_low:
        return Refusal.UNKNOWN
    if survey.case_id is not None:
        return await _advance(work, survey, now, changed=False)
    case_id = await _hand_over(work, survey, open_case, now) if wanted else False
    changed = await work.surveys.put_answer(invitation_id, CASE_QUESTION, case_id, None, now)
    return await _advance(work, survey, now, changed=changed)


async def _hand_over(work: AskingWork, survey: Progress, open_case: OpenCase, now: datetime) -> int:
    case_id = await open_case(work, _wish(survey), now)
    await work.surveys.hand_over(survey.invitation.id, case_id)
    return case_id


async def write_comment(
    work: AnsweringWork,
    invitation_id: int,
    said: Any,
    reading: Reading | None,
    *,
    person_id: int,
    now: datetime,
) -> Answered | Refusal:
    """A free word. `said` is complaints.values.Said.

    Refusal.COMPLAINT: this isn't a remark on a survey but wants an answer; nothing was stored.
    Refusal.REQUEST: somebody is short of something while the service runs; the words weren't
    stored, since they belong to a case.
    """
    survey = await _open(work, invitation_id, person_id, now)
    if isinstance(survey, Refusal):
        return survey
    question = survey.question_for(photo=said.media == "photo")
    if question is None:
        return Refusal.CLOSED
    if survey.invitation.wave == PULSE:
        await work.surveys.put_answer(invitation_id, question.key, None, None, now)
        await _advance(work, survey, now, changed=True)
        return Refusal.REQUEST
    if reading is not None and wants_people(reading, offered=survey.is_low):
        return Refusal.COMPLAINT
    words_id = await _keep_words(work, survey, said, reading, person_id, now)
    skipped = await _skip_before(work, survey, question, now)
    await work.surveys.put_answer(invitation_id, question.key, None, None, now, words_id)
    answered = await _advance(work, survey, now, changed=True, offer_below=True)
    await _thank(work, answered.invitation, words_id, skipped)
    return answered


def wants_people(reading: Reading, *, offered: bool) -> bool:
    """Whether a free word must reach people instead of resting in a survey.

    Danger and questions always do. Who gave a low score is asked whether they want a case, and
    isn't overruled.
    """
    if reading.safety or reading.kind is Kind.EMERGENCY:
        return True
    if reading.greeting or reading.kind is Kind.QUESTION:
        return True
    complains = reading.kind in {Kind.COMPLAINT, Kind.OBJECTION}
    return complains and reading.severity >= REAL_COMPLAINT and not offered


# --- how it is kept


async def _open(
    work: AskingWork, invitation_id: int, person_id: int, now: datetime, *, even_late: bool = False
) -> Progress | Refusal:
    """The survey, if this person may answer it now; a press proves that it was delivered."""
    invitation = await work.surveys.get(invitation_id)
    if invitation is None:
        return Refusal.UNKNOWN
    if invitation.person_id != person_id:
        return Refusal.FOREIGN
    refusal = None if even_late else _refusal(invitation, now)
    if refusal is not None:
        return refusal
    if invitation.state in {InvitationState.QUEUED, InvitationState.UNKNOWN}:
        invitation = await note_delivery(work, invitation, now)
    return await load_progress(work, invitation)


def _refusal(invitation: Invitation, now: datetime) -> Refusal | None:
    ran_out = invitation.expires_at is not None and invitation.expires_at <= now
    if ran_out or invitation.state is InvitationState.EXPIRED:
        return Refusal.LATE
    return None if invitation.state in ANSWERABLE else Refusal.CLOSED


async def _advance(
    work: AskingWork,
    before: Progress,
    now: datetime,
    *,
    changed: bool,
    stay_at: str | None = None,
    offer_below: bool = False,
) -> Answered:
    """Shows the next question; done when none is left, whatever becomes of the offer of a case.

    `offer_below`: the offer isn't shown where the survey stands but with the thanks.
    """
    survey = await load_progress(work, before.invitation)
    given = survey.answers
    step = stay_at or survey.step
    await tell_choices(work, survey, step)
    is_done = stay_at is None and survey.open_question is None
    invitation = survey.invitation
    if changed or step != invitation.step:
        invitation = await work.surveys.change(
            invitation, **_columns(survey, step, now, is_done=is_done)
        )
        if not (offer_below and step == CASE_QUESTION):
            await _show(work, invitation)
        is_left = CASE_QUESTION in given or (is_done and not survey.offers_case)
        if survey.is_bad and survey.case_id is None and is_left:
            await alert_staff(work, survey)
    takes_text = survey.text_question is not None and not is_done
    return Answered(invitation=invitation, step=step, changed=changed, takes_text=takes_text)


def _columns(survey: Progress, step: str | None, now: datetime, *, is_done: bool) -> dict[str, Any]:
    """A survey that was done stays so when an answer is changed; one that ran out stays that."""
    invitation = survey.invitation
    columns: dict[str, Any] = {"step": step}
    if invitation.state is InvitationState.EXPIRED:
        return columns
    completed_at = invitation.completed_at or (now if is_done else None)
    columns["first_answer_at"] = invitation.first_answer_at or now
    columns["completed_at"] = completed_at
    columns["state"] = (InvitationState.DONE if completed_at else InvitationState.PARTIAL).value
    ends: tuple[datetime | None, ...]
    ends = (invitation.expires_at, alert_due_at(survey, now), rest_due_at(survey, now))
    if completed_at:
        ends = (alert_due_at(survey, now), choices_due_at(survey, step, now))
    columns["next_due_at"] = min(filter(None, ends), default=None)
    return columns


async def _show(work: AskingWork, invitation: Invitation) -> None:
    to = await _chat_of(work, invitation)
    if to is not None:
        thing = thing_of(invitation.id)
        facts = facts_of(invitation.id)
        await work.telling.face(Face(thing=thing, kind=FaceKind.SURVEY, to=to, facts=facts))


async def _chat_of(work: AskingWork, invitation: Invitation) -> To | None:
    assert invitation.person_id is not None
    chat = await work.people.private_chat(invitation.person_id)
    return To(chat_id=chat.id) if chat else None


async def _keep_words(
    work: AnsweringWork,
    survey: Progress,
    said: Any,
    reading: Reading | None,
    person_id: int,
    now: datetime,
) -> int:
    invitation_id, case_id = survey.invitation.id, survey.case_id
    words_id = await work.cases.add_words(
        person_id=person_id,
        sort="comment",
        said=said,
        case_id=case_id,
        invitation_id=invitation_id,
    )
    if reading is not None:
        await work.cases.add_findings(
            reading, words_id, now, case_id=case_id, invitation_id=invitation_id
        )
    if case_id is not None:
        await work.telling.faces_of(f"case-{case_id}")
    return words_id


async def _skip_before(
    work: AskingWork, survey: Progress, question: Question, now: datetime
) -> int:
    """Who writes instead of choosing has said enough: what could be skipped is. How many were."""
    given, skipped = survey.given, 0
    for earlier in survey.questionnaire.questions:
        if earlier.key == question.key:
            break
        if earlier.skippable and survey.is_asked(earlier) and earlier.key not in given:
            await work.surveys.put_answer(survey.invitation.id, earlier.key, None, None, now)
            skipped += 1
    return skipped


async def _thank(work: AskingWork, invitation: Invitation, words_id: int, skipped: int) -> None:
    """And says of what was left open that it is, so that no question goes without a word."""
    to = await _chat_of(work, invitation)
    if to is not None:
        key = f"{thing_of(invitation.id)}-thanks-{words_id}"
        facts = facts_of(invitation.id) | ({"skipped": skipped} if skipped else {})
        await work.telling.note(Note(key=key, kind=NoteKind.THANKS, to=to, facts=facts))


def _wish(survey: Progress) -> CaseWish:
    """The sides that let the customer down, and their last words, go along."""
    invitation = survey.invitation
    words = [answer.words_id for answer in survey.answers.values() if answer.words_id]
    assert survey.score is not None
    assert invitation.person_id is not None
    return CaseWish(
        person_id=invitation.person_id,
        place_id=invitation.place_id,
        service_id=invitation.service_id,
        invitation_id=invitation.id,
        score=survey.score,
        is_bad=survey.is_bad,
        dimensions=survey.questionnaire.let_down_on(survey.given),
        words_id=words[-1] if words else None,
    )
