"""The rules under which a case is heard: one version, its calendar, and its mark."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from calendars.working import Calendar
from complaints.ladder import first_rung
from complaints.rules import ComplaintRules, Ladder, Urgency
from complaints.values import LADDER_KINDS, TOLD_KINDS, Case, Clock, Mark, NewPromise
from dimensions.reading import Kind


@dataclass(frozen=True, kw_only=True)
class Terms:
    rules: ComplaintRules
    calendar: Calendar
    rules_id: int
    mark: Mark = Mark.LIVE

    def promises(self, kind: Kind, severity: int, now: datetime) -> tuple[NewPromise, ...]:
        """What is promised for a case that opens now; nothing for praise and suggestions."""
        if kind is Kind.QUESTION:
            light = self.rules.promises.question
            return tuple(
                NewPromise(
                    clock=clock,
                    due_at=self.calendar.add(now, light.within(clock), light.clock),
                )
                for clock in (Clock.RESPONSE, Clock.RESOLUTION)
            )
        if kind not in LADDER_KINDS:
            return ()
        urgency = urgency_of(kind, severity)
        return tuple(
            NewPromise(
                clock=clock,
                due_at=self.rules.due_at(clock, urgency, opened_at=now, calendar=self.calendar),
            )
            for clock in (Clock.RESPONSE, Clock.RESOLUTION)
        )

    def first_instant(
        self, kind: Kind, severity: int, promises: Sequence[NewPromise], now: datetime
    ) -> datetime | None:
        """When a case that opens now needs us first; None for what nobody waits for."""
        told = now + self.rules.progress_every if self.rules.progress_every else None
        if kind not in LADDER_KINDS:
            light = [promise.due_at for promise in promises]
            found = [*light, *([told] if told and kind in TOLD_KINDS else [])]
            return min(found, default=None)
        ladder = self.rules.ladder_for(urgency_of(kind, severity))
        spans = [(now, promise.due_at) for promise in promises]
        rung = first_rung(spans, ladder, self.calendar)
        return min((at for at in (rung, told) if at is not None), default=None)

    def callback_by(self, case: Case, now: datetime) -> datetime:
        """By when somebody calls a customer who asked for it, counted as the case's promises."""
        counted = self.rules.promises_for(urgency_of(case.kind, case.severity)).clock
        return self.calendar.add(now, self.rules.callback_within, counted)

    def ladder(self, case: Case) -> Ladder:
        return self.rules.ladder_for(urgency_of(case.kind, case.severity))


def urgency_of(kind: Kind, severity: int) -> Urgency:
    return Urgency.of(severity, emergency=kind is Kind.EMERGENCY)


# A case keeps the version of the rules that it was opened under.
TermsOf = Callable[[int], Terms]
