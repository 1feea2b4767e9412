"""Cases that another one leads: what is said and done there is said and done for all of them."""

from datetime import datetime

from complaints import recipients
from complaints.book import Work
from complaints.settling import settle_next
from complaints.terms import Terms
from complaints.values import Case, Clock, State
from people.telling import NoteKind


async def reply_along(work: Work, lead: Case, words_id: int, now: datetime) -> None:
    """What is said about the leading case is said to everybody whom it concerns."""
    for case in await work.kin.followers(lead.id):
        if not await recipients.hears(work, case):
            continue
        if case.state is State.WAITING:
            await work.cases.resume(case, now)
        await work.cases.keep(case, [Clock.RESPONSE], now)
        changed = await work.cases.change(
            case,
            owner_id=lead.owner_id,
            state=State.TAKEN.value,
            responded_at=case.responded_at or now,
        )
        await work.cases.log(changed, "replied", now, lead.owner_id, {"words": words_id})
        await recipients.tell_words(work, changed, NoteKind.REPLY, words_id)
        await recipients.show_card(work, changed)


async def resolve_along(
    work: Work, terms: Terms, lead: Case, words_id: int | None, now: datetime
) -> None:
    """Each of them is asked whether it is solved, and decides for themselves."""
    for case in await work.kin.followers(lead.id):
        await work.cases.keep(case, list(Clock), now)
        changed = await work.cases.change(
            case,
            owner_id=lead.owner_id,
            state=State.RESOLVED.value,
            resolved_at=now,
            responded_at=case.responded_at or now,
            level=0,
        )
        await work.cases.log(changed, "resolved", now, lead.owner_id, {"words": words_id})
        changed = await settle_next(work, terms, changed)
        await recipients.tell_words(work, changed, NoteKind.RESOLUTION, words_id)
        await recipients.show_card(work, changed)


async def hand_lead_on(work: Work, lead: Case, now: datetime) -> None:
    """The case that led ends without a solution: the next one leads, and its clocks are looked at.

    Without this the others would wait for somebody who has gone.
    """
    first, *others = await work.kin.followers(lead.id) or (None,)
    if first is None:
        return
    await work.cases.change(first, lead_id=None, next_due_at=now)
    for case in others:
        if case is not None:
            await work.cases.change(case, lead_id=first.id)
