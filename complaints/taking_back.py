"""What staff wrote to a customer and think better of: taken away again within 48 hours."""

from datetime import datetime, timedelta

from complaints import recipients
from complaints.book import Work
from complaints.handling import Refusal, Refused, Step, held_case
from complaints.hearing import go_on
from complaints.settling import waiting_since
from complaints.terms import Terms
from complaints.values import Case, Spoken, State
from people.telling import Note, NoteKind, To

# Telegram lets a bot delete its messages for so long (Bot API, deleteMessage).
WITHIN = timedelta(hours=48)


async def take_back(work: Work, terms: Terms, step: Step, now: datetime) -> Case:
    """The newest words of this person to this customer; what was not sent yet is never sent.

    Where they were all that the customer was asked, the case goes on without an answer.
    """
    case = await held_case(work, step)
    last = await work.kin.last_reply(case.id, step.person.id)
    if last is None:
        raise Refused(why=Refusal.NOTHING_TO_TAKE_BACK, case=case)
    if now - last.at > WITHIN:
        raise Refused(why=Refusal.TOO_LATE_TO_TAKE_BACK, case=case)
    keys = [
        f"case-{one.id}-round-{round_}-{how}-{last.words_id}"
        for one in (case, *await work.kin.led_by(case.id))
        for round_ in range(1, one.round + 1)
        for how in ("reply", "asked")
    ]
    if await work.kin.is_under_way(keys):
        raise Refused(why=Refusal.UNDER_WAY, case=case)
    was_awaited = await _waits_for(work, case, last)
    await work.kin.drop_word(last.words_id, now)
    for copy in await work.kin.copies(keys):
        await _take_away(work, case, last.words_id, copy.chat_id, copy.message_id)
    await work.kin.mark_words(last.words_id, "taken_back")
    await work.cases.log(case, "taken back", now, step.person.id, {"words": last.words_id})
    if was_awaited:
        case = await go_on(work, terms, case, now)
    await recipients.show_card(work, case)
    return case


async def _waits_for(work: Work, case: Case, last: Spoken) -> bool:
    """Whether the customer is asked nothing but this."""
    if case.state is not State.WAITING:
        return False
    since = await waiting_since(work, case) or last.at
    return await work.kin.questions(case.id, since) == (last.words_id,)


async def _take_away(work: Work, case: Case, words_id: int, chat_id: int, message_id: int) -> None:
    note = Note(
        key=f"words-{words_id}-taken-back-in-{chat_id}",
        kind=NoteKind.TAKEN_BACK,
        to=To(chat_id=chat_id),
        facts={"case": case.id, "taken": words_id, "message_id": message_id},
    )
    await work.telling.note(note)


async def could_not_be_taken_back(work: Work, case_id: int, words_id: int) -> None:
    """Telegram refused: the customer still reads it, and whoever wrote it hears so."""
    await work.kin.mark_words(words_id, "reply")
    author = await work.cases.author_of(words_id)
    if author is None or author[1] is None:
        return
    note = Note(
        key=f"words-{words_id}-not-taken-back",
        kind=NoteKind.DELIVERY,
        to=To(chat_id=author[1]),
        facts={"case": case_id, "state": "not_taken_back"},
    )
    await work.telling.note(note)
    await work.telling.faces_of(recipients.card_of(case_id))
