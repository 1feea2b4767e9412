"""When a case needs us next, written down so that one scan finds everything that is due."""

from collections.abc import Sequence
from datetime import datetime

from complaints.book import Work
from complaints.keeping_told import confirmation_due, light_due, progress_due
from complaints.ladder import next_step
from complaints.terms import Terms
from complaints.values import Case, Promise, State


async def settle_next(work: Work, terms: Terms, case: Case) -> Case:
    """Writes down when this case needs us next, so that one scan finds everything that is due."""
    at = await next_instant(work, terms, case)
    return case if at == case.next_due_at else await work.cases.change(case, next_due_at=at)


async def next_instant(work: Work, terms: Terms, case: Case) -> datetime | None:
    if case.state is State.RESOLVED:
        return confirmation_due(terms.rules, case)
    if case.state is State.CONTESTED:
        return case.next_due_at
    if case.state is State.WAITING:
        since = await waiting_since(work, case)
        return None if since is None else since + terms.rules.auto_close_after
    promises = await work.cases.promises(case)
    taken = await work.cases.escalations(case)
    step = next_step(case, promises, taken, terms.ladder(case), terms.calendar)
    rung = None if step is None else step.at
    instants = (rung, light_due(case, promises), progress_due(terms.rules, case))
    return min((at for at in instants if at is not None), default=None)


async def waiting_since(work: Work, case: Case) -> datetime | None:
    """Since when the ball is with the customer, also where no clock stands: of a suggestion."""
    since = standing_since(await work.cases.promises(case))
    return await work.kin.asked_at(case) if since is None else since


def standing_since(promises: Sequence[Promise]) -> datetime | None:
    """Since when the ball is with the customer."""
    since = [p.paused_at for p in promises if p.is_open and p.paused_at is not None]
    return min(since, default=None)
