"""When the next one up hears of a promise that nobody keeps. Pure: values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from calendars.working import Calendar
from complaints.rules import Gate, Ladder
from complaints.values import (
    LADDER_KINDS,
    Case,
    Escalation,
    Promise,
    State,
)

# A step that comes later than this after its instant is marked as late.
PUNCTUAL = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One rung: `level` below 0 warns (-1 is the last warning), from 1 on it tells the next one up.

    `at` is the instant at which it is due; `skipped` counts lower rungs that came due unseen.
    """

    promise: Promise
    level: int
    repeat: int
    at: datetime
    skipped: int = 0

    @property
    def is_warning(self) -> bool:
        return self.level < 0

    @property
    def rung(self) -> tuple[int, int]:
        return (self.level, self.repeat)


def climbs(case: Case) -> bool:
    """Whether this case has a ladder now: of a kind that has one, with us, and led by no other."""
    with_us = case.state in {State.OPEN, State.TAKEN} and case.lead_id is None
    return case.kind in LADDER_KINDS and with_us


def next_step(
    case: Case,
    promises: Sequence[Promise],
    taken: Sequence[Escalation],
    ladder: Ladder,
    calendar: Calendar,
) -> Step | None:
    """The earliest rung that was not climbed yet, over all running promises."""
    if not climbs(case):
        return None
    waiting = (
        _remaining(case, promise, taken, ladder, calendar)
        for promise in promises
        if promise.is_running
    )
    first = [rungs[0] for rungs in waiting if rungs]
    return min(first, key=lambda step: step.at, default=None)


def first_rung(
    promises: Sequence[tuple[datetime, datetime]], ladder: Ladder, calendar: Calendar
) -> datetime | None:
    """When a case that opens now needs us first; each promise as (started, due)."""
    first = []
    for started_at, due_at in promises:
        length = due_at - started_at
        warnings = [started_at + length * fraction for fraction in ladder.warn_at]
        first.append(warnings[0] if warnings else _first_level(due_at, ladder, calendar))
    return min(first, default=None)


def _first_level(due_at: datetime, ladder: Ladder, calendar: Calendar) -> datetime:
    at = due_at + ladder.delay(1)
    is_gated = ladder.level(1).gate is Gate.WORKING_HOURS
    return calendar.next_open(at) if is_gated else at


def due_steps(
    case: Case,
    promises: Sequence[Promise],
    taken: Sequence[Escalation],
    ladder: Ladder,
    calendar: Calendar,
    now: datetime,
) -> tuple[Step, ...]:
    """For each running promise the highest due rung: after an outage one message, not ten."""
    if not climbs(case):
        return ()
    found = []
    for promise in promises:
        if not promise.is_running:
            continue
        rungs = _remaining(case, promise, taken, ladder, calendar)
        due = [step for step in rungs if step.at <= now]
        if due:
            found.append(replace(due[-1], skipped=len(due) - 1))
    return tuple(found)


def _remaining(
    case: Case,
    promise: Promise,
    taken: Sequence[Escalation],
    ladder: Ladder,
    calendar: Calendar,
) -> list[Step]:
    """The rungs above the last one climbed, each with its instant, in order."""
    own = [step for step in taken if step.is_of(promise)]
    rungs = _rungs(promise, ladder, calendar)
    if not own:
        return rungs
    last = max(own, key=lambda step: (step.level, step.repeat))
    above = [step for step in rungs if step.rung > (last.level, last.repeat)]
    if last.level < 1 or case.taken_at is None or case.taken_at <= last.at:
        return above
    return _after_taking(case.taken_at, last, above, ladder)


def _after_taking(
    taken_at: datetime, last: Escalation, above: list[Step], ladder: Ladder
) -> list[Step]:
    """Somebody said "I take it": this level falls silent, and they have `act_within` to act."""
    act_by = taken_at + ladder.act_within
    at_top = last.level >= ladder.top
    left = above if at_top else [step for step in above if step.level > last.level]
    if not left:
        return []
    shift = max(act_by - left[0].at, timedelta())
    return [Step(promise=s.promise, level=s.level, repeat=s.repeat, at=s.at + shift) for s in left]


def timetable(promise: Promise, ladder: Ladder, calendar: Calendar) -> tuple[Step, ...]:
    """Every rung with its instant, as if nobody ever acted."""
    return tuple(_rungs(promise, ladder, calendar))


def _rungs(promise: Promise, ladder: Ladder, calendar: Calendar) -> list[Step]:
    return [*_warnings(promise, ladder), *_levels(promise, ladder, calendar)]


def _warnings(promise: Promise, ladder: Ladder) -> list[Step]:
    length = promise.due_at - promise.started_at
    count = len(ladder.warn_at)
    return [
        Step(
            promise=promise,
            level=place - count,
            repeat=0,
            at=promise.started_at + length * fraction,
        )
        for place, fraction in enumerate(ladder.warn_at)
    ]


def _levels(promise: Promise, ladder: Ladder, calendar: Calendar) -> list[Step]:
    starts = _level_instants(promise, ladder, calendar)
    found: list[Step] = []
    for level, start in enumerate(starts, 1):
        ends = starts[level] if level < ladder.top else None
        for repeat in range(ladder.repeat_cap + 1):
            at = start + ladder.repeats(level) * repeat
            if repeat and ends is not None and at >= ends:
                break
            found.append(Step(promise=promise, level=level, repeat=repeat, at=at))
    return found


def _level_instants(promise: Promise, ladder: Ladder, calendar: Calendar) -> list[datetime]:
    """When each level is first told; one behind a gate waits for the house to open."""
    instants: list[datetime] = []
    for place, level in enumerate(ladder.levels):
        at = (instants[-1] if place else promise.due_at) + ladder.delay(place + 1)
        if level.gate is Gate.WORKING_HOURS:
            at = calendar.next_open(at)
        instants.append(at)
    return instants


def is_late(step: Step, now: datetime) -> bool:
    return step.skipped > 0 or now - step.at > PUNCTUAL
