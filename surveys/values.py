"""Services that were rendered, the invitations to speak about them, and the answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

# The answer to "shall somebody look after it?" stands beside the others: the case's number, or
# False for feedback only. No question of an operator's can have this key.
CASE_QUESTION = "_case"


class ServiceStatus(StrEnum):
    BOOKED = "booked"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class InvitationState(StrEnum):
    """planned -> queued -> sent -> partial -> done, or one of the ways in which it ends early.

    `unknown`: Telegram may or may not have it; a press on its buttons makes it `sent`.
    `expired` keeps what was answered: partial answers are told by `first_answer_at`.
    """

    PLANNED = "planned"
    QUEUED = "queued"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    PARTIAL = "partial"
    DONE = "done"
    EXPIRED = "expired"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


ANSWERABLE = frozenset(
    {
        InvitationState.QUEUED,
        InvitationState.SENT,
        InvitationState.UNKNOWN,
        InvitationState.PARTIAL,
        InvitationState.DONE,
    }
)


class Skip(StrEnum):
    """Why somebody was not asked."""

    TOO_LATE = "too_late"
    STOPPED = "stopped"
    BLOCKED = "blocked"
    COOLDOWN = "cooldown"
    COMPLAINED = "complained"
    CASE_OPEN = "case_open"
    TALKING = "talking"
    NOT_SAMPLED = "not_sampled"
    EXCLUDED = "excluded"
    SERVICE_CANCELLED = "service_cancelled"
    UNREACHABLE = "unreachable"
    HANDLED = "handled"


@dataclass(frozen=True, kw_only=True)
class NewService:
    """A service as a shop's system tells it. `body_hash` tells a repeat from a change.

    `attributes` are what the shop marks its customer as, such as level: vip.
    """

    external_id: str
    status: ServiceStatus
    starts_at: datetime | None
    finished_at: datetime | None
    customer_ref: str
    phone: str | None
    language: str | None
    zone: str | None
    place_id: int
    service_type: str | None
    staff: str | None
    body_hash: bytes
    mark: str = "live"
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Service:
    id: int
    external_id: str
    generation: int
    status: ServiceStatus
    customer_ref: str
    person_id: int | None
    place_id: int
    service_type: str | None
    staff: str | None
    starts_at: datetime | None
    finished_at: datetime | None
    body_hash: bytes
    mark: str
    changed_at: datetime | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """`attempts` counts how often it was handed to the outbox, not what Telegram was asked."""

    id: int
    service_id: int
    wave: str
    person_id: int | None
    place_id: int
    questionnaire: str
    version: str
    rules_id: int
    state: InvitationState
    reason: Skip | None
    mark: str
    planned_at: datetime
    due_at: datetime
    next_due_at: datetime | None
    sent_at: datetime | None
    delivered_at: datetime | None
    first_answer_at: datetime | None
    completed_at: datetime | None
    expires_at: datetime | None
    reminders: int
    step: str | None
    attempts: int = 0


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`value` as pressed: a number, a list of keys, None for skipped; `score` on a scale only."""

    question: str
    value: Any
    score: float | None
    words_id: int | None
    first_at: datetime
    changed_at: datetime


@dataclass(frozen=True, kw_only=True)
class Contact:
    """What decides whether a customer may be asked now."""

    stopped: bool
    reachable: bool
    last_survey_at: datetime | None
    last_complaint_at: datetime | None
    case_open: bool
    dialogue_running: bool
    zone: str
    survey_under_way: bool = False


@dataclass(frozen=True, kw_only=True)
class InvitationView:
    """An invitation as its message needs it.

    `invitation.step` names the question shown; CASE_QUESTION: the offer of a case; None: thanks.
    """

    invitation: Invitation
    service: Service
    place_name: str
    zone: str
    answers: tuple[Answer, ...] = field(default=())
    case_id: int | None = None
    case_open: bool = False
