"""What the customer says of the outcome; the confirmation is the rating of the handling."""

from datetime import datetime

from complaints import recipients
from complaints.along import hand_lead_on
from complaints.book import Work
from complaints.contesting import refuse_decision
from complaints.handling import Refusal, Refused
from complaints.on_site import count_on_site
from complaints.terms import Terms
from complaints.values import Case, Handling, Hope, Outcome, State
from people.telling import NoteKind
from people.values import Person


async def confirm(
    work: Work,
    terms: Terms,
    person: Person,
    case_id: int,
    round_: int,
    handling: Handling,
    now: datetime,
) -> Case:
    """Satisfied or partly: closed. Unsolved: it stays open. A second tap is refused."""
    case = await own_case(work, person, case_id)
    if round_ != case.round:
        raise Refused(why=Refusal.OLD_ROUND, case=case)
    if case.state is not State.RESOLVED and not _comes_back(terms, case, handling, now):
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    if handling is Handling.UNSOLVED:
        await work.cases.log(case, "refused", now, person.id)
        case = await work.cases.change(case, handling=handling.value)
        case = await refuse_decision(work, terms, case, now)
    else:
        case = await count_on_site(work, case)
        case = await _close(work, case, handling, now)
    await _answer(work, case, round_, handling)
    return case


def _comes_back(terms: Terms, case: Case, handling: Handling, now: datetime) -> bool:
    """Closed, and it turns out not to be solved: open again for as long as the rules say."""
    if handling is not Handling.UNSOLVED or case.closed_at is None:
        return False
    if case.outcome not in {Outcome.ACCEPTED, Outcome.NO_ANSWER}:
        return False
    return now - case.closed_at <= terms.rules.reopen_window


async def own_case(work: Work, person: Person, case_id: int) -> Case:
    """The customer's own case, held. Raises Refused when there is none, or it is another's."""
    case = await work.cases.get(case_id)
    if case is None:
        raise Refused(why=Refusal.UNKNOWN_CASE)
    if case.person_id != person.id:
        raise Refused(why=Refusal.NOT_ALLOWED)
    return case


async def _close(work: Work, case: Case, handling: Handling, now: datetime) -> Case:
    case = await work.cases.change(
        case,
        state=State.CLOSED.value,
        closed_at=now,
        outcome=Outcome.ACCEPTED.value,
        handling=handling.value,
        next_due_at=None,
    )
    await work.cases.log(case, "accepted", now, case.person_id, {"handling": handling.value})
    if case.service_id is not None:
        # Whoever has just rated how it was handled is not asked about the same service again.
        await work.surveys.cancel_about(case.service_id, "handled")
    await work.surveys.wake(case.person_id, now)
    await recipients.show_card(work, case)
    return case


async def _answer(work: Work, case: Case, round_: int, handling: Handling) -> None:
    # Whoever was satisfied at first may say in the same round that it is not solved.
    key = f"case-{case.id}-round-{round_}-confirmed-{handling.value}"
    facts: dict[str, object] = {"case": case.id, "handling": handling.value}
    await recipients.tell_customer(work, case, key, NoteKind.CONFIRMED, facts)


async def withdraw(work: Work, person: Person, case_id: int, now: datetime) -> Case:
    """The customer says that it was no complaint: closed, and nobody is chased."""
    case = await own_case(work, person, case_id)
    if case.state is State.CLOSED:
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    await work.cases.drop(case, now)
    case = await work.cases.change(
        case,
        state=State.CLOSED.value,
        closed_at=now,
        outcome=Outcome.WITHDRAWN.value,
        next_due_at=None,
    )
    await work.cases.log(case, "withdrawn", now, person.id)
    await hand_lead_on(work, case, now)
    await work.surveys.wake(case.person_id, now)
    await recipients.show_card(work, case)
    return case


async def hope_for(work: Work, person: Person, case_id: int, hope: Hope, now: datetime) -> Case:
    """What the customer would like; they may think better of it as long as it is not closed."""
    case = await own_case(work, person, case_id)
    if case.state is State.CLOSED or case.remedy is hope:
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    case = await work.cases.change(case, remedy=hope.value)
    await work.cases.log(case, "hoped", now, person.id, {"for": hope.value})
    await recipients.show_card(work, case)
    return case


async def hide(work: Work, person: Person, case_id: int, now: datetime) -> Case:
    """From now on no colleague is shown who they are, whoever has the case."""
    case = await own_case(work, person, case_id)
    if case.anonymous:
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    case = await work.cases.change(case, anonymous=True)
    await work.cases.log(case, "hidden", now, person.id)
    await recipients.show_card(work, case)
    return case


async def insist(work: Work, person: Person, case_id: int, now: datetime) -> Case:
    """The customer says that it is a complaint: the machine's doubt is gone."""
    case = await own_case(work, person, case_id)
    if not case.doubtful:
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    case = await work.cases.change(case, doubtful=False)
    await work.cases.log(case, "insisted", now, person.id)
    await recipients.show_card(work, case)
    return case


async def chase(work: Work, terms: Terms, person: Person, case_id: int, now: datetime) -> Case:
    """「催一下」: counted and shown on the card; a second tap within a minute is the same one."""
    case = await own_case(work, person, case_id)
    if case.state in {State.CLOSED, State.RESOLVED}:
        raise Refused(why=Refusal.CLOSED, case=case)
    if case.chased and now - case.heard_at < terms.rules.cluster_window:
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    case = await work.cases.change(case, chased=case.chased + 1, heard_at=now)
    await work.cases.log(case, "chased", now, person.id)
    await recipients.show_card(work, case)
    return case
