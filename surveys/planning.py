"""What is planned when a service is first heard of, told by the service and the rules alone."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from surveys.rules import SurveyRules
from surveys.values import NewService, Service, ServiceStatus, Skip


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`skip`: nobody will be asked, and why is known by now."""

    questionnaire: str
    version: str
    due_at: datetime
    skip: Skip | None = None


def plan_for(service: Service | NewService, rules: SurveyRules, now: datetime) -> Plan | None:
    """The survey about a service; None as long as it isn't finished."""
    if service.status is not ServiceStatus.FINISHED or service.finished_at is None:
        return None
    questionnaire = rules.questionnaire_for(service.service_type)
    return Plan(
        questionnaire=questionnaire.key,
        version=questionnaire.version,
        due_at=service.finished_at + rules.delay,
        skip=_skip(service, rules, now),
    )


def _skip(service: Service | NewService, rules: SurveyRules, now: datetime) -> Skip | None:
    """What was over long ago, as when a shop brings its history, is never asked about."""
    assert service.finished_at is not None
    if not is_sampled(service.external_id, rules.sampling_percent):
        return Skip.NOT_SAMPLED
    return Skip.TOO_LATE if now >= service.finished_at + rules.drop_after else None


def is_sampled(external_id: str, percent: int) -> bool:
    """The same service is always in the sample or always out of it, however often it is told."""
    digest = hashlib.sha256(external_id.encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100 < percent
