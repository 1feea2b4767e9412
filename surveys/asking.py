"""Asking: invitations planned, sent when it is their time, reminded of, and let go."""

from datetime import datetime, timedelta
from typing import Any

from people.telling import Face, FaceKind, Note, NoteKind, To
from surveys.alerting import alert_when_left
from surveys.applying import contact_for, rules_about, rules_of
from surveys.occasions import AFTER, RECURRING
from surveys.planning import Plan, plans_for
from surveys.progress import load_progress, tell_choices
from surveys.recurring import begin_recurring, go_on_recurring
from surveys.rules import SurveyRules
from surveys.timing import Decision, Defer, Drop, Send, decide
from surveys.values import (
    CASE_QUESTION,
    Contact,
    Invitation,
    InvitationState,
    Service,
    ServiceStatus,
    Skip,
)
from surveys.work import AskingWork

WAITING = frozenset({InvitationState.SENT, InvitationState.UNKNOWN, InvitationState.PARTIAL})

# So long somebody who opened a link is taken to be there, whatever the hour.
AWAKE = timedelta(minutes=10)


def thing_of(invitation_id: int) -> str:
    """The name of a survey's message among the things that chats show."""
    return f"invitation-{invitation_id}"


# --- planning, when a shop's system tells of a service


async def plan_invitation(
    work: AskingWork, service: Service, rules: SurveyRules, rules_id: int, now: datetime
) -> Invitation | None:
    """What is asked about a service, planned or moved with it; gives the survey after it."""
    here = await rules_about(work, rules, service)
    wanted = {plan.wave: plan for plan in plans_for(service, here, now)}
    known = {one.wave: one for one in await work.surveys.of_service(service.id)}
    for wave in known.keys() - wanted.keys():
        if not wave.startswith(RECURRING):
            known[wave] = await _call_off(work, known[wave], service)
    for wave, plan in wanted.items():
        if wave in known:
            known[wave] = await _replan(work, service, known[wave], now)
        elif (made := await _plan_first(work, service, plan, rules_id, now)) is not None:
            known[wave] = made
    await begin_recurring(work, service, here, rules_id, now)
    return known.get(AFTER)


async def _plan_first(
    work: AskingWork, service: Service, plan: Plan, rules_id: int, now: datetime
) -> Invitation | None:
    made = await work.surveys.plan(
        service,
        wave=plan.wave,
        questionnaire=plan.questionnaire,
        version=plan.version,
        rules_id=rules_id,
        due_at=plan.due_at,
        now=now,
    )
    return made if made is None or plan.skip is None else await _skip(work, made, plan.skip)


async def _replan(
    work: AskingWork, service: Service, known: Invitation, now: datetime
) -> Invitation:
    """Follows the service as long as nothing was sent; one that is on again is asked about."""
    called_off = known.reason is Skip.SERVICE_CANCELLED
    if known.state is not InvitationState.PLANNED and not called_off:
        return known
    plans = plans_for(service, await rules_of(work, known), now)
    due_at = next((plan.due_at for plan in plans if plan.wave == known.wave), known.due_at)
    return await work.surveys.change(
        known,
        state=InvitationState.PLANNED.value,
        reason=None,
        person_id=service.person_id,
        place_id=service.place_id,
        due_at=due_at,
        next_due_at=due_at,
    )


async def _call_off(work: AskingWork, known: Invitation, service: Service) -> Invitation:
    """A service that went on has left behind what was to be asked before its end."""
    if known.state not in {InvitationState.PLANNED, InvitationState.QUEUED}:
        return known
    went_on = service.status is ServiceStatus.FINISHED and known.wave != AFTER
    reason = Skip.TOO_LATE if went_on else Skip.SERVICE_CANCELLED
    return await work.surveys.change(
        known, state=InvitationState.CANCELLED.value, reason=reason.value, next_due_at=None
    )


# --- due instants: one column covers sending, reminding and expiring


async def take_due_step(work: AskingWork, invitation_id: int, now: datetime) -> None:
    """Does what is due about one invitation, and nothing when it was done or isn't due."""
    invitation = await work.surveys.get(invitation_id)
    if invitation is None or invitation.next_due_at is None or invitation.next_due_at > now:
        return
    if invitation.state is InvitationState.PLANNED:
        await _send(work, invitation, now)
    elif invitation.state is InvitationState.DONE:
        await alert_when_left(work, invitation)
        await tell_choices(work, await load_progress(work, invitation))
        await work.surveys.change(invitation, next_due_at=None)
    elif invitation.state is InvitationState.PARTIAL:
        await _leave(work, invitation, now)
    elif invitation.expires_at is not None and invitation.expires_at <= now:
        await _expire(work, invitation)
    elif invitation.state is InvitationState.SENT:
        await _remind(work, invitation, now)
    else:
        await work.surveys.change(invitation, next_due_at=_end_of(invitation))


async def _leave(work: AskingWork, invitation: Invitation, now: datetime) -> None:
    """The customer went away in the middle: complete when nothing but a free word is missing."""
    await alert_when_left(work, invitation)
    survey = await load_progress(work, invitation)
    await tell_choices(work, survey)
    if survey.lacks_only_words:
        step = CASE_QUESTION if survey.offers_case else None
        done = {"state": InvitationState.DONE.value, "completed_at": now}
        await work.surveys.change(invitation, **done, step=step, next_due_at=None)
        if step is None:
            await _show(work, invitation)
    elif invitation.expires_at is not None and invitation.expires_at <= now:
        await _expire(work, invitation)
    else:
        await work.surveys.change(invitation, next_due_at=_end_of(invitation))


async def _expire(work: AskingWork, invitation: Invitation) -> None:
    """The message says by itself that it is over; one that may never have arrived stays unsaid."""
    await work.surveys.change(invitation, state=InvitationState.EXPIRED.value, next_due_at=None)
    if invitation.state is InvitationState.UNKNOWN or invitation.person_id is None:
        return
    await _show(work, invitation)


async def _show(work: AskingWork, invitation: Invitation) -> None:
    await work.telling.face(
        Face(
            thing=thing_of(invitation.id),
            kind=FaceKind.SURVEY,
            to=await _chat_of(work, invitation),
            facts=facts_of(invitation.id),
        )
    )


async def send_now(work: AskingWork, invitation: Invitation, now: datetime) -> Invitation:
    """The customer is here: what is due goes out at once, whatever the hour."""
    return await _send(work, invitation, now, awake=True)


async def _send(
    work: AskingWork, invitation: Invitation, now: datetime, *, awake: bool = False
) -> Invitation:
    match await _decide(work, invitation, now, awake=awake):
        case Send():
            moved = await _queue(work, invitation, awake_until=now + AWAKE if awake else None)
        case Defer(until=until):
            return await work.surveys.change(invitation, next_due_at=until)
        case Drop(reason=reason):
            moved = await _skip(work, invitation, reason)
    await go_on_recurring(work, invitation, await rules_of(work, invitation), now)
    return moved


async def _decide(
    work: AskingWork, invitation: Invitation, now: datetime, *, awake: bool = False
) -> Decision:
    service = await work.surveys.service_by_id(invitation.service_id)
    assert service is not None
    rules = await rules_of(work, invitation)
    contact = await contact_for(work, invitation, rules, now)
    return decide(invitation, service, contact, rules, now, awake=awake)


async def _contact(work: AskingWork, invitation: Invitation, now: datetime) -> Contact:
    return await work.surveys.contact(invitation.person_id, invitation.place_id, now)


async def _queue(
    work: AskingWork, invitation: Invitation, awake_until: datetime | None
) -> Invitation:
    attempt = invitation.attempts + 1
    to = await _chat_of(work, invitation)
    rules = await rules_of(work, invitation)
    first = rules.asked_of(invitation.questionnaire, invitation.id).questions[0]
    facts = facts_of(invitation.id)
    if awake_until is not None:
        facts["awake_until"] = awake_until.isoformat()
        facts["linked"] = invitation.service_id
    await work.telling.note(
        Note(
            key=f"{thing_of(invitation.id)}-{attempt}",
            kind=NoteKind.INVITATION,
            to=to,
            facts=facts,
        )
    )
    return await work.surveys.change(
        invitation,
        state=InvitationState.QUEUED.value,
        attempts=attempt,
        step=first.key,
        next_due_at=None,
    )


def facts_of(invitation_id: int) -> dict[str, Any]:
    """What a note about a survey carries; a press on it or a reply to it is about `thing`.

    `linked` is the service whose link brought its reader here, who may be somebody else.
    """
    return {"invitation": invitation_id, "thing": thing_of(invitation_id)}


def reminder_of(invitation_id: int) -> dict[str, Any]:
    """A reminder points at the survey and isn't it: what changes is shown where the buttons are."""
    return {"invitation": invitation_id}


async def _chat_of(work: AskingWork, invitation: Invitation) -> To:
    assert invitation.person_id is not None
    chat = await work.people.private_chat(invitation.person_id)
    assert chat is not None
    return To(chat_id=chat.id)


async def _skip(work: AskingWork, invitation: Invitation, reason: Skip) -> Invitation:
    return await work.surveys.change(
        invitation,
        state=InvitationState.SKIPPED.value,
        reason=reason.value,
        next_due_at=None,
    )


# --- reminding


async def _remind(work: AskingWork, invitation: Invitation, now: datetime) -> None:
    """One reminder, in the customer's hours; after an outage those that were missed stay missed."""
    rules = await rules_of(work, invitation)
    contact = await _contact(work, invitation, now)
    passed = _reminders_passed(invitation, rules, now)
    if passed <= invitation.reminders:
        await work.surveys.change(invitation, next_due_at=next_step_at(invitation, rules))
        return
    allowed = rules.window.next_allowed(now, contact.zone)
    if allowed > now and may_be_reminded(contact):
        await work.surveys.change(
            invitation, next_due_at=min(allowed, invitation.expires_at or allowed)
        )
        return
    if may_be_reminded(contact):
        await _say_reminder(work, invitation, passed)
    told = await work.surveys.change(invitation, reminders=passed, reminded_at=now)
    await work.surveys.change(told, next_due_at=next_step_at(told, rules))


def may_be_reminded(contact: Contact) -> bool:
    return not contact.stopped and contact.reachable and not contact.case_open


async def _say_reminder(work: AskingWork, invitation: Invitation, number: int) -> None:
    await work.telling.note(
        Note(
            key=f"{thing_of(invitation.id)}-reminder-{number}",
            kind=NoteKind.SURVEY_REMINDER,
            to=await _chat_of(work, invitation),
            facts=reminder_of(invitation.id),
        )
    )


def _reminders_passed(invitation: Invitation, rules: SurveyRules, now: datetime) -> int:
    assert invitation.sent_at is not None
    return sum(invitation.sent_at + after <= now for after in rules.reminders)


def next_step_at(invitation: Invitation, rules: SurveyRules) -> datetime | None:
    """When a survey that was sent wants attention next: its next reminder, else its end."""
    end = _end_of(invitation)
    if invitation.state is not InvitationState.SENT or invitation.sent_at is None or end is None:
        return end
    left = rules.reminders[invitation.reminders :]
    return min(invitation.sent_at + left[0], end) if left else end


def _end_of(invitation: Invitation) -> datetime | None:
    return invitation.expires_at if invitation.state in WAITING else None
