"""The rows that figures are counted over: a class for each population, a name for each column."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from surveys.occasions import AFTER


class Population(StrEnum):
    INVITATIONS = "invitations"
    RATINGS = "ratings"
    ROUNDS = "rounds"
    ISSUES = "issues"
    PROMISES = "promises"
    RESOLUTIONS = "resolutions"
    CASES = "cases"
    SCORES = "scores"
    REMEDIES = "remedies"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """From `service_type` on: what the service was told with; None where none is known."""

    place_id: int
    mark: str
    service_type: str | None = None
    staff: str | None = None
    product: str | None = None
    customer_group: str | None = None
    industry: str | None = None


@dataclass(frozen=True, kw_only=True)
class InvitationFact(Fact):
    """`sent_at` is when Telegram was asked to take it, `delivered_at` when it is known to have.

    `wave` tells what is asked after a service from what is asked before or while it runs.
    """

    state: str
    sent_at: datetime | None
    delivered_at: datetime | None
    first_answer_at: datetime | None
    completed_at: datetime | None
    wave: str = AFTER


@dataclass(frozen=True, kw_only=True)
class RatingFact(Fact):
    """A satisfaction score; from `satisfied_from` on, on its own scale, it counts as satisfied."""

    score: float
    scale: str
    satisfied_from: int
    first_at: datetime


@dataclass(frozen=True, kw_only=True)
class CaseFact(Fact):
    """`dimensions` and `aspects` are all that were found wrong with it and still stand.

    `reached` is the highest level it was escalated to; `same_before` the seconds since the same
    customer's latest case in one of its dimensions; `settled` those until it was resolved last.
    """

    case_id: int
    kind: str
    state: str
    outcome: str | None
    team_id: int | None = None
    owner_id: int | None = None
    channel: str = "telegram"
    severity: int = 0
    cause: str | None = None
    dimensions: frozenset[str] = frozenset()
    aspects: frozenset[str] = frozenset()
    reached: int | None = None
    same_before: int | None = None
    settled: int | None = None


@dataclass(frozen=True, kw_only=True)
class RoundFact(CaseFact):
    """A case, or its reopening. `response` is whole seconds to a person's first reply.

    `resolution` is those to the first time it was resolved in this round; in `worked` and `settled`
    the time is left out for which the customer had been asked something.
    """

    round: int
    opened_at: datetime
    response: int | None
    resolution: int | None = None
    worked: int | None = None


@dataclass(frozen=True, kw_only=True)
class IssueFact(RoundFact):
    """A round of a case, once for each thing that was found wrong with it."""

    dimension: str
    aspect: str | None


@dataclass(frozen=True, kw_only=True)
class PromiseFact(CaseFact):
    """`is_present`: "yes" for a promise of the round that the case is in now."""

    clock: str
    is_present: str
    due_at: datetime
    kept_at: datetime | None
    dropped_at: datetime | None
    paused_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ResolutionFact(CaseFact):
    """A round that was resolved; what the customer said of it; in how many seconds it reopened.

    `replies` are those of staff until then; `followed_after` the seconds until the customer came
    back on it, in this case or with another about one of its dimensions.
    """

    resolved_at: datetime
    handling: str | None
    reopened_after: int | None
    replies: int = 0
    followed_after: int | None = None


@dataclass(frozen=True, kw_only=True)
class ScoreFact(Fact):
    """An answer other than satisfaction. `asked`: what it was about (reports.asked).

    `is_paired`: "yes" where perception and expectation of the same item were both given.
    """

    asked: str
    dimension: str | None
    score: float | None
    choice: str | None
    is_paired: str
    satisfied_from: int
    first_at: datetime


@dataclass(frozen=True, kw_only=True)
class RemedyFact(CaseFact):
    """What was offered to make up for a case; `amount` in minor units of `currency`."""

    remedy: str
    remedy_state: str
    amount: int | None
    currency: str | None
    decided_at: datetime | None


# Satisfied from which score on, by the highest score of the scale.
SATISFIED_FROM = {3: 3, 5: 4, 7: 5}
USUAL_SCALE = 5
