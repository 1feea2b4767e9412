"""Promises made in words: by a colleague to a customer, or asked for by the customer.

Whoever calls these writes down afterwards when the case is due next.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from complaints.book import Work
from complaints.terms import Terms
from complaints.values import LADDER_KINDS, Case, Clock, NewPromise, State
from complaints.vows import asks_for_a_call, promised_by


async def give_word(
    work: Work, case: Case, person_id: int, text: str, words_id: int, now: datetime
) -> None:
    """If a colleague's words promise a time, it is watched from now on like every other promise."""
    if case.state not in {State.OPEN, State.TAKEN}:
        # What waits for the customer has a day of its own, and no ladder that could watch it.
        return
    place = await work.people.place(case.place_id)
    due_at = promised_by(text, now.astimezone(ZoneInfo(place.zone)))
    if due_at is None:
        return
    promise = NewPromise(clock=Clock.PROMISE, due_at=due_at, who=person_id, what=words_id)
    await work.cases.add_promises(case, [promise], now)
    facts = {"words": words_id}
    await work.cases.log(case, "promised", now, person_id, facts)


async def ask_for_call(
    work: Work, terms: Terms, case: Case, text: str, words_id: int, now: datetime
) -> bool:
    """「请给我回电」 is a promise from now on, by whoever has the case. True when they asked."""
    if case.kind not in LADDER_KINDS or not asks_for_a_call(text):
        return False
    running = [p for p in await work.cases.promises(case) if p.is_running]
    if any(p.clock is Clock.PROMISE and p.who is None for p in running):
        return False
    due_at = terms.callback_by(case, now)
    promise = NewPromise(clock=Clock.PROMISE, due_at=due_at, what=words_id)
    await work.cases.add_promises(case, [promise], now)
    facts = {"words": words_id}
    await work.cases.log(case, "asked for a call", now, case.person_id, facts)
    return True
