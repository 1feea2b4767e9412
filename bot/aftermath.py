"""What an outcome means is decided by the room that asked; here it is handed to that room."""

from bot.alerting import channel_answered, channel_failed
from bot.exporter import forget_file
from bot.rulebook import Rulebook
from complaints.escalating import escalation_failed
from complaints.recipients import topic_made
from complaints.taking_back import could_not_be_taken_back
from people.telling import Note, NoteKind, To
from people.values import ROBOT
from storage.outbox import HELD, Outcome, Outgoing, Refused, Sent, Unknown
from storage.work import UnitOfWork
from surveys import outcomes


class Aftermath:
    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook

    async def __call__(self, work: UnitOfWork, row: Outgoing, outcome: Outcome) -> None:
        await _of_any(work, row, outcome)
        if row.is_face or _is_under_way(outcome):
            return
        if row.chat_kind == ROBOT:
            await self._channel(work, row, outcome)
            return
        match NoteKind(row.kind):
            case NoteKind.INVITATION:
                await _invitation(work, row, outcome)
            case NoteKind.REPLY | NoteKind.RESOLUTION | NoteKind.ALTERNATIVE:
                await _reply(work, row, outcome)
            case NoteKind.TOPIC:
                thread_id = outcome.thread_id if isinstance(outcome, Sent) else None
                await topic_made(work, row.facts["case"], row.chat_id, thread_id)
            case NoteKind.TAKEN_BACK if isinstance(outcome, Refused):
                await could_not_be_taken_back(work, row.facts["case"], row.facts["taken"])
            case NoteKind.EXPORT:
                forget_file(str(row.facts["path"]))
            case NoteKind.ESCALATION if isinstance(outcome, Refused | Unknown):
                await self._escalation(work, row)

    async def _channel(self, work: UnitOfWork, row: Outgoing, outcome: Outcome) -> None:
        """What is only perhaps there counts as not there: nobody presses a button in a channel."""
        if isinstance(outcome, Sent):
            await channel_answered(work, row)
        elif isinstance(outcome, Refused | Unknown):
            await channel_failed(work, row, outcome)
            if row.kind == NoteKind.ESCALATION.value:
                await self._escalation(work, row)

    async def _escalation(self, work: UnitOfWork, row: Outgoing) -> None:
        case = await work.cases.get(row.facts["case"])
        if case is None:
            return
        ladder = self._rulebook.terms(case.rules_id).ladder(case)
        await escalation_failed(work, case.id, row.key, dict(row.facts), work.now, ladder)


def _is_under_way(outcome: Outcome) -> bool:
    """It is tried again: nothing can be concluded yet."""
    return isinstance(outcome, Refused | Unknown) and outcome.retry_at is not None


async def _of_any(work: UnitOfWork, row: Outgoing, outcome: Outcome) -> None:
    """What follows for a chat, whatever was said to it."""
    if isinstance(outcome, Refused) and outcome.error == HELD:
        await _held(work, row, outcome)
    if isinstance(outcome, Refused) and outcome.migrated_to is not None:
        await work.people.migrate_chat(row.telegram_id, outcome.migrated_to, work.now)
    if isinstance(outcome, Sent) and row.is_to_group and row.chat_state != "open":
        await _is_back(work, row)


async def _is_back(work: UnitOfWork, row: Outgoing) -> None:
    """A group that was given up takes messages again: its cards are sent after all."""
    await work.people.set_chat_state(row.chat_id, "open", work.now)
    await work.telling.faces_missed(row.chat_id)


async def _invitation(work: UnitOfWork, row: Outgoing, outcome: Outcome) -> None:
    invitation_id = row.facts["invitation"]
    if isinstance(outcome, Sent):
        await outcomes.invitation_delivered(work, invitation_id, work.now)
    elif isinstance(outcome, Unknown):
        await outcomes.invitation_unknown(work, invitation_id, work.now)
    elif isinstance(outcome, Refused):
        blocked = outcome.chat_state == "blocked" or outcome.error == "blocked"
        await outcomes.invitation_undeliverable(work, invitation_id, work.now, blocked=blocked)


async def _reply(work: UnitOfWork, row: Outgoing, outcome: Outcome) -> None:
    """Whoever wrote is told when it did not arrive; that it did stands on the card."""
    case_id, words_id = row.facts["case"], row.facts.get("words")
    if words_id is None:
        return
    if isinstance(outcome, Sent):
        await work.cases.words_delivered(words_id, work.now)
        await work.telling.faces_of(f"case-{case_id}")
        return
    # Whoever can't be written to any more is called: the card has a button for that.
    await work.telling.faces_of(f"case-{case_id}", by_the_way=True)
    author = await work.cases.author_of(words_id)
    if author is None or author[1] is None:
        return
    blocked = isinstance(outcome, Refused) and outcome.error in {"403", "blocked"}
    state = "blocked" if blocked else "unknown" if isinstance(outcome, Unknown) else "failed"
    await work.telling.note(
        Note(
            key=f"case-{case_id}-words-{words_id}-delivery",
            kind=NoteKind.DELIVERY,
            to=To(chat_id=author[1]),
            facts={"case": case_id, "words": words_id, "state": state},
        )
    )


async def _held(work: UnitOfWork, row: Outgoing, refused: Refused) -> None:
    """Whoever wrote to a customer at night is told when it arrives."""
    case_id, words_id = row.facts["case"], row.facts.get("words")
    author = await work.cases.author_of(words_id) if words_id is not None else None
    if author is None or author[1] is None or refused.retry_at is None:
        return
    until = refused.retry_at.isoformat()
    facts = {"case": case_id, "words": words_id, "state": "held", "until": until}
    key = f"case-{case_id}-words-{words_id}-held"
    note = Note(key=key, kind=NoteKind.DELIVERY, to=To(chat_id=author[1]), facts=facts)
    await work.telling.note(note)
