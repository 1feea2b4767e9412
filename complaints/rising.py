"""A case that turns out worse, or other, than it began: what it counts as, and what is promised."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from complaints import recipients
from complaints.book import Work
from complaints.settling import settle_next, waiting_since
from complaints.terms import Terms, urgency_of
from complaints.values import ASSESSED, LADDER_KINDS, UNRESOLVED, Case, Clock, State
from dimensions.reading import Kind, Reading
from people.telling import NoteKind


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
        is_graver = urgency_of(case.kind, severity) is not urgency_of(case.kind, case.severity)
        case = await work.cases.change(case, severity=severity, doubtful=False)
        if is_graver and case.state in {State.OPEN, State.TAKEN}:
            case = await _promise_sooner(work, terms, case, now)
    return case


async def _promise_sooner(work: Work, terms: Terms, case: Case, now: datetime) -> Case:
    """The earlier of what was promised and of what is promised from now on; they hear of it."""
    running = {p.clock: p for p in await work.cases.promises(case) if p.is_running}
    sooner = [
        new
        for new in terms.promises(case.kind, case.severity, now)
        if new.clock in running and new.due_at < running[new.clock].due_at
    ]
    if sooner:
        await work.cases.drop(case, now, [new.clock for new in sooner])
        await work.cases.add_promises(case, sooner, now)
        key = f"case-{case.id}-version-{case.version}-sooner"
        facts: dict[str, object] = {"case": case.id, "clock": sooner[0].clock.value}
        await recipients.tell_customer(work, case, key, NoteKind.SOONER, facts)
    return await settle_next(work, terms, case)


def what_was(before: Case, after: Case, words_id: int) -> Mapping[str, Any] | None:
    """For the trail: what it counted as before these words, if they made it worse."""
    if (before.kind, before.severity) == (after.kind, after.severity):
        return None
    was = {
        "kind": before.kind.value,
        "severity": before.severity,
        "doubtful": before.doubtful,
        "lead": before.lead_id,
        # Only what was no complaint begins anew.
        "since": None if before.round_at == after.round_at else before.round_at.isoformat(),
    }
    return {"words": words_id, "was": was}


async def sink_back(
    work: Work, terms: Terms, case: Case, read: Callable[[str], Reading], now: datetime
) -> Case:
    """Words that made it worse went to another case: again what it was, and what is left says."""
    raised = await work.sayings.raised_by(case)
    if raised is None or case.state is State.CLOSED:
        return case
    was = raised.was
    left = await work.sayings.said_after(case, raised.words_id)
    kind, severity, doubtful = _grown(
        Kind(was["kind"]),
        was["severity"],
        was["doubtful"],
        [read(one.said.text or "") for one in left],
    )
    if (kind, severity) == (case.kind, case.severity):
        return case
    urgency = urgency_of(case.kind, case.severity)
    is_complaint = kind in LADDER_KINDS
    case = await work.cases.change(
        case,
        kind=kind.value,
        severity=severity,
        safety=kind is Kind.EMERGENCY,
        doubtful=doubtful,
        lead_id=case.lead_id or await _lead_again(work, case, was["lead"]),
        round_at=case.round_at
        if is_complaint or was["since"] is None
        else datetime.fromisoformat(was["since"]),
    )
    is_other = urgency_of(kind, severity) is not urgency or not is_complaint
    if is_other and case.state in {State.OPEN, State.TAKEN, State.WAITING}:
        case = await promise_anew(work, terms, case, severity, now)
    return case


def _grown(
    kind: Kind, severity: int, doubtful: bool, readings: Iterable[Reading]
) -> tuple[Kind, int, bool]:
    """What it counts as after all these (see `rise`)."""
    for reading in readings:
        if reading.kind is Kind.EMERGENCY:
            kind, severity, doubtful = reading.kind, max(reading.severity, 4), False
        elif not reading.doubtful and reading.kind in LADDER_KINDS:
            kind = kind if kind in LADDER_KINDS else reading.kind
            severity, doubtful = max(severity, reading.severity), False
    return kind, severity, doubtful


async def _lead_again(work: Work, case: Case, lead_id: int | None) -> int | None:
    """The case that led it, if that one still leads."""
    lead = None if lead_id is None else await work.cases.get(lead_id)
    is_leading = lead is not None and lead.state in UNRESOLVED and lead.lead_id is None
    return lead_id if is_leading and not await work.kin.followers(case.id) else None


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
