"""「已去电」: a colleague spoke on the phone with a customer whom no message reaches."""

from datetime import datetime

from complaints import recipients
from complaints.book import Work
from complaints.handling import Refusal, Refused, Step, as_own, held_case
from complaints.settling import settle_next
from complaints.terms import Terms
from complaints.values import Case, Clock, State


async def note_call(work: Work, terms: Terms, step: Step, now: datetime) -> Case:
    """A person's response at this moment, and nothing is resolved yet.

    A second tap within a minute is the same call, by whomever.
    """
    case = await held_case(work, step)
    if case.state in {State.CLOSED, State.RESOLVED}:
        raise Refused(why=Refusal.CLOSED, case=case)
    if await recipients.reaches(work, case):
        raise Refused(why=Refusal.WRITE_TO_THEM, case=case)
    before = await work.kin.called_at(case)
    if before is not None and now - before < terms.rules.cluster_window:
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    await work.cases.keep(case, [Clock.RESPONSE], now)
    # The call that the customer asked for, too; what colleagues promised they say themselves.
    await work.cases.keep_call(case, now)
    case = await as_own(work, case, step.person, now)
    if case.responded_at is None:
        case = await work.cases.change(case, responded_at=now)
    await work.cases.log(case, "replied", now, step.person.id, {"called": True})
    case = await settle_next(work, terms, case)
    await recipients.show_card(work, case)
    return case
