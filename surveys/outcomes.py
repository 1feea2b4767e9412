"""What became of a survey's messages once they left the outbox, and whether they still should."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from people.telling import NoteKind
from surveys.applying import contact_for, rules_of
from surveys.asking import may_be_reminded, next_step_at
from surveys.occasions import BEFORE
from surveys.timing import Defer, Drop, Send, decide
from surveys.values import Invitation, InvitationState, Skip
from surveys.work import AskingWork


async def still_wanted(
    work: AskingWork, kind: NoteKind, facts: Mapping[str, Any], now: datetime
) -> bool:
    """Asked just before an invitation or a reminder is sent; a no has recorded what it means.

    Whoever asks gives up that message: a survey that is only put off gets another one later.
    """
    if kind is NoteKind.SURVEY_REMINDER:
        return await _reminder_wanted(work, facts["invitation"], now)
    awake_until = facts.get("awake_until")
    awake = awake_until is not None and now < datetime.fromisoformat(awake_until)
    return await _invitation_wanted(work, facts["invitation"], now, awake=awake)


async def _invitation_wanted(
    work: AskingWork, invitation_id: int, now: datetime, *, awake: bool
) -> bool:
    invitation = await work.surveys.get(invitation_id)
    if invitation is None or invitation.state is not InvitationState.QUEUED:
        return False
    service = await work.surveys.service_by_id(invitation.service_id)
    assert service is not None
    rules = await rules_of(work, invitation)
    contact = await contact_for(work, invitation, rules, now)
    others = replace(contact, survey_under_way=False)
    match decide(invitation, service, others, rules, now, awake=awake):
        case Send():
            return True
        case Defer(until=until):
            planned = InvitationState.PLANNED.value
            await work.surveys.change(invitation, state=planned, next_due_at=until)
        case Drop(reason=reason):
            await _end(work, invitation, InvitationState.SKIPPED, reason)
    return False


async def _reminder_wanted(work: AskingWork, invitation_id: int, now: datetime) -> bool:
    """Nobody is reminded of what they have begun, or of what nobody asks any more."""
    invitation = await work.surveys.get(invitation_id)
    if invitation is None or invitation.state is not InvitationState.SENT:
        return False
    if invitation.expires_at is not None and invitation.expires_at <= now:
        return False
    contact = await work.surveys.contact(invitation.person_id, invitation.place_id, now)
    return may_be_reminded(contact)


async def invitation_delivered(work: AskingWork, invitation_id: int, now: datetime) -> None:
    """Telegram has it. From now on it can be answered, is reminded of, and runs out."""
    invitation = await work.surveys.get(invitation_id)
    if invitation is None or invitation.state is not InvitationState.QUEUED:
        return
    await note_delivery(work, invitation, now)


async def note_delivery(work: AskingWork, invitation: Invitation, now: datetime) -> Invitation:
    """Also what a press on its buttons proves when nobody had told us."""
    rules = await rules_of(work, invitation)
    sent_at = invitation.sent_at or now
    sent = replace(
        invitation,
        state=InvitationState.SENT,
        sent_at=sent_at,
        delivered_at=sent_at,
        expires_at=invitation.expires_at or sent_at + rules.expire_after,
    )
    await _note_asked(work, sent, sent_at)
    return await work.surveys.change(
        invitation,
        state=sent.state.value,
        sent_at=sent.sent_at,
        delivered_at=sent.delivered_at,
        expires_at=sent.expires_at,
        next_due_at=next_step_at(sent, rules),
    )


async def invitation_unknown(work: AskingWork, invitation_id: int, now: datetime) -> None:
    """It may have arrived: it isn't sent again by itself, and counts as asked for the cool-down."""
    invitation = await work.surveys.get(invitation_id)
    if invitation is None or invitation.state is not InvitationState.QUEUED:
        return
    rules = await rules_of(work, invitation)
    expires_at = now + rules.expire_after
    await _note_asked(work, invitation, now)
    await work.surveys.change(
        invitation,
        state=InvitationState.UNKNOWN.value,
        sent_at=now,
        expires_at=expires_at,
        next_due_at=expires_at,
    )


async def invitation_undeliverable(
    work: AskingWork, invitation_id: int, now: datetime, *, blocked: bool = False
) -> None:
    """Telegram refused it for good; it isn't counted as asked."""
    invitation = await work.surveys.get(invitation_id)
    if invitation is None or invitation.state is not InvitationState.QUEUED:
        return
    reason = Skip.BLOCKED if blocked else Skip.UNREACHABLE
    await work.surveys.change(
        await _end(work, invitation, InvitationState.FAILED, reason), sent_at=now
    )


async def _note_asked(work: AskingWork, invitation: Invitation, at: datetime) -> None:
    if invitation.person_id is not None and invitation.wave != BEFORE:
        await work.surveys.asked(invitation.person_id, at)


async def _end(
    work: AskingWork, invitation: Invitation, state: InvitationState, reason: Skip
) -> Invitation:
    return await work.surveys.change(
        invitation, state=state.value, reason=reason.value, next_due_at=None
    )
