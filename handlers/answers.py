"""Short fixed answers: each is a note that is said once to whoever asked."""

from typing import Any

from handlers.work import Caller, Work
from people.telling import Note, NoteKind, To


def here(caller: Caller) -> To:
    return To(chat_id=caller.chat.id, thread_id=caller.thread_id)


async def answer(work: Work, caller: Caller, inbox_id: int, what: str, **facts: Any) -> None:
    """`what` names the sentence in handlers/notes; `inbox_id` is the update that is answered."""
    await work.telling.note(
        Note(
            key=f"answer-{inbox_id}-{what}",
            kind=NoteKind.ANSWER,
            to=here(caller),
            facts={"what": what, **facts},
        )
    )
