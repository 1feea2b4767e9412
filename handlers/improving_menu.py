"""Presses about improvements: what is to be done, what was done, and who wants to hear of it."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from complaints import improving
from complaints.handling import Refused
from handlers.case_presses import Pressed, under_card
from handlers.presses import CasePress, PressFilter
from handlers.work import Caller, Work

router = Router(name="improving_menu")


@under_card(router, "act", "acted")
async def on_action(pressed: Pressed) -> None:
    """Asks for the words: what is to be done, or what was done for the customers to read."""
    case, press = await pressed.case(pressed.lasting), pressed.press
    await pressed.ask(case, f"acted_{press.arg}" if press.action == "acted" else "act")


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
