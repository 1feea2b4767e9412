"""Presses about cases that belong together, and about what was said: join, merge, take back."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from complaints import handling, keeping, taking_back, teamwork, together
from complaints.handling import Refused, Step
from complaints.terms import TermsOf
from complaints.values import Case
from handlers.answers import answer
from handlers.presses import CasePress, PressFilter
from handlers.staff import refuse, told
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


def _step(caller: Caller, press: CasePress) -> Step:
    return Step(person=caller.person, case_id=press.case_id, round=press.round)


def _number(press: CasePress) -> int:
    """What the button names, as a number; 0 for anything else."""
    arg = press.arg or ""
    return int(arg) if arg.isdecimal() else 0


@router.callback_query(PressFilter(CasePress, "join"))
async def on_join(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    terms_of: TermsOf,
    now: datetime,
) -> str | None:
    """The case whose number is pressed follows the one under whose card the button stands."""
    try:
        case = await handling.held_case(work, _step(caller, press))
        chosen = [number] if (number := _number(press)) else []
        if press.arg == "all":
            similar = await work.kin.similar(case, now - together.SIMILAR_WITHIN)
            chosen = [one.case_id for one in similar if not one.followers]
        await together.gather(work, terms_of, _step(caller, press), chosen, now)
    except Refused as refused:
        return await refuse(work, caller, query, press, refused, now)
    return "gathered"


@router.callback_query(PressFilter(CasePress, "merge"))
async def on_merge(
    query: CallbackQuery, work: Work, caller: Caller, press: CasePress, now: datetime
) -> str | None:
    into = _number(press)

    async def act(step: Step) -> object:
        return await together.merge(work, step, into, now)

    return await _try(work, caller, query, press, now, act) or "merged"


@router.callback_query(PressFilter(CasePress, "takeback"))
async def on_take_back(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    terms_of: TermsOf,
    now: datetime,
) -> str | None:
    async def act(step: Step) -> object:
        case = await handling.held_case(work, step)
        return await taking_back.take_back(work, terms_of(case.rules_id), step, now)

    return await _try(work, caller, query, press, now, act) or "taken_back"


@router.callback_query(PressFilter(CasePress, "unveil"))
async def on_unveil(
    query: CallbackQuery, work: Work, caller: Caller, press: CasePress, now: datetime
) -> str | None:
    async def act(step: Step) -> object:
        return await teamwork.unveil(work, step, now)

    return await _try(work, caller, query, press, now, act) or "unveiled"


@router.callback_query(PressFilter(CasePress, "team"))
async def on_team(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    terms_of: TermsOf,
    now: datetime,
) -> str | None:
    team_id = _number(press)

    async def act(step: Step) -> object:
        case = await handling.held_case(work, step)
        return await teamwork.hand_to_team(work, terms_of(case.rules_id), step, team_id, now)

    return await _try(work, caller, query, press, now, act) or "handed_to_team"


@router.callback_query(PressFilter(CasePress, "kept"))
async def on_kept(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    terms_of: TermsOf,
    now: datetime,
) -> str | None:
    """「说好的做到了」: the customer hears so."""

    step = _step(caller, press)
    try:
        case = await handling.held_case(work, step)
        await keeping.keep_word(work, terms_of(case.rules_id), step, now)
    except Refused as refused:
        return await refuse(work, caller, query, press, refused, now)
    return await told(work, case, "kept")


async def _try(
    work: Work,
    caller: Caller,
    query: CallbackQuery,
    press: CasePress,
    now: datetime,
    act: Callable[[Step], Awaitable[object]],
) -> str | None:
    """None when it was done, else the word over the button that says why not."""
    try:
        await act(_step(caller, press))
    except Refused as refused:
        return await refuse(work, caller, query, press, refused, now)
    return None


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
