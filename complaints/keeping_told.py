"""What customers hear without asking: how it stands, and whether it is settled for them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from complaints import recipients
from complaints.book import Work
from complaints.rules import ComplaintRules
from complaints.terms import Terms
from complaints.values import LADDER_KINDS, TOLD_KINDS, Case, Promise, State
from people.telling import NoteKind


def confirmation_due(rules: ComplaintRules, case: Case) -> datetime | None:
    """When a resolved case asks for its confirmation once more or, after that, is closed.

    However late the last reminder came, it is left as long as it would have had in time.
    """
    if case.resolved_at is None:
        return None
    waits = _waits(rules)
    if case.reminded < len(waits):
        return case.resolved_at + waits[case.reminded]
    end = case.resolved_at + rules.auto_close_after
    if not waits or case.told_at is None:
        return end
    return max(end, case.told_at + rules.auto_close_after - waits[-1])


def _waits(rules: ComplaintRules) -> list[timedelta]:
    """Reminders that would come after the closing are none."""
    return [wait for wait in rules.confirm_reminders if wait < rules.auto_close_after]


def progress_due(rules: ComplaintRules, case: Case) -> datetime | None:
    """When the customer hears next how it stands, unless they hear from us before."""
    if rules.progress_every is None or case.kind not in TOLD_KINDS:
        return None
    if case.lead_id is not None:
        # Those who follow a case hear what is done about the one that leads.
        return None
    if case.state not in {State.OPEN, State.TAKEN}:
        return None
    return (case.told_at or case.round_at) + rules.progress_every


def light_due(case: Case, promises: Sequence[Promise]) -> datetime | None:
    """When a promise without a ladder, as a question has, is missed if nobody keeps it."""
    if case.kind in LADDER_KINDS or case.state not in {State.OPEN, State.TAKEN}:
        return None
    return min((promise.due_at for promise in _light(promises)), default=None)


def _light(promises: Sequence[Promise]) -> list[Promise]:
    return [p for p in promises if p.is_running and p.missed_at is None]


async def miss_light(work: Work, case: Case, promises: Sequence[Promise], now: datetime) -> Case:
    """Nobody above hears of it, and the customer hears that it is late."""
    due_at = light_due(case, promises)
    if due_at is None or due_at > now:
        return case
    for promise in _light(promises):
        if promise.due_at <= now:
            await work.cases.miss(promise.id, now)
    case = await work.cases.change(case, told_at=now)
    key = f"case-{case.id}-version-{case.version}-late"
    facts: dict[str, object] = {"case": case.id, "round": case.round, "stands": True}
    await recipients.tell_customer(work, case, key, NoteKind.PROGRESS, facts)
    await recipients.show_card(work, case)
    return case


async def remind(work: Work, terms: Terms, case: Case, now: datetime) -> bool:
    """Asks for the confirmation once more; False when it was asked for often enough."""
    waits = _waits(terms.rules)
    if case.reminded >= len(waits) or case.resolved_at is None:
        return False
    # After an outage one reminder stands for all that are due.
    reminded = _due_by(now, waits, case.resolved_at) or case.reminded + 1
    case = await work.cases.change(case, reminded=reminded, told_at=now)
    key = f"case-{case.id}-round-{case.round}-confirm-{case.reminded}"
    await recipients.tell_customer(
        work, case, key, NoteKind.CONFIRM_REMINDER, {"case": case.id, "round": case.round}
    )
    await work.cases.log(case, "reminded", now)
    await work.cases.change(case, next_due_at=confirmation_due(terms.rules, case))
    return True


async def assume_reminded(work: Work, rules: ComplaintRules, case: Case, now: datetime) -> Case:
    """The confirmation counts as asked for as often as it was due, and its time begins anew."""
    if case.resolved_at is None:
        return case
    due = _due_by(now, _waits(rules), case.resolved_at)
    if due <= case.reminded:
        return case
    return await work.cases.change(case, reminded=due, told_at=now)


def _due_by(now: datetime, waits: Sequence[timedelta], resolved_at: datetime) -> int:
    """The number of the last reminder whose time has come; 0 before the first."""
    return max((n for n, wait in enumerate(waits, 1) if resolved_at + wait <= now), default=0)


async def tell_progress(work: Work, terms: Terms, case: Case, now: datetime) -> Case:
    """Says how it stands; whoever was answered lately has heard enough for now."""
    due = progress_due(terms.rules, case)
    if due is None or due > now or terms.rules.progress_every is None:
        return case
    answered = await work.sayings.answered_at(case.id)
    if answered is not None and answered + terms.rules.progress_every > now:
        return await work.cases.change(case, told_at=answered)
    case = await work.cases.change(case, told_at=now)
    key = f"case-{case.id}-version-{case.version}-progress"
    facts: dict[str, object] = {"case": case.id, "round": case.round, "stands": True}
    if await recipients.tell_customer(work, case, key, NoteKind.PROGRESS, facts):
        await work.cases.log(case, "progress", now)
    return case
