"""Making up for it: what staff may give unasked, and who decides about more."""

from datetime import datetime

from complaints import recipients
from complaints.book import Work
from complaints.handling import Refusal, Refused, Step, held_case
from complaints.rules import Authority, Recipients
from complaints.terms import Terms
from complaints.values import COSTLY, Case, Remedy, RemedyKind, RemedyState, Said, State
from people.telling import NoteKind
from people.values import RANK, Person, Role


def limit_of(person: Person, authority: Authority, within: frozenset[int]) -> int | None:
    """The most that this person may give here, in minor units; None is without limit.

    The highest role counts. Somebody without a role may give nothing.
    """
    held = [role for role in Role if person.is_at_least(role, within)]
    if not held:
        return 0
    return authority.limit(max(held, key=lambda role: RANK[role]))


def may_give(limit: int | None, amount: int | None) -> bool:
    return limit is None or (amount or 0) <= limit


async def offer(
    work: Work, terms: Terms, step: Step, kind: RemedyKind, amount: int | None, now: datetime
) -> Remedy:
    """Given at once within the limit of whoever offers; above it the next ones up are asked."""
    case = await held_case(work, step)
    if case.state is State.CLOSED:
        raise Refused(why=Refusal.CLOSED, case=case)
    within = await work.people.places_above(case.place_id)
    authority = terms.rules.authority
    sum_ = amount if kind in COSTLY else None
    allowed = may_give(limit_of(step.person, authority, within), sum_)
    remedy = await work.remedies.add(
        case.id,
        kind,
        sum_,
        authority.currency if sum_ is not None else None,
        RemedyState.GRANTED if allowed else RemedyState.PENDING,
        step.person.id,
        now,
    )
    facts = {"remedy": remedy.id, "kind": kind.value, "amount": sum_}
    await work.cases.log(case, "remedy offered", now, step.person.id, facts)
    if allowed:
        await _tell_customer(work, case, remedy)
    else:
        await _ask_above(work, terms, case, remedy, within)
    await recipients.show_card(work, case)
    return remedy


async def _ask_above(
    work: Work, terms: Terms, case: Case, remedy: Remedy, within: frozenset[int]
) -> None:
    """The supervisors of the place who may give as much; if none can be reached, the owners."""
    facts: dict[str, object] = {"case": case.id, "remedy": remedy.id}
    key = f"remedy-{remedy.id}-approval"
    for role in (Recipients.SUPERVISORS, Recipients.OWNERS):
        able = [
            person
            for person in await recipients.holders(work, case, role)
            if may_give(limit_of(person, terms.rules.authority, within), remedy.amount)
        ]
        if await recipients.tell_people(work, able, key, NoteKind.APPROVAL, facts):
            return


async def approve(
    work: Work, terms: Terms, person: Person, remedy_id: int, now: datetime
) -> Remedy:
    remedy, case = await _pending(work, terms, person, remedy_id)
    remedy = await work.remedies.decide(remedy, RemedyState.GRANTED, person.id, now)
    await work.cases.log(case, "remedy approved", now, person.id, {"remedy": remedy.id})
    await _tell_customer(work, case, remedy)
    await recipients.show_card(work, case)
    return remedy


async def decline(
    work: Work, terms: Terms, person: Person, remedy_id: int, why: Said, now: datetime
) -> Remedy:
    """`why` says the reason and what can be offered instead; the customer is asked about it."""
    remedy, case = await _pending(work, terms, person, remedy_id)
    words_id = await work.cases.add_words(
        person_id=person.id, sort="alternative", said=why, case_id=case.id
    )
    remedy = await work.remedies.decide(remedy, RemedyState.DECLINED, person.id, now, words_id)
    await work.cases.log(case, "remedy declined", now, person.id, {"remedy": remedy.id})
    facts: dict[str, object] = {"case": case.id, "remedy": remedy.id, "words": words_id}
    key = f"remedy-{remedy.id}-declined"
    await recipients.tell_customer(work, case, key, NoteKind.ALTERNATIVE, facts)
    await recipients.show_card(work, case)
    return remedy


async def _pending(work: Work, terms: Terms, person: Person, remedy_id: int) -> tuple[Remedy, Case]:
    """Held; raises Refused unless it waits and this person may give as much at this place."""
    remedy = await work.remedies.get(remedy_id)
    case = await work.cases.get(remedy.case_id) if remedy is not None else None
    if remedy is None or case is None:
        raise Refused(why=Refusal.UNKNOWN_CASE)
    within = await work.people.places_above(case.place_id)
    if not person.is_at_least(Role.SUPERVISOR, within):
        raise Refused(why=Refusal.NOT_ALLOWED, case=case)
    if not may_give(limit_of(person, terms.rules.authority, within), remedy.amount):
        raise Refused(why=Refusal.ABOVE_YOUR_LIMIT, case=case)
    if remedy.state is not RemedyState.PENDING:
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    return remedy, case


async def _tell_customer(work: Work, case: Case, remedy: Remedy) -> None:
    facts: dict[str, object] = {"case": case.id, "remedy": remedy.id}
    await recipients.tell_customer(
        work, case, f"remedy-{remedy.id}-granted", NoteKind.REMEDY, facts
    )
