"""A case that turns out worse, or other, than it began: what it counts as, and what is promised."""

from dataclasses import replace
from datetime import datetime, timedelta

from complaints import recipients
from complaints.book import Work
from complaints.settling import settle_next, waiting_since
from complaints.terms import Terms
from complaints.values import ASSESSED, LADDER_KINDS, Case, Clock, State
from dimensions.reading import Kind, Reading


async def rise(work: Work, terms: Terms, case: Case, reading: Reading, now: datetime) -> Case:
    """What sounds worse than it began is treated as what it is; nothing ever sinks by itself."""
    if reading.kind is Kind.EMERGENCY and case.kind is not Kind.EMERGENCY:
        case = await _become(work, terms, case, Kind.EMERGENCY, max(reading.severity, 4), now)
        await recipients.raise_alarm(work, case)
        return case
    if reading.doubtful or reading.kind not in LADDER_KINDS:
        return case
    if case.kind not in LADDER_KINDS:
        return await _become(work, terms, case, reading.kind, reading.severity, now)
    severity = max(case.severity, reading.severity)
    if case.doubtful or severity > case.severity:
        case = await work.cases.change(case, severity=severity, doubtful=False)
    return case


async def _become(
    work: Work, terms: Terms, case: Case, kind: Kind, severity: int, now: datetime
) -> Case:
    """A question became a complaint, or a complaint dangerous: new promises from now on."""
    await work.cases.drop(case, now, ASSESSED)
    is_danger = kind is Kind.EMERGENCY
    case = await work.cases.change(
        case,
        kind=kind.value,
        severity=severity,
        safety=is_danger,
        doubtful=False,
        # Nobody complained before; what turns dangerous was complained of all the time.
        round_at=case.round_at if case.kind in LADDER_KINDS else now,
        # Danger has a ladder of its own, whatever it began as.
        lead_id=None if is_danger else case.lead_id,
    )
    await work.cases.add_promises(case, terms.promises(kind, severity, now), now)
    return await settle_next(work, terms, case)


async def promise_anew(work: Work, terms: Terms, case: Case, severity: int, now: datetime) -> Case:
    """What was promised for the old assessment ends; what is promised now ran from the start.

    The time that the customer took to answer counts for neither.
    """
    if case.state is State.CONTESTED:
        await recipients.show_card(work, case)
        return case
    before = [p for p in await work.cases.promises(case) if p.started_at >= case.round_at]
    since = await waiting_since(work, case) or now
    late = {p.clock for p in before if p.is_open and p.missed_at is not None}
    await work.cases.drop(case, now, ASSESSED)
    for new in terms.promises(case.kind, severity, case.round_at):
        if new.clock is Clock.RESPONSE and case.responded_at is not None:
            continue
        waited = sum((p.paused for p in before if p.clock is new.clock), timedelta())
        due_at = new.due_at + waited
        # Whoever was told that we are late, and still are, is not told so once more.
        missed_at = now if new.clock in late and due_at <= now else None
        promise = replace(new, due_at=due_at, missed_at=missed_at)
        await work.cases.add_promises(case, [promise], case.round_at + waited)
    if case.state is State.WAITING:
        await work.cases.pause(case, since)
    case = await settle_next(work, terms, case)
    await recipients.show_card(work, case)
    return case
