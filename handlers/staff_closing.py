"""What staff do at the end of a case that is not simply accepted."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from complaints import contesting
from complaints.handling import Refused, Step
from handlers.presses import CasePress, PressFilter
from handlers.staff import refuse
from handlers.work import Caller, Work

router = Router(name="staff_closing")


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
