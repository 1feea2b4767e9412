"""What customers send besides words: a count on the card, opened by who has the case."""

from datetime import datetime

from complaints.book import Work
from complaints.handling import Refusal, Refused, Step, held_case
from people.telling import Note, NoteKind, To
from people.values import Role


async def open_files(work: Work, step: Step, inbox_id: int, now: datetime) -> bool:
    """Each file as a message of its own in the private chat of whoever asked.

    False when the bot may not write to them there. Raises Refused unless the case is theirs, or
    they are a supervisor of its place. `inbox_id` makes a second look a new one.
    """
    case = await held_case(work, step)
    within = await work.people.places_above(case.place_id)
    is_theirs = case.owner_id == step.person.id
    if not is_theirs and not step.person.is_at_least(Role.SUPERVISOR, within):
        raise Refused(why=Refusal.TAKE_IT_FIRST, case=case)
    chat = await work.people.private_chat(step.person.id)
    if chat is None or chat.state != "open":
        return False
    files = await work.cases.files(case.id)
    for words_id in files:
        note = Note(
            key=f"case-{case.id}-words-{words_id}-opened-{inbox_id}",
            kind=NoteKind.ATTACHMENT,
            to=To(chat_id=chat.id),
            facts={"case": case.id, "words": words_id},
        )
        await work.telling.note(note)
    facts = {"count": len(files)}
    await work.cases.log(case, "files opened", now, step.person.id, facts)
    return True
