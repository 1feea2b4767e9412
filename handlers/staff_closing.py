"""What staff do at the end of a case that is not simply accepted."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler

from complaints import contesting, handling
from complaints.handling import Refusal, Refused
from handlers.case_presses import Pressed, under_card

router = Router(name="staff_closing")


@under_card(router, "resolve", "resolved", "onsite")
async def on_closing(pressed: Pressed) -> str:
    """A line on what was found out comes first where the rules ask for it; then as usual."""
    _, terms = await pressed.held()
    try:
        await handling.resolvable_case(pressed.work, terms, pressed.step)
    except Refused as refused:
        if refused.why is not Refusal.FINDINGS_FIRST or refused.case is None:
            raise
        await pressed.ask(refused.case, f"findings_{pressed.press.action}")
        return Refusal.FINDINGS_FIRST.value
    raise SkipHandler


@under_card(router, "usedup")
async def on_used_up(pressed: Pressed) -> str:
    """「途径已用尽」: a supervisor closes what the customer never accepted."""
    await contesting.use_up(pressed.work, pressed.step, pressed.now)
    return "used_up"
