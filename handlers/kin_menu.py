"""Presses about cases that belong together, and about what was said: join, merge, take back."""

from datetime import datetime
from functools import partial

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from complaints import keeping, surge, taking_back, teamwork, together
from complaints.values import Case
from handlers.answers import answer
from handlers.case_presses import Pressed, under_card
from handlers.work import Caller, Work
from people.values import Role

router = Router(name="kin_menu")

# A list under a card is to be overlooked at a glance.
SHOWN = 8


async def kin_of(work: Work, case: Case, now: datetime) -> dict[str, object]:
    """Numbers of the cases that may be the same thing, and of the customer's own others."""
    similar = await work.kin.similar(case, now - together.SIMILAR_WITHIN)
    own = await work.cases.all_live_of(case.person_id)
    return {
        "similar": [one.case_id for one in similar if not one.followers][:SHOWN],
        "own": [one.id for one in own if one.id != case.id][:SHOWN],
    }


@under_card(router, "join")
async def on_join(pressed: Pressed) -> str:
    """The case whose number is pressed follows the one under whose card the button stands."""
    work, now = pressed.work, pressed.now
    case = await pressed.case()
    chosen = [pressed.number] if pressed.number else []
    if pressed.press.arg in {"all", "alike"}:
        find = work.kin.similar if pressed.press.arg == "all" else partial(surge.alike, work)
        similar = await find(case, now - together.SIMILAR_WITHIN)
        chosen = [one.case_id for one in similar if not one.followers]
    await together.gather(work, pressed.terms_of, pressed.step, chosen, now)
    return "gathered"


@under_card(router, "merge")
async def on_merge(pressed: Pressed) -> str:
    await together.merge(pressed.work, pressed.step, pressed.number, pressed.now)
    return "merged"


@under_card(router, "takeback")
async def on_take_back(pressed: Pressed) -> str:
    _, terms = await pressed.held()
    await taking_back.take_back(pressed.work, terms, pressed.step, pressed.now)
    return "taken_back"


@under_card(router, "unveil")
async def on_unveil(pressed: Pressed) -> str:
    await teamwork.unveil(pressed.work, pressed.step, pressed.now)
    return "unveiled"


@under_card(router, "team")
async def on_team(pressed: Pressed) -> str:
    _, terms = await pressed.held()
    await teamwork.hand_to_team(pressed.work, terms, pressed.step, pressed.number, pressed.now)
    return "handed_to_team"


@under_card(router, "kept")
async def on_kept(pressed: Pressed) -> str:
    """「说好的做到了」: the customer hears so."""
    case, terms = await pressed.held()
    await keeping.keep_word(pressed.work, terms, pressed.step, pressed.now)
    return await pressed.told(case, "kept")


# --- on and off duty


@router.message(Command("off", "on"))
async def on_duty(
    message: Message, work: Work, caller: Caller, now: datetime, inbox_id: int
) -> None:
    """`/off`: nothing in private until `/on`; what is in hand should be handed over first."""
    if not caller.person.is_at_least(Role.STAFF):
        await answer(work, caller, inbox_id, "only_staff")
        return
    is_off = (message.text or "").lstrip("/").startswith("off")
    await work.people.set_off(caller.person.id, now if is_off else None)
    owned = await work.cases.owned_by(caller.person.id) if is_off else ()
    what = "off_duty" if is_off else "on_duty"
    await answer(work, caller, inbox_id, what, count=len(owned))
