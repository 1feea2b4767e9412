"""A customer's own cases by button: chase, add to one, look back, take back, say it is another."""

from datetime import datetime

from aiogram import F, Router
from aiogram.types import CallbackQuery

from complaints import confirming
from complaints.alternatives import answer_alternative
from complaints.apart import Read, set_apart
from complaints.handling import Refused
from complaints.hearing import ANOTHER, Voice
from complaints.terms import Terms
from complaints.values import RemedyAnswer
from handlers.answers import answer, here
from handlers.presses import CasePress, PressFilter
from handlers.work import Caller, Dialogue, Work
from people.telling import Note, NoteKind

router = Router(name="own_cases")

# What they write next belongs to the case that they chose with 「补充」.
SUPPLYING = "supply"


async def chosen_case(work: Work, caller: Caller, now: datetime) -> int | None:
    running = await work.dialogues.get(caller.chat.id, caller.person.id, now)
    if running is None or running.topic != SUPPLYING:
        return None
    return int(running.facts["case"])


@router.callback_query(PressFilter(CasePress, "mychase"))
async def on_chase(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    terms: Terms,
    now: datetime,
) -> str | None:
    try:
        await confirming.chase(work, terms, caller.person, press.case_id, now)
    except Refused as refused:
        return refused.why.value
    await work.telling.release(caller.chat.id)
    return "chased"


@router.callback_query(PressFilter(CasePress, "mysupply"))
async def on_supply(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    now: datetime,
    inbox_id: int,
) -> str | None:
    try:
        case = await confirming.own_case(work, caller.person, press.case_id)
    except Refused as refused:
        return refused.why.value
    if not case.is_live:
        return "closed"
    dialogue = Dialogue(topic=SUPPLYING, facts={"case": case.id})
    await work.dialogues.begin(caller.chat.id, caller.person.id, dialogue, now)
    await answer(work, caller, inbox_id, "supply", case=case.id)
    return None


@router.callback_query(F.message.chat.type == "private", PressFilter(CasePress, "mynew"))
async def on_another(
    query: CallbackQuery, work: Work, caller: Caller, now: datetime, inbox_id: int
) -> None:
    """「说另一件事」, before a word of it was written."""
    dialogue = Dialogue(topic=SUPPLYING, facts={"case": ANOTHER})
    await work.dialogues.begin(caller.chat.id, caller.person.id, dialogue, now)
    await answer(work, caller, inbox_id, "another")


@router.callback_query(PressFilter(CasePress, "mydrop", "mystory"))
async def on_look(
    query: CallbackQuery, work: Work, caller: Caller, press: CasePress, inbox_id: int
) -> str | None:
    try:
        case = await confirming.own_case(work, caller.person, press.case_id)
    except Refused as refused:
        return refused.why.value
    kind = NoteKind.STORY if press.action == "mystory" else NoteKind.WITHDRAWING
    if kind is NoteKind.WITHDRAWING and not case.is_live:
        return "closed"
    arg = press.arg or ""
    page = int(arg) if arg.isdecimal() and len(arg) < 4 else 0
    await work.telling.note(
        Note(
            key=f"case-{case.id}-{kind.value}-{inbox_id}",
            kind=kind,
            to=here(caller),
            facts={"case": case.id, "page": page},
        )
    )
    return None


@router.callback_query(PressFilter(CasePress, "apart"))
async def on_apart(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    terms: Terms,
    read: Read,
    now: datetime,
) -> str | None:
    """「这是另一件事」: its receipt follows; what is written next belongs to the new case."""
    arg = press.arg or ""
    words_id = int(arg) if arg.isdecimal() else 0
    voice = Voice(person=caller.person, to=here(caller))
    try:
        await set_apart(work, terms, voice, press.case_id, words_id, read, now)
    except Refused as refused:
        return refused.why.value
    if await chosen_case(work, caller, now) is not None:
        await work.dialogues.end(caller.chat.id, caller.person.id)
    return "set_apart"


@router.callback_query(PressFilter(CasePress, "altyes", "altno"))
async def on_alternative(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    now: datetime,
    inbox_id: int,
) -> str | None:
    """可以 or 不接受, to what is offered instead; whoever refuses hears where they can turn to."""
    answer_ = RemedyAnswer.ACCEPTED if press.action == "altyes" else RemedyAnswer.REFUSED
    arg = press.arg or ""
    remedy_id = int(arg) if arg.isdecimal() else 0
    try:
        case = await answer_alternative(work, caller.person, remedy_id, answer_, now)
    except Refused as refused:
        return refused.why.value
    what = f"alternative_{answer_.value}"
    await answer(work, caller, inbox_id, what, case=case.id)
    return None
