"""What the house offers instead of what it declined, and what the customer says to it."""

from datetime import datetime

from complaints import recipients
from complaints.book import Work
from complaints.handling import Refusal, Refused
from complaints.rules import Recipients
from complaints.values import Case, Remedy, RemedyAnswer, RemedyState
from people.telling import NoteKind
from people.values import Person


async def answer_alternative(
    work: Work, person: Person, remedy_id: int, answer: RemedyAnswer, now: datetime
) -> Case:
    """可以 or 不接受, once; the case stays open either way, and who has it hears of it."""
    remedy, case = await _asked(work, person, remedy_id)
    remedy = await work.remedies.answer(remedy, answer, now)
    case = await work.cases.change(case, heard_at=now)
    await work.cases.log(case, f"alternative {answer.value}", now, person.id, {"remedy": remedy.id})
    await _tell_colleagues(work, case, remedy, answer)
    await recipients.show_card(work, case)
    return case


async def _asked(work: Work, person: Person, remedy_id: int) -> tuple[Remedy, Case]:
    remedy = await work.remedies.get(remedy_id)
    case = await work.cases.get(remedy.case_id) if remedy is not None else None
    if remedy is None or case is None:
        raise Refused(why=Refusal.UNKNOWN_CASE)
    if case.person_id != person.id:
        raise Refused(why=Refusal.NOT_ALLOWED)
    if not case.is_live:
        raise Refused(why=Refusal.CLOSED, case=case)
    if remedy.state is not RemedyState.DECLINED or remedy.answer is not None:
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    return remedy, case


async def _tell_colleagues(work: Work, case: Case, remedy: Remedy, answer: RemedyAnswer) -> None:
    """Whoever has it; and the supervisors when it was refused, or nobody has it."""
    key = f"remedy-{remedy.id}-answered"
    facts: dict[str, object] = {"case": case.id, "remedy": remedy.id}
    owner = await work.people.person(case.owner_id) if case.owner_id else None
    told = {owner.id: owner} if owner is not None else {}
    if answer is RemedyAnswer.REFUSED or owner is None:
        for person in await recipients.holders(work, case, Recipients.SUPERVISORS):
            told[person.id] = person
    await recipients.tell_people(work, told.values(), key, NoteKind.ANSWERED, facts)
