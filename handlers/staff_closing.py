"""What staff do at the end of a case that is not simply accepted."""

from datetime import datetime

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery

from complaints import contesting, handling
from complaints.handling import Refusal, Refused, Step
from complaints.terms import TermsOf
from handlers.presses import CasePress, PressFilter
from handlers.prompts import ask_words
from handlers.staff import refuse
from handlers.work import Caller, Work

router = Router(name="staff_closing")


@router.callback_query(PressFilter(CasePress, "resolve", "resolved", "onsite"))
async def on_closing(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    terms_of: TermsOf,
    now: datetime,
    inbox_id: int,
) -> str | None:
    """A line on what was found out comes first where the rules ask for it; then as usual."""
    step = Step(person=caller.person, case_id=press.case_id, round=press.round)
    try:
        case = await handling.held_case(work, step)
        await handling.resolvable_case(work, terms_of(case.rules_id), step)
    except Refused as refused:
        if refused.why is Refusal.FINDINGS_FIRST and refused.case is not None:
            what = f"findings_{press.action}"
            await ask_words(work, caller, refused.case, what, inbox_id, now)
            return Refusal.FINDINGS_FIRST.value
        return await refuse(work, caller, query, press, refused, now)
    raise SkipHandler


@router.callback_query(PressFilter(CasePress, "usedup"))
async def on_used_up(
    query: CallbackQuery, work: Work, caller: Caller, press: CasePress, now: datetime
) -> str | None:
    """「途径已用尽」: a supervisor closes what the customer never accepted."""
    step = Step(person=caller.person, case_id=press.case_id, round=press.round)
    try:
        await contesting.use_up(work, step, now)
    except Refused as refused:
        return await refuse(work, caller, query, press, refused, now)
    return "used_up"
