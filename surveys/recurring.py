"""How customers see the house as a whole: asked after a while, and again as long as they come."""

from datetime import datetime

from surveys.occasions import RECURRING, Recurring
from surveys.rules import SurveyRules
from surveys.values import Invitation, InvitationState, Service, ServiceStatus
from surveys.work import AskingWork

_AHEAD = frozenset({InvitationState.PLANNED, InvitationState.QUEUED})


async def begin_recurring(
    work: AskingWork, service: Service, rules: SurveyRules, rules_id: int, now: datetime
) -> None:
    """A service that has ended begins it, or takes it up again after a long time away."""
    ended_at = service.finished_at
    if not rules.ask or rules.recurring is None or service.person_id is None or ended_at is None:
        return
    if service.status is not ServiceStatus.FINISHED or now - ended_at > rules.drop_after:
        return
    last = await work.surveys.newest_recurring(service.person_id)
    if last is not None and last.state in _AHEAD:
        return
    due_at = ended_at + rules.recurring.every
    if last is not None:
        due_at = max(last.due_at + rules.recurring.every, ended_at + rules.delay)
    await _plan(work, service, rules, rules.recurring, rules_id, due_at, now)


async def go_on_recurring(
    work: AskingWork, invitation: Invitation, rules: SurveyRules, now: datetime
) -> None:
    """The next one is planned when this one has had its turn, for customers who still come."""
    recurring = rules.recurring
    if not invitation.wave.startswith(RECURRING) or recurring is None:
        return
    assert invitation.person_id is not None
    latest = await work.surveys.latest_service(invitation.person_id, now)
    ended_at = latest.finished_at if latest else None
    if latest is None or ended_at is None or now - ended_at > recurring.active_within:
        return
    due_at = max(invitation.due_at, now) + recurring.every
    await _plan(work, latest, rules, recurring, invitation.rules_id, due_at, now)


async def _plan(
    work: AskingWork,
    service: Service,
    rules: SurveyRules,
    recurring: Recurring,
    rules_id: int,
    due_at: datetime,
    now: datetime,
) -> None:
    questionnaire = rules.questionnaires[recurring.questionnaire]
    await work.surveys.plan(
        service,
        wave=f"{RECURRING}-{due_at:%Y%m%d}",
        questionnaire=questionnaire.key,
        version=questionnaire.version,
        rules_id=rules_id,
        due_at=due_at,
        now=now,
    )
