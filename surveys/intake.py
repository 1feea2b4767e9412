"""A service as a shop's system tells it: kept, followed, and answered the same way twice."""

from dataclasses import dataclass, replace
from datetime import datetime

from surveys.asking import plan_invitation
from surveys.occasions import AFTER
from surveys.rules import SurveyRules
from surveys.values import Invitation, InvitationState, NewService, Service
from surveys.work import AskingWork

UNSENT = frozenset(
    {
        InvitationState.PLANNED,
        InvitationState.QUEUED,
        InvitationState.SKIPPED,
        InvitationState.CANCELLED,
        InvitationState.FAILED,
    }
)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """`sent`: the survey that had gone out before this change and can't be taken back."""

    service: Service
    invitation: Invitation | None
    sent: Invitation | None


async def take_service(
    work: AskingWork, new: NewService, rules: SurveyRules, rules_id: int, now: datetime
) -> Taken:
    """Adds a service, or follows a change; the same body again changes nothing.

    What was asked stays with whom it was asked: after that the service keeps its customer.
    """
    known = await work.surveys.service(new.external_id)
    asked = await _invitation(work, known)
    if known is not None and known.body_hash == new.body_hash:
        return _taken(known, asked)
    if known is not None and asked is not None and asked.state not in UNSENT:
        new = replace(new, customer_ref=known.customer_ref)
    service = await work.surveys.put_service(new, now)
    invitation = await plan_invitation(work, service, rules, rules_id, now)
    return _taken(service, invitation)


async def _invitation(work: AskingWork, service: Service | None) -> Invitation | None:
    if service is None:
        return None
    found = await work.surveys.of_service(service.id)
    return next((one for one in found if one.wave == AFTER), None)


def _taken(service: Service, invitation: Invitation | None) -> Taken:
    """A change came too late when it was told after the survey had gone; that stays so."""
    gone = invitation is not None and invitation.state not in UNSENT
    sent_at = invitation.sent_at if invitation else None
    late = gone and sent_at and service.changed_at and service.changed_at > sent_at
    return Taken(service=service, invitation=invitation, sent=invitation if late else None)
