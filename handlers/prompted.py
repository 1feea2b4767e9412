"""Words of somebody who was just asked for some, written without answering the message that asked.

In a group they may be talk among colleagues: nothing is done with them until their author says so.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from complaints import handling
from complaints.handling import Refusal, Refused, Step
from complaints.values import Case, Said, State
from handlers.answers import here
from handlers.case_presses import Pressed, under_card
from handlers.customers import START_WORDS, STATUS_WORDS, STOP_WORDS, says_just
from handlers.presses import CasePress, PressFilter
from handlers.prompts import asked_no_more, asked_of, prompt_of
from handlers.said import said_of
from handlers.staff import act_on_words
from handlers.work import Caller, Work
from people.telling import Note, NoteKind

router = Router(name="prompted")
# What goes to the customer, of all that is asked for.
OUTWARD = frozenset({"reply", "ask", "resolve", "decline", "acted"})


class WasAsked(Filter):
    """Lets words of somebody through who was asked for some here, as `asked`."""

    async def __call__(
        self, message: Message, work: Work, caller: Caller, now: datetime
    ) -> bool | dict[str, Any]:
        if _is_for_somebody_else(message):
            return False
        asked = await asked_of(work, caller, now)
        here_ = [one for one in asked if one["thread"] == caller.thread_id]
        return {"asked": here_} if here_ else False


def _is_for_somebody_else(message: Message) -> bool:
    """A command, or an answer to a message; all that stands in a topic answers its beginning."""
    if (message.text or message.caption or "").startswith("/"):
        return True
    if says_just(message.text, STOP_WORDS | START_WORDS | STATUS_WORDS):
        return True
    replied = message.reply_to_message
    return replied is not None and replied.forum_topic_created is None


@router.message(WasAsked())
async def on_words(
    message: Message,
    work: Work,
    caller: Caller,
    asked: Sequence[Mapping[str, Any]],
    now: datetime,
) -> None:
    """In a group asked about once, with the next words: then all may talk on.

    In private nobody else is there to talk to: each message is asked about until one is decided.
    """
    said = said_of(message, caller)
    if said is None or said.media == "sticker" or not ((said.text or "").strip() or said.file_id):
        raise SkipHandler
    what, case = await _still_wanted(work, caller, asked, now)
    if not caller.chat.is_private:
        await asked_no_more(work, caller, prompt_of(what, case.id, case.round), now)
    draft = await work.cases.add_words(
        person_id=caller.person.id, sort="draft", said=said, case_id=case.id
    )
    facts = {
        "what": "meant",
        "asked": what,
        "is_outward": what.partition("_")[0] in OUTWARD,
        "case": case.id,
        "draft": draft,
        "message_id": message.message_id,
    }
    key = f"case-{case.id}-meant-{draft}"
    await work.telling.note(Note(key=key, kind=NoteKind.PROMPT, to=here(caller), facts=facts))


async def _still_wanted(
    work: Work, caller: Caller, asked: Sequence[Mapping[str, Any]], now: datetime
) -> tuple[str, Case]:
    """What was asked for last, and the case; what they may not say any more is left out."""
    for one in reversed(asked):
        step = Step(person=caller.person, case_id=one["case"], round=one["round"])
        with suppress(Refused):
            case = await handling.held_case(work, step)
            if case.state is not State.CLOSED:
                return one["what"], case
        thing = prompt_of(one["what"], one["case"], one["round"])
        await asked_no_more(work, caller, thing, now)
    raise SkipHandler


@under_card(router, "meant")
async def on_meant(pressed: Pressed) -> str:
    """Their own author alone says what they were, and sends them as they stand by now."""
    work, caller, step = pressed.work, pressed.caller, pressed.step
    number, _, what = (pressed.press.arg or "").partition(".")
    draft = _number(number)
    case, terms = await pressed.held()
    said = await _own_words(draft, work, caller, pressed.press)
    if isinstance(said, str):
        return said
    if what == "reply":
        # Said once more now, also where somebody else has the case.
        await handling.reply(work, terms, step, said, pressed.now)
        await pressed.was_answered(case, what)
    else:
        now, inbox_id = pressed.now, pressed.inbox_id
        await act_on_words(what, step, said, work, caller, pressed.terms_of, now, inbox_id)
    await work.cases.drop_draft(draft, case.id)
    return "sent" if what.partition("_")[0] in OUTWARD else "noted"


@router.callback_query(PressFilter(CasePress, "unmeant"))
async def on_unmeant(
    query: CallbackQuery, work: Work, caller: Caller, press: CasePress, now: datetime
) -> str:
    """What was mere talk is not kept, whatever became of the case and of its author's rights."""
    number, _, what = (press.arg or "").partition(".")
    draft = _number(number)
    said = await _own_words(draft, work, caller, press)
    if isinstance(said, str):
        return said
    await work.cases.drop_draft(draft, press.case_id)
    if caller.chat.is_private and press.round is not None:
        await asked_no_more(work, caller, prompt_of(what, press.case_id, press.round), now)
    return "not_sent"


async def _own_words(draft: int, work: Work, caller: Caller, press: CasePress) -> Said | str:
    """For their author alone; anybody else gets the word that is shown over the button."""
    author = await work.cases.author_of(draft)
    said = await work.cases.draft(draft, press.case_id)
    if author is None or said is None:
        return Refusal.ALREADY_DONE.value
    if author[0] != caller.person.id:
        return "not_your_words"
    return said


@router.edited_message()
async def on_edit(message: Message, work: Work, caller: Caller) -> None:
    """What is sent is what its author made of it by then."""
    said = said_of(message, caller)
    if said is None or not await work.cases.change_draft(caller.person.id, said):
        raise SkipHandler


def _number(arg: str) -> int:
    return int(arg) if arg.isdecimal() else 0
