"""Surveys of a database that was put away and brought back: what may have been asked, is not."""

from dataclasses import replace
from datetime import datetime

from surveys.applying import rules_of
from surveys.asking import next_step_at
from surveys.outcomes import invitation_unknown
from surveys.values import InvitationState
from surveys.work import AskingWork


async def assume_asked(work: AskingWork, invitation_id: int, now: datetime) -> None:
    """What came due since the copy was made counts as done: the original may have said it.

    Whoever did get the survey can still answer it.
    """
    invitation = await work.surveys.get(invitation_id)
    if invitation is None:
        return
    if invitation.state is InvitationState.SENT:
        await _assume_reminded(work, invitation_id, now)
        return
    if invitation.state is InvitationState.PLANNED:
        rules = await rules_of(work, invitation)
        first = rules.asked_of(invitation.questionnaire, invitation.id).questions[0]
        await work.surveys.change(
            invitation,
            state=InvitationState.QUEUED.value,
            attempts=invitation.attempts + 1,
            step=first.key,
            next_due_at=None,
        )
    await invitation_unknown(work, invitation_id, now)


async def _assume_reminded(work: AskingWork, invitation_id: int, now: datetime) -> None:
    invitation = await work.surveys.get(invitation_id)
    assert invitation is not None
    assert invitation.sent_at is not None
    rules = await rules_of(work, invitation)
    passed = sum(invitation.sent_at + after <= now for after in rules.reminders)
    reminded = replace(invitation, reminders=passed)
    await work.surveys.change(
        invitation, reminders=passed, next_due_at=next_step_at(reminded, rules)
    )
