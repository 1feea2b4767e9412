"""Every figure as data: over which rows, counted on which instant, out of what, how many of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from complaints.values import LADDER_KINDS, Clock, Handling, Outcome, RemedyState, State
from dimensions.reading import Kind
from reports.asked import Asked
from reports.conditions import (
    ALWAYS,
    NOW,
    WEEK_AGO,
    Condition,
    Known,
    Not,
    Ordered,
    all_of,
    any_of,
    one_of,
    unknown,
)
from reports.facts import Population
from surveys.occasions import BEFORE, PULSE
from surveys.values import InvitationState

SMALL_SAMPLE = 30
REOPEN_WINDOW_SECONDS = 30 * 24 * 3600
REPEAT_WINDOW_SECONDS = 7 * 24 * 3600


class Measure(StrEnum):
    """A count, a share of a count, the mean of a number, or how long something took in seconds."""

    COUNT = "count"
    SHARE = "share"
    MEAN = "mean"
    TIMES = "times"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`counted_on` names the instant that puts a row into a period; None: as things stand now.

    `denominator` says which rows of the population it is out of, `numerator` which of these count.
    `unit` counts different values of a column instead of rows; `by` breaks it down. What
    `is_costly` looks through a customer's other cases, and is counted only where it is shown.
    """

    key: str
    population: Population
    counted_on: str | None
    measure: Measure = Measure.COUNT
    denominator: Condition = ALWAYS
    numerator: Condition = ALWAYS
    value: str | None = None
    unit: str | None = None
    by: str | None = None
    is_costly: bool = False


# --- what the conditions say

COMPLAINT = all_of(
    one_of("kind", *(kind.value for kind in LADDER_KINDS)),
    # The same matter told twice is one; what the customer took back was none.
    Not(one_of("outcome", Outcome.MERGED.value, Outcome.WITHDRAWN.value)),
)
IN_HAND = one_of(
    "state", State.OPEN.value, State.TAKEN.value, State.WAITING.value, State.CONTESTED.value
)
SETTLED = (State.RESOLVED.value, State.CLOSED.value)
# What is asked ahead or meanwhile is one tap beside the survey, and none of its own.
SURVEY = Not(one_of("wave", BEFORE, PULSE))
NOT_TOLD = all_of(
    unknown("delivered_at"),
    one_of("state", InvitationState.UNKNOWN.value, InvitationState.EXPIRED.value),
)
# A promise that was dropped, or whose clock was stopped, before it was due did not fall due.
FELL_DUE = all_of(
    one_of("kind", *(kind.value for kind in LADDER_KINDS)),
    Ordered("due_at", NOW),
    Not(Ordered("dropped_at", "due_at")),
    Not(all_of(unknown("kept_at"), Ordered("paused_at", "due_at"))),
)
IN_TIME = all_of(
    Known("kept_at"), any_of(Ordered("kept_at", "due_at"), Ordered("paused_at", "due_at"))
)
OVERDUE = all_of(
    COMPLAINT,
    IN_HAND,
    one_of("is_present", "yes"),
    unknown("kept_at"),
    unknown("dropped_at"),
    unknown("paused_at"),
    Ordered("due_at", NOW),
)


def _rounds(key: str, condition: Condition = ALWAYS, *, by: str | None = None) -> Figure:
    """Complaints with a round that opened in the period; one that came back is still one."""
    return Figure(
        key=key,
        population=Population.ROUNDS,
        counted_on="opened_at",
        denominator=all_of(COMPLAINT, condition),
        unit="case_id",
        by=by,
    )


def _issues(key: str, by: str) -> Figure:
    return Figure(
        key=key,
        population=Population.ISSUES,
        counted_on="opened_at",
        denominator=COMPLAINT,
        unit="case_id",
        by=by,
    )


def _on_time(key: str, clock: Clock) -> Figure:
    return Figure(
        key=key,
        population=Population.PROMISES,
        counted_on="due_at",
        measure=Measure.SHARE,
        denominator=all_of(FELL_DUE, one_of("clock", clock.value)),
        numerator=IN_TIME,
    )


def _late(key: str, condition: Condition, counted_on: str | None) -> Figure:
    """The cases behind the figure, each by its number."""
    return Figure(
        key=key,
        population=Population.PROMISES,
        counted_on=counted_on,
        denominator=condition,
        unit="case_id",
        by="case_id",
    )


def _missed(*clocks: Clock) -> Condition:
    return all_of(FELL_DUE, one_of("clock", *(clock.value for clock in clocks)), Not(IN_TIME))


def _emergencies(key: str, value: str) -> Figure:
    """How long it took until a person was there, and until it was over."""
    return Figure(
        key=key,
        population=Population.ROUNDS,
        counted_on="opened_at",
        measure=Measure.TIMES,
        denominator=all_of(COMPLAINT, one_of("kind", Kind.EMERGENCY.value)),
        value=value,
    )


def _invitations(key: str, *conditions: Condition) -> Figure:
    return Figure(
        key=key,
        population=Population.INVITATIONS,
        counted_on="delivered_at",
        denominator=all_of(SURVEY, *conditions),
    )


ASKING = (
    _invitations("delivered"),
    _invitations("completed", Known("completed_at")),
    _invitations("partial", all_of(Known("first_answer_at"), unknown("completed_at"))),
    Figure(
        key="response_rate",
        population=Population.INVITATIONS,
        counted_on="delivered_at",
        measure=Measure.SHARE,
        denominator=SURVEY,
        numerator=Known("completed_at"),
    ),
    Figure(
        key="delivery_unknown",
        population=Population.INVITATIONS,
        counted_on="sent_at",
        denominator=NOT_TOLD,
    ),
    Figure(
        key="delivery_rate",
        population=Population.INVITATIONS,
        counted_on="sent_at",
        measure=Measure.SHARE,
        numerator=Known("delivered_at"),
    ),
    Figure(
        key="csat",
        population=Population.RATINGS,
        counted_on="first_at",
        measure=Measure.SHARE,
        numerator=Ordered("satisfied_from", "score"),
    ),
    Figure(
        key="csat_mean",
        population=Population.RATINGS,
        counted_on="first_at",
        measure=Measure.MEAN,
        value="score",
        by="scale",
    ),
)


def _scores(key: str, asked: str, numerator: Condition) -> Figure:
    return Figure(
        key=key,
        population=Population.SCORES,
        counted_on="first_at",
        measure=Measure.SHARE,
        denominator=all_of(one_of("asked", asked), Known("score")),
        numerator=numerator,
    )


def _means(key: str, asked: str, *more: Condition) -> Figure:
    """The mean score of each dimension."""
    return Figure(
        key=key,
        population=Population.SCORES,
        counted_on="first_at",
        measure=Measure.MEAN,
        denominator=all_of(one_of("asked", asked), Known("score"), *more),
        value="score",
        by="dimension",
    )


PAIRED = one_of("is_paired", "yes")
SCORING = (
    _scores("nps_promoters", Asked.NPS, Ordered(9, "score")),
    _scores("nps_detractors", Asked.NPS, Ordered("score", 6)),
    _scores("ces", Asked.CES, Ordered(5, "score")),
    _scores("process", Asked.PROCESS, Ordered("satisfied_from", "score")),
    _scores("outcome", Asked.OUTCOME, Ordered("satisfied_from", "score")),
    Figure(
        key="confirmation",
        population=Population.SCORES,
        counted_on="first_at",
        denominator=all_of(one_of("asked", Asked.CONFIRMATION), Known("choice")),
        by="choice",
    ),
    _means("perception", Asked.PERCEPTION),
    _means("expectation", Asked.EXPECTATION),
    _means("weight", Asked.WEIGHT),
    _means("perception_paired", Asked.PERCEPTION, PAIRED),
    _means("expectation_paired", Asked.EXPECTATION, PAIRED),
)


def _remedies(key: str, **more: Any) -> Figure:
    return Figure(key=key, population=Population.REMEDIES, counted_on="decided_at", **more)


GRANTED = one_of("remedy_state", RemedyState.GRANTED.value)
REMEDIES = (
    _remedies("remedies_agreed", measure=Measure.SHARE, numerator=GRANTED),
    _remedies("remedies_by_kind", denominator=GRANTED, by="remedy"),
    _remedies(
        "remedies_paid", measure=Measure.MEAN, denominator=all_of(GRANTED, Known("amount")),
        value="amount", by="currency",
    ),
)  # fmt: skip

HEARING = (
    _rounds("complaints"),
    _rounds("complaints_in_hand", IN_HAND),
    _rounds("complaints_resolved", one_of("state", State.RESOLVED.value)),
    _rounds("complaints_closed", one_of("state", State.CLOSED.value)),
    _issues("complaints_by_dimension", "dimension"),
    _issues("complaints_by_aspect", "aspect"),
    Figure(
        key="heard_by_kind",
        population=Population.ROUNDS,
        counted_on="opened_at",
        denominator=Not(one_of("outcome", Outcome.MERGED.value, Outcome.WITHDRAWN.value)),
        unit="case_id",
        by="kind",
    ),
    Figure(
        key="first_response",
        population=Population.ROUNDS,
        counted_on="opened_at",
        measure=Measure.TIMES,
        denominator=COMPLAINT,
        value="response",
    ),
    _on_time("first_response_on_time", Clock.RESPONSE),
    _on_time("on_time", Clock.RESOLUTION),
    _late("late_cases", _missed(Clock.RESOLUTION), "due_at"),
    _on_time("promises_kept", Clock.PROMISE),
    _emergencies("emergency_response", "response"),
    _emergencies("emergency_clear", "resolution"),
    Figure(
        key="first_resolution",
        is_costly=True,
        population=Population.ROUNDS,
        counted_on="opened_at",
        measure=Measure.TIMES,
        denominator=COMPLAINT,
        value="worked",
    ),
    Figure(
        key="full_resolution",
        is_costly=True,
        population=Population.ROUNDS,
        counted_on="opened_at",
        measure=Measure.TIMES,
        denominator=all_of(COMPLAINT, Ordered("round", 1), one_of("state", *SETTLED)),
        value="settled",
    ),
    Figure(
        key="escalated",
        is_costly=True,
        population=Population.ROUNDS,
        counted_on="opened_at",
        measure=Measure.SHARE,
        denominator=COMPLAINT,
        numerator=Ordered(1, "reached"),
        unit="case_id",
    ),
    Figure(
        key="repeated",
        is_costly=True,
        population=Population.ROUNDS,
        counted_on="opened_at",
        measure=Measure.SHARE,
        denominator=COMPLAINT,
        numerator=Ordered("same_before", REOPEN_WINDOW_SECONDS),
        unit="case_id",
    ),
    Figure(
        key="first_contact",
        is_costly=True,
        population=Population.RESOLUTIONS,
        counted_on="resolved_at",
        measure=Measure.SHARE,
        denominator=all_of(COMPLAINT, Ordered("resolved_at", WEEK_AGO)),
        numerator=all_of(
            Ordered("replies", 1), Not(Ordered("followed_after", REPEAT_WINDOW_SECONDS))
        ),
    ),
    Figure(
        key="resolved",
        population=Population.RESOLUTIONS,
        counted_on="resolved_at",
        denominator=COMPLAINT,
    ),
    Figure(
        key="reopened",
        population=Population.RESOLUTIONS,
        counted_on="resolved_at",
        measure=Measure.SHARE,
        denominator=COMPLAINT,
        numerator=Ordered("reopened_after", REOPEN_WINDOW_SECONDS),
    ),
    Figure(
        key="handling",
        population=Population.RESOLUTIONS,
        counted_on="resolved_at",
        measure=Measure.SHARE,
        denominator=all_of(COMPLAINT, Known("handling")),
        numerator=one_of("handling", Handling.SATISFIED.value),
    ),
    Figure(
        key="handling_by_answer",
        population=Population.RESOLUTIONS,
        counted_on="resolved_at",
        denominator=all_of(COMPLAINT, Known("handling")),
        by="handling",
    ),
)

STANDING = (
    Figure(
        key="open_now",
        population=Population.CASES,
        counted_on=None,
        denominator=all_of(COMPLAINT, IN_HAND),
    ),
    Figure(
        key="overdue_now",
        population=Population.PROMISES,
        counted_on=None,
        denominator=OVERDUE,
        unit="case_id",
    ),
    _late("overdue_cases", OVERDUE, None),
)

# Behind the list of what was late: the first reply, the resolution, or both. None is a figure of
# its own, so no day keeps them.
LATE_AT_ALL = _late("late_at_all", _missed(Clock.RESPONSE, Clock.RESOLUTION), "due_at")
LATE_BY_CLOCK: Mapping[str, Figure] = {
    clock.value: _late(f"late_{clock.value}", _missed(clock), "due_at")
    for clock in (Clock.RESPONSE, Clock.RESOLUTION)
}

FIGURES: Sequence[Figure] = (*ASKING, *SCORING, *HEARING, *REMEDIES, *STANDING)
