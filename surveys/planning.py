"""What is planned when a service is first heard of, told by the service and the rules alone."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from surveys.occasions import AFTER, BEFORE, PULSE
from surveys.questionnaires import Questionnaire
from surveys.rules import SurveyRules
from surveys.values import NewService, Service, ServiceStatus, Skip


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`skip`: nobody will be asked, and why is known by now."""

    wave: str
    questionnaire: str
    version: str
    due_at: datetime
    skip: Skip | None = None


def plans_for(service: Service | NewService, rules: SurveyRules, now: datetime) -> tuple[Plan, ...]:
    """What is to be asked about a service as it stands: before, while and after it runs."""
    if service.status is ServiceStatus.FINISHED and service.finished_at is not None:
        questionnaire = rules.questionnaire_for(service.service_type)
        due_at = service.finished_at + rules.delay
        skip = _skip(service, rules, now)
        return (_plan(AFTER, questionnaire, due_at, skip),)
    if service.status is not ServiceStatus.BOOKED or service.starts_at is None:
        return ()
    return tuple(_while_booked(service, rules, service.starts_at, now))


def _while_booked(
    service: Service | NewService, rules: SurveyRules, starts_at: datetime, now: datetime
) -> Iterator[Plan]:
    if not rules.ask or not is_sampled(service.external_id, rules.sampling_percent):
        return
    if rules.before is not None and now < starts_at:
        questionnaire = rules.questionnaires[rules.before.questionnaire]
        yield _plan(BEFORE, questionnaire, starts_at - rules.before.ahead)
    if rules.pulse is not None:
        questionnaire = rules.questionnaires[rules.pulse.questionnaire]
        yield _plan(PULSE, questionnaire, starts_at + rules.pulse.after)


def _plan(
    wave: str, questionnaire: Questionnaire, due_at: datetime, skip: Skip | None = None
) -> Plan:
    return Plan(
        wave=wave,
        questionnaire=questionnaire.key,
        version=questionnaire.version,
        due_at=due_at,
        skip=skip,
    )


def _skip(service: Service | NewService, rules: SurveyRules, now: datetime) -> Skip | None:
    """What was over long ago, as when a shop brings its history, is never asked about."""
    assert service.finished_at is not None
    if not rules.ask:
        return Skip.EXCLUDED
    if not is_sampled(service.external_id, rules.sampling_percent):
        return Skip.NOT_SAMPLED
    return Skip.TOO_LATE if now >= service.finished_at + rules.drop_after else None


def is_sampled(external_id: str, percent: int) -> bool:
    """The same service is always in the sample or always out of it, however often it is told."""
    digest = hashlib.sha256(external_id.encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100 < percent
