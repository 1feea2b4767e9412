"""What the customer does not accept: the next recourse is named, and the case stays open."""

from datetime import datetime

from complaints import recipients
from complaints.book import Work
from complaints.handling import Refusal, Refused, Step, held_case
from complaints.hearing import reopen
from complaints.rules import Recipients
from complaints.terms import Terms
from complaints.values import Case, Outcome, State
from people.telling import NoteKind
from people.values import Role


async def refuse_decision(work: Work, terms: Terms, case: Case, now: datetime) -> Case:
    """Inside first: another round, under the eyes of the supervisors; after that it is final."""
    if case.round < terms.rules.final_from_round:
        return await reopen(work, terms, case, now)
    return await _contest(work, terms, case, now)


async def _contest(work: Work, terms: Terms, case: Case, now: datetime) -> Case:
    """No ladder any more, and a day on which somebody looks at it again."""
    await work.cases.drop(case, now)
    case = await work.cases.change(
        case,
        state=State.CONTESTED.value,
        round=case.round + 1,
        round_at=now,
        level=0,
        resolved_at=None,
        closed_at=None,
        outcome=None,
        handling=None,
        reminded=0,
        told_at=None,
        next_due_at=now + terms.rules.contested_follow_up,
    )
    await work.cases.log(case, "contested", now, case.person_id)
    await _tell_supervisors(work, case, f"case-{case.id}-round-{case.round}-contested")
    await recipients.show_card(work, case)
    return case


async def follow_up(work: Work, terms: Terms, case: Case, now: datetime) -> Case:
    """Its day has come: the supervisors are asked to see to it, and the next day is set."""
    case = await work.cases.change(case, next_due_at=now + terms.rules.contested_follow_up)
    await work.cases.log(case, "followed up", now)
    await _tell_supervisors(work, case, f"case-{case.id}-version-{case.version}-follow-up")
    await recipients.show_card(work, case)
    return case


async def _tell_supervisors(work: Work, case: Case, key: str) -> None:
    facts: dict[str, object] = {"case": case.id, "round": case.round}
    for role in (Recipients.SUPERVISORS, Recipients.OWNERS):
        told = await recipients.holders(work, case, role)
        if await recipients.tell_people(work, told, key, NoteKind.CONTESTED, facts):
            return


async def use_up(work: Work, step: Step, now: datetime) -> Case:
    """「途径已用尽」: a supervisor says that every recourse was taken; the customer is told.

    Raises Refused for anybody below a supervisor, and for a case that is not contested.
    """
    case = await held_case(work, step)
    within = await work.people.places_above(case.place_id)
    if not step.person.is_at_least(Role.SUPERVISOR, within):
        raise Refused(why=Refusal.NOT_ALLOWED, case=case)
    if case.state is not State.CONTESTED:
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    case = await work.cases.change(
        case,
        state=State.CLOSED.value,
        closed_at=now,
        outcome=Outcome.RECOURSE.value,
        next_due_at=None,
    )
    await work.cases.log(case, "recourse used up", now, step.person.id)
    await work.surveys.wake(case.person_id, now)
    key = f"case-{case.id}-round-{case.round}-used-up"
    await recipients.tell_customer(work, case, key, NoteKind.USED_UP, {"case": case.id})
    await recipients.show_card(work, case)
    return case
