"""Cases that belong together: many customers with one cause, or one customer who wrote twice."""

from datetime import datetime, timedelta

from complaints import recipients
from complaints.along import hand_lead_on
from complaints.book import Work
from complaints.handling import Refusal, Refused, Step, held_case
from complaints.settling import settle_next
from complaints.terms import TermsOf
from complaints.values import LADDER_KINDS, UNRESOLVED, Case, Outcome, State
from dimensions.reading import Kind
from people.telling import NoteKind

# Whoever asks what else may be the same sees what came in during the last day.
SIMILAR_WITHIN = timedelta(hours=24)


async def gather(
    work: Work, terms_of: TermsOf, step: Step, case_ids: list[int], now: datetime
) -> int:
    """These follow the case of `step` from now on: one card, one ladder, one answer to all.

    Gives how many could; what is solved, led by another or elsewhere stays as it is.
    """
    lead = await held_case(work, step)
    is_able = lead.kind in LADDER_KINDS and lead.about_id is None
    if lead.state not in UNRESOLVED or lead.lead_id is not None or not is_able:
        raise Refused(why=Refusal.CLOSED, case=lead)
    joined = 0
    for case_id in case_ids:
        case = await work.cases.get(case_id)
        if case is None or not _may_follow(case, lead) or await work.kin.led_by(case.id):
            continue
        case = await work.cases.change(case, lead_id=lead.id, owner_id=lead.owner_id, level=0)
        facts = {"lead": lead.id}
        await work.cases.log(case, "joined", now, step.person.id, facts)
        await settle_next(work, terms_of(case.rules_id), case)
        await recipients.show_card(work, case)
        joined += 1
    if not joined:
        raise Refused(why=Refusal.ALREADY_DONE, case=lead)
    await work.cases.log(lead, "leads", now, step.person.id, {"count": joined})
    await recipients.show_card(work, lead)
    return joined


def _may_follow(case: Case, lead: Case) -> bool:
    """Danger keeps a ladder of its own, and what is about a colleague stays with supervisors."""
    is_free = case.state in UNRESOLVED and case.lead_id is None and case.about_id is None
    is_common = case.kind in LADDER_KINDS and case.kind is not Kind.EMERGENCY
    return is_free and is_common and case.id != lead.id and case.place_id == lead.place_id


async def merge(work: Work, step: Step, into_id: int, now: datetime) -> Case:
    """One customer wrote twice about one thing: its words move, and one number goes on.

    Gives the case that goes on.
    """
    case = await held_case(work, step)
    into = await held_case(work, Step(person=step.person, case_id=into_id))
    if case.state is State.CLOSED or into.state not in UNRESOLVED:
        raise Refused(why=Refusal.CLOSED, case=case)
    if case.person_id != into.person_id or case.id == into.id:
        raise Refused(why=Refusal.NOT_THE_SAME, case=case)
    if len({case.about_id, into.about_id} - {None}) > 1:
        raise Refused(why=Refusal.NOT_THE_SAME, case=case)
    if case.kind is Kind.EMERGENCY and into.kind is not Kind.EMERGENCY:
        raise Refused(why=Refusal.MILDER, case=case)
    await work.cases.drop(case, now)
    await work.kin.move(case.id, into.id)
    closed = await work.cases.change(
        case,
        state=State.CLOSED.value,
        closed_at=now,
        outcome=Outcome.MERGED.value,
        next_due_at=None,
    )
    await work.cases.log(closed, "merged", now, step.person.id, {"into": into.id})
    await hand_lead_on(work, closed, now)
    into = await work.cases.change(
        into,
        severity=max(into.severity, case.severity),
        # What one of them kept from colleagues, both do.
        about_id=into.about_id or case.about_id,
        anonymous=into.anonymous or case.anonymous,
    )
    await work.cases.log(into, "merged", now, step.person.id, {"from": case.id})
    facts: dict[str, object] = {"case": into.id, "was": case.id}
    key = f"case-{case.id}-merged-into-{into.id}"
    await recipients.tell_customer(work, into, key, NoteKind.MERGED, facts)
    await recipients.show_card(work, closed)
    await recipients.show_card(work, into)
    return into
