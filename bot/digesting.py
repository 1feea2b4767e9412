"""A digest that is due: written down with what it is about, and counted when it is sent."""

from datetime import datetime

from handlers.figures_asked import Question
from handlers.sights import facts_of, sight_of
from people.telling import Note, NoteKind, To
from reports.digests import days_of, next_due
from reports.looks import figures_seen
from storage.work import UnitOfWork


async def assume_sent(work: UnitOfWork, digest_id: int, now: datetime) -> None:
    """Of a database that was put away and brought back: it goes on from its next hour."""
    digest = await work.digests.get(digest_id)
    if digest is None or digest.next_due_at is None or digest.next_due_at > now:
        return
    after = next_due(digest.cadence, digest.hour, digest.zone, now)
    await work.digests.put_off(digest.id, after)


async def send_digest(work: UnitOfWork, digest_id: int, now: datetime) -> bool:
    """One for all that were missed; none for who has nothing to look after any more."""
    digest = await work.digests.get(digest_id)
    if digest is None or digest.next_due_at is None or digest.next_due_at > now:
        return False
    due, after = digest.next_due_at, next_due(digest.cadence, digest.hour, digest.zone, now)
    while (later := next_due(digest.cadence, digest.hour, digest.zone, due)) < after:
        due = later
    await work.digests.put_off(digest.id, after)
    person = await work.people.person(digest.person_id)
    chat = await work.people.private_chat(digest.person_id)
    if person is None or chat is None:
        return False
    sight = await sight_of(work, person)
    if not sight.roots:
        await work.digests.drop(person.id)
        return False
    period = days_of(digest, due)
    facts = facts_of(sight, Question(period=period, place=None, view="digest"))
    # Of the hour that it was due at, not of its days: who had today's at 18:00 and then asks for
    # the mornings gets the same day once more, whole.
    key = f"digest-{digest.id}-{digest.cadence.value}-{due:%Y%m%dT%H%M}"
    note = Note(key=key, kind=NoteKind.DIGEST, to=To(chat_id=chat.id), facts=facts)
    is_new = await work.telling.note(note)
    if is_new and chat.state == "open":
        # Sent is not looked at, and whoever blocked the bot isn't even sent it.
        await work.looks.add(person.id, "digest", figures_seen(facts) or {}, now)
    return is_new
