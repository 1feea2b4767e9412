"""A promise that was made in words, and is kept."""

from datetime import datetime

from complaints import recipients
from complaints.book import Work
from complaints.handling import Refusal, Refused, Step, held_case
from complaints.settling import settle_next
from complaints.terms import Terms
from complaints.values import Case, Clock
from people.telling import NoteKind


async def keep_word(work: Work, terms: Terms, step: Step, now: datetime) -> Case:
    """「说好的做到了」: whatever was promised in words is kept, and the customer hears so."""
    case = await held_case(work, step)
    given = [p for p in await work.cases.promises(case) if p.clock is Clock.PROMISE]
    running = [p for p in given if p.is_running]
    if not running:
        raise Refused(why=Refusal.ALREADY_DONE, case=case)
    await work.cases.keep(case, [Clock.PROMISE], now)
    await work.cases.log(case, "kept word", now, step.person.id)
    case = await settle_next(work, terms, case)
    key = f"promise-{running[0].id}-kept"
    facts: dict[str, object] = {"case": case.id, "kept": True}
    await recipients.tell_customer(work, case, key, NoteKind.PROGRESS, facts)
    await recipients.show_card(work, case)
    return case
