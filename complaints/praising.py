"""Praise reaches the person praised at once, and once a week the staff chats of the place."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calendars.zones import first_at, local_date
from complaints import recipients
from complaints.book import AboutService, Work
from complaints.naming import named_in
from complaints.terms import Terms
from complaints.values import Case
from people.telling import Note, NoteKind

# Mondays, when the week is talked over.
AT = time(10)
MOST_IN_A_WEEK = 20


async def pass_on(
    work: Work,
    terms: Terms,
    case: Case,
    text: str | None,
    service: AboutService | None,
    now: datetime,
) -> None:
    """To the colleague whom the customer names, else to whoever served them."""
    names = await work.people.staff_names(case.place_id)
    served_by = service.staff if service is not None else None
    about_id = named_in(text or "", names) or named_in(served_by or "", names)
    place = await work.people.place(case.place_id)
    told_at = terms.calendar.next_open(next_monday(now, ZoneInfo(place.zone)))
    case = await work.cases.change(case, about_id=about_id, next_due_at=told_at)
    praised = await work.people.person(about_id) if about_id is not None else None
    if praised is None:
        return
    key = f"case-{case.id}-praised"
    if await recipients.tell_people(work, [praised], key, NoteKind.PRAISED, {"case": case.id}):
        await work.cases.log(case, "passed on", now)


def next_monday(now: datetime, zone: ZoneInfo) -> datetime:
    """The first Monday at ten that is still to come where the place is."""
    today = local_date(now, zone)
    days = (7 - today.weekday()) % 7
    at = first_at(datetime.combine(today + timedelta(days=days), AT), zone)
    if at <= now:
        at = first_at(datetime.combine(today + timedelta(days=days + 7), AT), zone)
    return at.astimezone(UTC)


async def tell_the_week(work: Work, case: Case, now: datetime) -> None:
    """Everything of this place that waited for this Monday, in one message."""
    waiting = await work.sayings.praise_due(case.place_id, now)
    for one in waiting:
        await work.cases.change(one, next_due_at=None)
    numbers = [one.id for one in waiting][-MOST_IN_A_WEEK:]
    facts = {"cases": numbers, "count": len(waiting)}
    for to in await recipients.staff_chats(work, case):
        key = f"praise-up-to-{numbers[-1]}-place-{case.place_id}-in-{to.chat_id}"
        await work.telling.note(Note(key=key, kind=NoteKind.PRAISES, to=to, facts=facts))
