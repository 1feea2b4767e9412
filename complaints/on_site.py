"""「已当面/电话处理」: done at the desk or on the phone, which counts once the customer says so."""

from collections.abc import Sequence
from datetime import datetime

from complaints import recipients
from complaints.along import resolve_along
from complaints.book import Work
from complaints.handling import Step, as_own, resolvable_case
from complaints.hearing import settle_next
from complaints.terms import Terms
from complaints.values import Case, Clock, Promise, State
from people.telling import NoteKind


async def settle_on_site(work: Work, terms: Terms, step: Step, now: datetime) -> Case:
    """The clocks stand still, neither kept nor missed, until the customer has spoken."""
    case = await resolvable_case(work, terms, step)
    await work.cases.pause(case, now)
    case = await as_own(work, case, step.person, now)
    case = await work.cases.change(case, state=State.RESOLVED.value, resolved_at=now, level=0)
    await work.cases.log(case, "handled in person", now, step.person.id)
    case = await settle_next(work, terms, case)
    key = f"case-{case.id}-round-{case.round}-on-site"
    facts: dict[str, object] = {"case": case.id, "on_site": True}
    await recipients.tell_customer(work, case, key, NoteKind.RESOLUTION, facts)
    await resolve_along(work, terms, case, None, now)
    await recipients.show_card(work, case)
    return case


async def count_on_site(work: Work, case: Case, now: datetime) -> Case:
    """The customer confirms: it is kept as of when it was done. Nothing to do for any other."""
    if case.resolved_at is None or not _stands_still(await work.cases.promises(case)):
        return case
    await work.cases.keep(case, list(Clock), case.resolved_at)
    await work.cases.log(case, "resolved", now, case.owner_id)
    if case.responded_at is not None:
        return case
    return await work.cases.change(case, responded_at=case.resolved_at)


def _stands_still(promises: Sequence[Promise]) -> bool:
    return any(
        promise.paused_at is not None and promise.kept_at is None and promise.dropped_at is None
        for promise in promises
    )
