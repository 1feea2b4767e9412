"""Buttons that were used, or stand in a newer message now, are taken from where they were."""

from typing import Any

from aiogram.types import CallbackQuery

from handlers.answers import here
from handlers.presses import pressed_message
from handlers.work import Caller, Work
from people.telling import Note, NoteKind


async def take_buttons(
    work: Work, caller: Caller, message_id: int, inbox_id: int, **facts: Any
) -> None:
    """`message_id` is 0 for a message that Telegram tells nothing of any more."""
    if not message_id:
        return
    await work.telling.note(
        Note(
            key=f"spent-{caller.chat.id}-{message_id}-{inbox_id}",
            kind=NoteKind.SPENT,
            to=here(caller),
            facts={"message": message_id, **facts},
        )
    )


async def take_buttons_of(
    work: Work, caller: Caller, thing: str, inbox_id: int, **facts: Any
) -> None:
    """As above, for the newest message that shows this thing here, if there is one."""
    message_id = await work.shown.message_of(caller.chat.id, thing)
    await take_buttons(work, caller, message_id or 0, inbox_id, **facts)


async def take_pressed(
    work: Work, caller: Caller, query: CallbackQuery, inbox_id: int, *things: str
) -> None:
    """As above, for the message that was pressed, unless it is known to show anything else.

    A note is known by a number of its own (`note-7`) and shows nothing but itself.
    """
    message_id = pressed_message(query)
    shown = await work.shown.thing_at(caller.chat.id, message_id)
    if shown is None or shown in things or shown.startswith("note-"):
        await take_buttons(work, caller, message_id, inbox_id)
