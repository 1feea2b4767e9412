"""Why a customer was or wasn't asked, and when they will be: every rule by itself."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from surveys.applying import contact_for, rules_of
from surveys.rules import SurveyRules
from surveys.timing import Decision, Defer, Drop, Send, decide, dropped_at
from surveys.values import Contact, Invitation, InvitationState, Service, ServiceStatus, Skip
from surveys.work import AskingWork

LATEST = 5


class Rule(StrEnum):
    """What is looked at before somebody is asked; each has its sentence in handlers."""

    FINISHED = "finished"
    NOT_STOPPED = "not_stopped"
    REACHABLE = "reachable"
    DELAY = "delay"
    NOT_TOO_LATE = "not_too_late"
    COOLDOWN = "cooldown"
    NO_OTHER = "no_other"
    NO_CASE = "no_case"
    CALMED = "calmed"
    NOT_TALKING = "not_talking"
    WINDOW = "window"


@dataclass(frozen=True, kw_only=True)
class Check:
    """`until`: when the rule will hold, or (of one that holds) until when it does."""

    rule: Rule
    holds: bool
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Explained:
    """`checks` and `next_at` of one that is still to be asked; `reason` of one that won't be.

    A pause that ends at `free_at` outlasts the moment at which it is `dropped_at`. One that
    `waits` is asked as soon as its customer opens the bot.
    """

    invitation: Invitation
    service: Service
    place: str
    checks: tuple[Check, ...] = ()
    next_at: datetime | None = None
    reason: Skip | None = None
    free_at: datetime | None = None
    dropped_at: datetime | None = None
    waits: bool = False


async def explain_customer(
    work: AskingWork,
    person_id: int,
    places: frozenset[int] | None,
    now: datetime,
    *,
    before: int | None = None,
) -> tuple[Explained, ...]:
    """LATEST of their invitations, at these places only if any are given; the newest first.

    `before`: those that are older than this invitation.
    """
    asked = await work.surveys.newest_of(person_id, LATEST, places=places, before=before)
    return tuple([await _explain(work, invitation, now) for invitation in asked])


async def _explain(work: AskingWork, invitation: Invitation, now: datetime) -> Explained:
    service = await work.surveys.service_by_id(invitation.service_id)
    assert service is not None
    place = (await work.people.place(invitation.place_id)).name
    if invitation.state is not InvitationState.PLANNED:
        return Explained(
            invitation=invitation, service=service, place=place, reason=invitation.reason
        )
    rules = await rules_of(work, invitation)
    contact = await contact_for(work, invitation, rules, now)
    decision, next_at = foretold(invitation, service, contact, rules, now)
    reason = decision.reason if isinstance(decision, Drop) else None
    free_at, deadline = _free_at(contact, rules, reason), dropped_at(invitation, service, rules)
    is_too_late = free_at is not None and free_at >= deadline
    return Explained(
        invitation=invitation,
        service=service,
        place=place,
        checks=checks_of(invitation, service, contact, rules, now),
        next_at=next_at,
        reason=reason,
        free_at=free_at if is_too_late else None,
        dropped_at=deadline if is_too_late else None,
        waits=not contact.reachable,
    )


def foretold(
    invitation: Invitation, service: Service, contact: Contact, rules: SurveyRules, now: datetime
) -> tuple[Decision, datetime | None]:
    """What comes of it, and when it is sent, unless something comes up.

    What ends at a moment that nobody can foretell is taken to end as soon as it may.
    """
    free = replace(
        contact, reachable=True, survey_under_way=False, case_open=False, dialogue_running=False
    )
    at, decision = now, decide(invitation, service, contact, rules, now)
    if isinstance(decision, Defer) and not contact.reachable:
        decision = decide(invitation, service, free, rules, now)
    while isinstance(decision, Defer):
        at = decision.until
        decision = decide(invitation, service, free, rules, at)
    return decision, at if isinstance(decision, Send) else None


def _free_at(contact: Contact, rules: SurveyRules, reason: Skip | None) -> datetime | None:
    """The end of the pause for which it isn't asked."""
    if reason is Skip.COOLDOWN:
        return _after(contact.last_survey_at, rules.cooldown)
    if reason is Skip.COMPLAINED:
        return _after(contact.last_complaint_at, rules.cooldown_after_complaint)
    return None


def checks_of(
    invitation: Invitation, service: Service, contact: Contact, rules: SurveyRules, now: datetime
) -> tuple[Check, ...]:
    """In the order in which `timing.decide` looks at them; all hold just when it says Send."""
    deadline = dropped_at(invitation, service, rules)
    again = _after(contact.last_survey_at, rules.cooldown)
    calm = _after(contact.last_complaint_at, rules.cooldown_after_complaint)
    opens = rules.window.next_allowed(now, contact.zone)
    return (
        Check(rule=Rule.FINISHED, holds=service.status is ServiceStatus.FINISHED),
        Check(rule=Rule.NOT_STOPPED, holds=not contact.stopped),
        Check(rule=Rule.NOT_TOO_LATE, holds=now < deadline, until=deadline),
        _reached(Rule.DELAY, invitation.due_at, now),
        Check(rule=Rule.REACHABLE, holds=contact.reachable),
        _reached(Rule.COOLDOWN, again, now),
        Check(rule=Rule.NO_OTHER, holds=not contact.survey_under_way),
        Check(rule=Rule.NO_CASE, holds=not contact.case_open),
        _reached(Rule.CALMED, calm, now),
        Check(rule=Rule.NOT_TALKING, holds=not contact.dialogue_running),
        _reached(Rule.WINDOW, opens, now),
    )


def _after(event: datetime | None, pause: timedelta) -> datetime | None:
    return None if event is None else event + pause


def _reached(rule: Rule, at: datetime | None, now: datetime) -> Check:
    holds = at is None or at <= now
    return Check(rule=rule, holds=holds, until=None if holds else at)
