"""How customers see the house as a whole: asked after a while, and again as long as they come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from surveys.occasions import RECURRING, Recurring
from surveys.rules import SurveyRules
from surveys.values import Invitation, InvitationState, NewService, Service, ServiceStatus
from surveys.work import AskingWork

AHEAD = frozenset({InvitationState.PLANNED, InvitationState.QUEUED})


@dataclass(frozen=True, kw_only=True)
class Begin:
    """How a service begins a survey of the whole house, or takes it up again."""

    questionnaire: str
    version: str
    every: timedelta
    ended_at: datetime
    delay: timedelta

    def due_at(self, last: datetime | None, *, is_ahead: bool) -> datetime | None:
        """None: one is planned already. `last` is when the newest one of this customer was due."""
        if is_ahead:
            return None
        first = self.ended_at + self.every
        return first if last is None else max(last + self.every, self.ended_at + self.delay)

    @staticmethod
    def wave_at(due_at: datetime) -> str:
        return f"{RECURRING}-{due_at:%Y%m%d}"


def begins_recurring(
    service: Service | NewService, rules: SurveyRules, now: datetime
) -> Begin | None:
    """A service that has just ended does so, where the rules ask now and then at all."""
    ended_at = service.finished_at
    if not rules.ask or rules.recurring is None or ended_at is None:
        return None
    if service.status is not ServiceStatus.FINISHED or now - ended_at > rules.drop_after:
        return None
    questionnaire = rules.questionnaires[rules.recurring.questionnaire]
    return Begin(
        questionnaire=questionnaire.key,
        version=questionnaire.version,
        every=rules.recurring.every,
        ended_at=ended_at,
        delay=rules.delay,
    )


async def begin_recurring(
    work: AskingWork, service: Service, rules: SurveyRules, rules_id: int, now: datetime
) -> None:
    begin = begins_recurring(service, rules, now)
    if begin is None or service.person_id is None:
        return
    last = await work.surveys.newest_recurring(service.person_id)
    is_ahead = last is not None and last.state in AHEAD
    due_at = begin.due_at(last.due_at if last else None, is_ahead=is_ahead)
    if due_at is not None:
        assert rules.recurring is not None
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
        wave=Begin.wave_at(due_at),
        questionnaire=questionnaire.key,
        version=questionnaire.version,
        rules_id=rules_id,
        due_at=due_at,
        now=now,
    )
