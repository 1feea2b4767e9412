"""Presses about improvements: what is to be done, what was done, and who wants to hear of it."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from complaints import handling, improving
from complaints.handling import Refused, Step
from handlers.presses import CasePress, PressFilter
from handlers.prompts import ask_words
from handlers.staff import refuse
from handlers.work import Caller, Work

router = Router(name="improving_menu")


@router.callback_query(PressFilter(CasePress, "act", "acted"))
async def on_action(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    now: datetime,
    inbox_id: int,
) -> str | None:
    """Asks for the words: what is to be done, or what was done for the customers to read."""
    step = Step(person=caller.person, case_id=press.case_id)
    try:
        case = await handling.held_case(work, step)
    except Refused as refused:
        return await refuse(work, caller, query, press, refused, now)
    what = f"acted_{press.arg}" if press.action == "acted" else "act"
    await ask_words(work, caller, case, what, inbox_id, now)
    return None


@router.callback_query(PressFilter(CasePress, "news"))
async def on_news(
    query: CallbackQuery, work: Work, caller: Caller, press: CasePress, now: datetime
) -> str | None:
    """The customer wants to hear what became of it."""
    try:
        await improving.want_news(work, caller.person, press.case_id, now)
    except Refused as refused:
        return refused.why.value
    return "will_tell"
