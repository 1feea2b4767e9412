"""When a customer may be asked, and when it is better not to."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from surveys.occasions import AFTER, BEFORE, PULSE, RECURRING
from surveys.rules import SurveyRules
from surveys.values import Contact, Invitation, Service, ServiceStatus, Skip

# How soon to look again at what ends at a moment that nobody can foretell.
LOOK_AGAIN_CASE = timedelta(hours=1)
LOOK_AGAIN_SOON = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Send:
    pass


@dataclass(frozen=True, kw_only=True)
class Defer:
    """`until` is later than now, and no later than the moment at which it is dropped."""

    until: datetime


@dataclass(frozen=True, kw_only=True)
class Drop:
    reason: Skip


Decision = Send | Defer | Drop


@dataclass(frozen=True, kw_only=True)
class _Obstacle:
    """`until` None: nothing but the deadline ends it, or somebody who wakes the invitation."""

    reason: Skip
    until: datetime | None = None


def decide(
    invitation: Invitation,
    service: Service,
    contact: Contact,
    rules: SurveyRules,
    now: datetime,
    *,
    awake: bool = False,
) -> Decision:
    """What to do now about an invitation that wasn't sent. `awake`: the customer is here just now,
    so that the hours in which they may be written to don't matter.
    """
    if not _still_asked(invitation, service):
        return Drop(reason=_why_not(invitation, service))
    if contact.stopped:
        return Drop(reason=Skip.STOPPED)
    deadline = dropped_at(invitation, service, rules)
    obstacle = _obstacle(contact, rules, now)
    if now >= deadline:
        return Drop(reason=obstacle.reason if obstacle else Skip.TOO_LATE)
    if now < invitation.due_at:
        return Defer(until=min(invitation.due_at, deadline))
    if obstacle is not None:
        return _wait(obstacle, deadline)
    return Send() if awake else _in_window(contact, rules, now, deadline)


def _still_asked(invitation: Invitation, service: Service) -> bool:
    """Whether the service is where this survey belongs: ahead, running, over."""
    if invitation.wave in {BEFORE, PULSE}:
        return service.status is ServiceStatus.BOOKED
    if invitation.wave.startswith(RECURRING):
        return True
    return service.status is ServiceStatus.FINISHED


def _why_not(invitation: Invitation, service: Service) -> Skip:
    went_on = service.status is ServiceStatus.FINISHED and invitation.wave != AFTER
    return Skip.TOO_LATE if went_on else Skip.SERVICE_CANCELLED


def dropped_at(invitation: Invitation, service: Service, rules: SurveyRules) -> datetime:
    """From this moment on it is too late to ask."""
    if invitation.wave == BEFORE:
        return service.starts_at or invitation.due_at
    if invitation.wave == PULSE and rules.pulse is not None:
        return invitation.due_at + rules.pulse.drop_after
    if invitation.wave.startswith(RECURRING) and rules.recurring is not None:
        return invitation.due_at + rules.recurring.drop_after
    return (service.finished_at or invitation.due_at) + rules.drop_after


def _obstacle(contact: Contact, rules: SurveyRules, now: datetime) -> _Obstacle | None:
    """What stands in the way, pauses with a known end first."""
    if not contact.reachable:
        return _Obstacle(reason=Skip.UNREACHABLE)
    asked_again_at = _after(contact.last_survey_at, rules.cooldown)
    if asked_again_at > now:
        return _Obstacle(reason=Skip.COOLDOWN, until=asked_again_at)
    if contact.survey_under_way:
        return _Obstacle(reason=Skip.COOLDOWN, until=now + LOOK_AGAIN_SOON)
    if contact.case_open:
        return _Obstacle(reason=Skip.CASE_OPEN, until=now + LOOK_AGAIN_CASE)
    calmed_at = _after(contact.last_complaint_at, rules.cooldown_after_complaint)
    if calmed_at > now:
        return _Obstacle(reason=Skip.COMPLAINED, until=calmed_at)
    if contact.dialogue_running:
        return _Obstacle(reason=Skip.TALKING, until=now + LOOK_AGAIN_SOON)
    return None


def _after(event: datetime | None, pause: timedelta) -> datetime:
    return datetime.min.replace(tzinfo=UTC) if event is None else event + pause


def _wait(obstacle: _Obstacle, deadline: datetime) -> Decision:
    """A pause that outlasts the deadline is decided at once; the rest may still change."""
    if obstacle.reason in {Skip.COOLDOWN, Skip.COMPLAINED}:
        assert obstacle.until is not None
        if obstacle.until >= deadline:
            return Drop(reason=obstacle.reason)
    return Defer(until=min(obstacle.until or deadline, deadline))


def _in_window(contact: Contact, rules: SurveyRules, now: datetime, deadline: datetime) -> Decision:
    allowed = rules.window.next_allowed(now, contact.zone)
    if allowed <= now:
        return Send()
    return Defer(until=allowed) if allowed < deadline else Drop(reason=Skip.TOO_LATE)
