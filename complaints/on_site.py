"""「已当面/电话处理」: done at the desk or on the phone, which counts once the customer says so."""

from collections.abc import Sequence
from datetime import datetime

from complaints import recipients
from complaints.book import Work
from complaints.handling import Step, as_own, resolvable_case
from complaints.settling import settle_next
from complaints.terms import Terms
from complaints.values import Case, Clock, Promise, State
from people.telling import NoteKind
from people.values import Person


async def settle_on_site(work: Work, terms: Terms, step: Step, now: datetime) -> None:
    """The clocks stand still, neither kept nor missed, until the customer has spoken.

    So they do for the customers of the cases that this one leads: each speaks for themselves. Who
    can't be asked in a chat was told in person, and nobody waits for a tap of theirs.
    """
    case = await resolvable_case(work, terms, step)
    lead = await as_own(work, case, step.person, now)
    for each in (lead, *await work.kin.followers(lead.id)):
        case = await work.cases.change(each, owner_id=lead.owner_id)
        if await recipients.hears(work, case):
            case = await _until_confirmed(work, case, step.person, now)
        else:
            case = await _at_once(work, case, step.person, now)
        case = await settle_next(work, terms, case)
        await recipients.show_card(work, case)


async def _until_confirmed(work: Work, case: Case, person: Person, now: datetime) -> Case:
    await work.cases.pause(case, now)
    case = await work.cases.change(case, state=State.RESOLVED.value, resolved_at=now, level=0)
    await work.cases.log(case, "handled in person", now, person.id)
    key = f"case-{case.id}-round-{case.round}-on-site"
    facts: dict[str, object] = {"case": case.id, "on_site": True}
    await recipients.tell_customer(work, case, key, NoteKind.RESOLUTION, facts)
    return case


async def _at_once(work: Work, case: Case, person: Person, now: datetime) -> Case:
    await work.cases.keep(case, list(Clock), now)
    responded = case.responded_at or now
    case = await work.cases.change(
        case, state=State.RESOLVED.value, resolved_at=now, responded_at=responded, level=0
    )
    await work.cases.log(case, "handled in person", now, person.id)
    await work.cases.log(case, "resolved", now, person.id)
    return case


async def count_on_site(work: Work, case: Case) -> Case:
    """The customer confirms: it was done when staff did it. Nothing to do for any other.

    The step carries that moment, which all figures go by.
    """
    done = case.resolved_at
    if done is None or not _stands_still(await work.cases.promises(case)):
        return case
    await work.cases.keep(case, list(Clock), done)
    await work.cases.log(case, "resolved", done, case.owner_id)
    if case.responded_at is not None:
        return case
    return await work.cases.change(case, responded_at=done)


def _stands_still(promises: Sequence[Promise]) -> bool:
    return any(
        promise.paused_at is not None and promise.kept_at is None and promise.dropped_at is None
        for promise in promises
    )
