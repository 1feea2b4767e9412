"""Cases of a database that was put away and brought back: what may have been said, is not."""

from datetime import datetime

from complaints.book import Work
from complaints.keeping_told import assume_reminded, light_due, progress_due
from complaints.ladder import due_steps
from complaints.settling import settle_next
from complaints.terms import Terms
from complaints.values import Case, Promise, State
from dimensions.reading import Kind


async def assume_told(work: Work, terms: Terms, case_id: int, now: datetime) -> None:
    """What came due since the copy was made counts as said to the customer, praise as told.

    Colleagues still hear of all that is late: nobody knows whether it was seen to.
    """
    case = await work.cases.get(case_id)
    if case is None or case.next_due_at is None or case.next_due_at > now:
        return
    if case.kind is Kind.PRAISE:
        await work.cases.change(case, next_due_at=None)
        return
    match case.state:
        case State.RESOLVED:
            case = await assume_reminded(work, terms.rules, case, now)
        case State.WAITING:
            # Its clocks run on with the first tick, and its customer would hear of that.
            case = await work.cases.change(case, told_at=now)
        case State.OPEN | State.TAKEN:
            case = await _assume_progress(work, terms, case, now)
    await settle_next(work, terms, case)


async def _assume_progress(work: Work, terms: Terms, case: Case, now: datetime) -> Case:
    """How it stands, and that it is late."""
    late = await _told_late(work, terms, case, now)
    for promise in late:
        await work.cases.miss(promise.id, now)
    progress = progress_due(terms.rules, case)
    if not late and (progress is None or progress > now):
        return case
    return await work.cases.change(case, told_at=now)


async def _told_late(work: Work, terms: Terms, case: Case, now: datetime) -> list[Promise]:
    """The promises of whose delay the customer is told by now."""
    promises = await work.cases.promises(case)
    missed = [promise for promise in promises if promise.is_running and promise.missed_at is None]
    if light_due(case, promises) is not None:
        return [promise for promise in missed if promise.due_at <= now]
    taken = await work.cases.escalations(case)
    steps = due_steps(case, promises, taken, terms.ladder(case), terms.calendar, now)
    climbed = {step.promise.id for step in steps if not step.is_warning}
    return [promise for promise in missed if promise.id in climbed]
