"""「更多」 under a card: hand over, ask, make up for it, correct, say why; each by a tap or two."""

from collections.abc import Callable
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from complaints import handling, remedies, teamwork
from complaints.calling import note_call
from complaints.desk import log_case
from complaints.handling import Refused, Step
from complaints.hearing import DESK, Voice
from complaints.on_site import settle_on_site
from complaints.recipients import card_of
from complaints.terms import Terms, TermsOf
from complaints.values import COSTLY, Case, Cause, Outcome, RemedyKind, Said
from dimensions.reading import Kind, Reading
from handlers.answers import answer, here
from handlers.card_menus import MENUS
from handlers.kin_menu import kin_of
from handlers.labels import DIMENSIONS
from handlers.presses import CasePress, PressFilter
from handlers.prompts import ask_words
from handlers.staff import refuse, told
from handlers.toasts import remembered
from handlers.work import Caller, Work
from people.telling import Face, FaceKind, Note, NoteKind
from people.values import Role

router = Router(name="staff_menu")


def step_of(caller: Caller, press: CasePress) -> Step:
    return Step(person=caller.person, case_id=press.case_id, round=press.round)


async def show_menu(
    work: Work, caller: Caller, case: Case, which: str | None, now: datetime
) -> None:
    """In place, in this chat only; any other change of the case closes it again."""
    facts: dict[str, object] = {"case": case.id}
    if which is not None:
        facts["menu"] = which
    if which == "hand":
        found = await teamwork.colleagues(work, case)
        facts["people"] = [[person.id, person.name or f"#{person.id}"] for person in found][:20]
        teams = await work.people.teams(case.place_id)
        facts["teams"] = [[number, name] for number, name in teams if number != case.team_id][:8]
    if which == "kin":
        facts |= await kin_of(work, case, now)
    face = Face(thing=card_of(case.id), kind=FaceKind.CARD, to=here(caller), facts=facts)
    await work.telling.face(face)


@router.callback_query(PressFilter(CasePress, "close", *MENUS), F.data.regexp(r"^c:\w+:\d+:\d+$"))
async def on_menu(
    query: CallbackQuery, work: Work, caller: Caller, press: CasePress, now: datetime
) -> str | None:
    try:
        case = await handling.held_case(work, step_of(caller, press))
    except Refused as refused:
        return await refuse(work, caller, query, press, refused, now)
    await learn_card(work, caller, query, press, now)
    await show_menu(work, caller, case, None if press.action == "close" else press.action, now)
    return None


async def learn_card(
    work: Work, caller: Caller, query: CallbackQuery, press: CasePress, now: datetime
) -> None:
    """A menu pressed under a card that is not known as one is shown where it was pressed."""
    if query.message is not None and query.message.message_id:
        here_ = caller.chat.id, query.message.message_id
        if await work.shown.thing_at(*here_) is None:
            await work.shown.learn(
                caller.chat.id, caller.thread_id, here_[1], card_of(press.case_id), now
            )


@router.callback_query(PressFilter(CasePress, "hand"))
async def on_hand(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    terms_of: TermsOf,
    now: datetime,
) -> str | None:
    step = step_of(caller, press)
    try:
        case = await handling.held_case(work, step)
        arg = press.arg or ""
        to_id = int(arg) if arg.isdecimal() else 0
        await teamwork.hand_over(work, terms_of(case.rules_id), step, to_id, now)
    except Refused as refused:
        return await refuse(work, caller, query, press, refused, now)
    return "handed"


@router.callback_query(PressFilter(CasePress, "onsite"))
async def on_site(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    terms_of: TermsOf,
    now: datetime,
) -> str | None:
    """Done at the desk or on the phone: it counts once the customer confirms with a tap."""
    step = step_of(caller, press)
    try:
        case = await handling.held_case(work, step)
        await settle_on_site(work, terms_of(case.rules_id), step, now)
    except Refused as refused:
        return await refuse(work, caller, query, press, refused, now)
    return await told(work, case, "resolved")


@router.callback_query(PressFilter(CasePress, "called"))
async def on_called(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    terms_of: TermsOf,
    now: datetime,
) -> str | None:
    """Who can't be written to was answered on the phone; what is to be done goes on."""
    step = step_of(caller, press)
    try:
        case = await handling.held_case(work, step)
        await note_call(work, terms_of(case.rules_id), step, now)
    except Refused as refused:
        return await refuse(work, caller, query, press, refused, now)
    return "called"


@router.callback_query(PressFilter(CasePress, "kind", "sev", "dim", "cause"))
async def on_correct(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    terms_of: TermsOf,
    now: datetime,
) -> str | None:
    """Two taps, and it is kept for the tagger to learn from."""
    step = step_of(caller, press)
    try:
        case = await handling.held_case(work, step)
        stands = await _correct(work, terms_of, case, step, press, now)
    except Refused as refused:
        return await refuse(work, caller, query, press, refused, now)
    if press.action == "dim":
        await show_menu(work, caller, case, "dims", now)
        about = await work.assessing.words_for(case.id, press.arg or "")
        return remembered(press.arg or "", about, stands=stands)
    return "remembered"


async def _correct(
    work: Work, terms_of: TermsOf, case: Case, step: Step, press: CasePress, now: datetime
) -> bool:
    """True where a dimension stands now."""
    arg = press.arg or ""
    terms = terms_of(case.rules_id)
    unknown = Refused(why=handling.Refusal.UNKNOWN_CASE, case=case)
    match press.action:
        case "kind" if arg in set(Kind):
            await teamwork.correct_kind(work, terms, step, Kind(arg), now)
        case "sev" if arg.isdigit():
            await teamwork.correct_severity(work, terms, step, int(arg), now)
        case "dim" if arg in DIMENSIONS:
            return await teamwork.correct_dimension(work, step, arg, now)
        case "cause" if arg in set(Cause):
            await teamwork.name_cause(work, step, Cause(arg), now)
        case _:
            raise unknown
    return False


# --- making up for it


@router.callback_query(PressFilter(CasePress, "give"))
async def on_give(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    terms_of: TermsOf,
    now: datetime,
    inbox_id: int,
) -> str | None:
    """A sum is asked for first; an apology or doing it again needs none."""
    step = step_of(caller, press)
    try:
        case = await handling.held_case(work, step)
        if press.arg not in set(RemedyKind):
            return handling.Refusal.UNKNOWN_CASE.value
        kind = RemedyKind(press.arg)
        if kind in COSTLY:
            await ask_words(work, caller, case, f"sum_{kind.value}", inbox_id, now)
            return None
        await remedies.offer(work, terms_of(case.rules_id), step, kind, None, now)
    except Refused as refused:
        return await refuse(work, caller, query, press, refused, now)
    return await told(work, case, "offered")


@router.callback_query(PressFilter(CasePress, "approve", "decline"))
async def on_decide(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    terms_of: TermsOf,
    now: datetime,
    inbox_id: int,
) -> str | None:
    """「同意」 at once; 「不同意」 asks for a reason and for what could be offered instead."""
    try:
        case = await handling.held_case(work, Step(person=caller.person, case_id=press.case_id))
        arg = press.arg or ""
        remedy_id = int(arg) if arg.isdecimal() else 0
        if press.action == "decline":
            await ask_words(work, caller, case, f"decline_{remedy_id}", inbox_id, now)
            return None
        await remedies.approve(work, terms_of(case.rules_id), caller.person, remedy_id, now)
    except Refused as refused:
        return await refuse(work, caller, query, press, refused, now)
    return await told(work, case, "approved")


# --- suggestions, and the end of a shift


@router.callback_query(PressFilter(CasePress, "adopt", "notnow"))
async def on_suggestion(
    query: CallbackQuery, work: Work, caller: Caller, press: CasePress, now: datetime
) -> str | None:
    outcome = Outcome.ADOPTED if press.action == "adopt" else Outcome.NOT_NOW
    try:
        case = await teamwork.decide_suggestion(work, step_of(caller, press), outcome, now)
    except Refused as refused:
        return await refuse(work, caller, query, press, refused, now)
    return await told(work, case, "offered")


@router.message(Command("handover"))
async def on_handover(message: Message, work: Work, caller: Caller, inbox_id: int) -> None:
    """At the end of a shift: one list of what is in hand, one tap to hand all of it over."""
    if not caller.person.is_at_least(Role.STAFF):
        await answer(work, caller, inbox_id, "only_staff")
        return
    owned = await work.cases.owned_by(caller.person.id)
    if not owned:
        await answer(work, caller, inbox_id, "nothing_in_hand")
        return
    first = await work.cases.get(owned[0])
    assert first is not None
    found = [p for p in await teamwork.colleagues(work, first) if p.id != caller.person.id]
    facts: dict[str, object] = {
        "case": first.id,
        "cases": list(owned),
        "people": [[person.id, person.name or f"#{person.id}"] for person in found][:20],
    }
    await work.telling.note(
        Note(key=f"handover-{inbox_id}", kind=NoteKind.HANDOVER, to=here(caller), facts=facts)
    )


@router.callback_query(PressFilter(CasePress, "handall"))
async def on_hand_all(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    terms_of: TermsOf,
    now: datetime,
    inbox_id: int,
) -> str | None:
    """Whoever presses hands over what is theirs, whoever asked for the list."""
    arg = press.arg or ""
    to_id = int(arg) if arg.isdecimal() else 0
    count = await teamwork.hand_over_all(work, terms_of, caller.person, to_id, now)
    if not count:
        return "not_a_colleague"
    await answer(work, caller, inbox_id, "all_handed", count=count)
    return "handed"


# --- heard at the desk or on the phone


@router.message(Command("log"))
async def on_log(
    message: Message,
    command: CommandObject,
    work: Work,
    caller: Caller,
    terms: Terms,
    read: Callable[[str], Reading],
    now: datetime,
    inbox_id: int,
) -> None:
    """`/log 客人打电话说空调坏了`: a case like any other, for the place of this group."""
    if not caller.person.is_at_least(Role.STAFF):
        await answer(work, caller, inbox_id, "only_staff")
        return
    text = (command.args or "").strip()
    if not text:
        await answer(work, caller, inbox_id, "what_to_log")
        return
    binding = await work.people.binding_of(caller.chat.id, caller.thread_id)
    place_id = binding.place_id if binding else caller.person.grants[0].place_id
    customer = await work.people.add_walk_in(None, now)
    voice = Voice(person=customer, to=here(caller), place_id=place_id, channel=DESK)
    said = Said(text=text, chat_id=caller.chat.id, message_id=message.message_id, at=now)
    case = await log_case(work, terms, caller.person, voice, said, read(text), now)
    await answer(work, caller, inbox_id, "logged", case=case.id)


# --- the trail


@router.callback_query(PressFilter(CasePress, "trail"))
async def on_trail(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: CasePress,
    now: datetime,
    inbox_id: int,
) -> str | None:
    step = Step(person=caller.person, case_id=press.case_id)
    try:
        case = await handling.held_case(work, step)
    except Refused as refused:
        return await refuse(work, caller, query, press, refused, now)
    await show_trail(work, caller, case, inbox_id)
    return None


async def show_trail(work: Work, caller: Caller, case: Case, inbox_id: int) -> None:
    note = Note(
        key=f"case-{case.id}-trail-{inbox_id}",
        kind=NoteKind.TRAIL,
        to=here(caller),
        facts={"case": case.id},
    )
    await work.telling.note(note)


@router.message(Command("case"))
async def on_case(
    message: Message, command: CommandObject, work: Work, caller: Caller, inbox_id: int
) -> None:
    """`/case 1027`: what happened to it, step by step."""
    if not caller.person.is_at_least(Role.STAFF):
        await answer(work, caller, inbox_id, "only_staff")
        return
    number = (command.args or "").strip().lstrip("#")
    if not number.isdecimal() or len(number) > 15:
        await answer(work, caller, inbox_id, "which_case")
        return
    try:
        case = await handling.held_case(work, Step(person=caller.person, case_id=int(number)))
    except Refused as refused:
        await answer(work, caller, inbox_id, "refused", why=refused.why.value)
        return
    await show_trail(work, caller, case, inbox_id)
