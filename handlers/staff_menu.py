"""「更多」 under a card: hand over, ask, make up for it, correct, say why; each by a tap or two."""

from collections.abc import Callable
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from complaints import handling, remedies, teamwork
from complaints.calling import note_call
from complaints.desk import log_case, told_by
from complaints.handling import Refusal, Refused, Step
from complaints.hearing import DESK, Voice
from complaints.on_site import settle_on_site
from complaints.recipients import card_of
from complaints.terms import Terms
from complaints.values import COSTLY, Case, Cause, Outcome, RemedyKind, Said
from dimensions.reading import Kind, Reading
from handlers.answers import answer, here
from handlers.card_menus import MENUS
from handlers.case_presses import Pressed, learn_card, under_card
from handlers.figures_asked import places_in
from handlers.kin_menu import kin_of
from handlers.labels import DIMENSIONS
from handlers.toasts import remembered
from handlers.work import Caller, Work
from people.telling import Face, FaceKind, Note, NoteKind
from people.values import Place, Role, masked

router = Router(name="staff_menu")


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


@under_card(router, "close", *MENUS, also=[F.data.regexp(r"^c:\w+:\d+:\d+$")])
async def on_menu(pressed: Pressed) -> None:
    case, action = await pressed.case(), pressed.press.action
    await learn_card(pressed)
    which = None if action == "close" else action
    await show_menu(pressed.work, pressed.caller, case, which, pressed.now)


@under_card(router, "hand")
async def on_hand(pressed: Pressed) -> str:
    _, terms = await pressed.held()
    await teamwork.hand_over(pressed.work, terms, pressed.step, pressed.number, pressed.now)
    return "handed"


@under_card(router, "onsite")
async def on_site(pressed: Pressed) -> str:
    """Done at the desk or on the phone: it counts once the customer confirms with a tap."""
    case, terms = await pressed.held()
    await settle_on_site(pressed.work, terms, pressed.step, pressed.now)
    return await pressed.told(case, "resolved")


@under_card(router, "called")
async def on_called(pressed: Pressed) -> str:
    """Who can't be written to was answered on the phone; what is to be done goes on."""
    _, terms = await pressed.held()
    await note_call(pressed.work, terms, pressed.step, pressed.now)
    return "called"


@under_card(router, "kind", "sev", "dim", "cause")
async def on_correct(pressed: Pressed) -> str:
    """Two taps, and it is kept for the tagger to learn from."""
    work, arg = pressed.work, pressed.press.arg or ""
    case, terms = await pressed.held()
    stands = await _correct(pressed, case, terms)
    if pressed.press.action != "dim":
        return "remembered"
    await show_menu(work, pressed.caller, case, "dims", pressed.now)
    return remembered(arg, await work.assessing.words_for(case.id, arg), stands=stands)


async def _correct(pressed: Pressed, case: Case, terms: Terms) -> bool:
    """True where a dimension stands now."""
    work, step, now = pressed.work, pressed.step, pressed.now
    arg = pressed.press.arg or ""
    match pressed.press.action:
        case "kind" if arg in set(Kind):
            await teamwork.correct_kind(work, terms, step, Kind(arg), now)
        case "sev" if arg.isdigit():
            await teamwork.correct_severity(work, terms, step, int(arg), now)
        case "dim" if arg in DIMENSIONS:
            return await teamwork.correct_dimension(work, step, arg, now)
        case "cause" if arg in set(Cause):
            await teamwork.name_cause(work, step, Cause(arg), now)
        case _:
            raise Refused(why=Refusal.UNKNOWN_CASE, case=case)
    return False


# --- making up for it


@under_card(router, "give")
async def on_give(pressed: Pressed) -> str | None:
    """A sum is asked for first; an apology or doing it again needs none."""
    case, terms = await pressed.held()
    if pressed.press.arg not in set(RemedyKind):
        return Refusal.UNKNOWN_CASE.value
    kind = RemedyKind(pressed.press.arg)
    if kind in COSTLY:
        await pressed.ask(case, f"sum_{kind.value}")
        return None
    await remedies.offer(pressed.work, terms, pressed.step, kind, None, pressed.now)
    return await pressed.told(case, "offered")


@under_card(router, "approve", "decline")
async def on_decide(pressed: Pressed) -> str | None:
    """「同意」 at once; 「不同意」 asks for a reason and for what could be offered instead."""
    case, remedy_id = await pressed.case(pressed.lasting), pressed.number
    if pressed.press.action == "decline":
        await pressed.ask(case, f"decline_{remedy_id}")
        return None
    terms = pressed.terms_of(case.rules_id)
    await remedies.approve(pressed.work, terms, pressed.caller.person, remedy_id, pressed.now)
    return await pressed.told(case, "approved")


# --- suggestions, and the end of a shift


@under_card(router, "adopt", "notnow")
async def on_suggestion(pressed: Pressed) -> str:
    outcome = Outcome.ADOPTED if pressed.press.action == "adopt" else Outcome.NOT_NOW
    case = await teamwork.decide_suggestion(pressed.work, pressed.step, outcome, pressed.now)
    return await pressed.told(case, "offered")


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


@under_card(router, "handall")
async def on_hand_all(pressed: Pressed) -> str:
    """Whoever presses hands over what is theirs, whoever asked for the list."""
    work, person = pressed.work, pressed.caller.person
    count = await teamwork.hand_over_all(
        work, pressed.terms_of, person, pressed.number, pressed.now
    )
    if not count:
        return "not_a_colleague"
    await answer(work, pressed.caller, pressed.inbox_id, "all_handed", count=count)
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
    """`/log 王女士说空调坏了`: a case like any other, for the place of this group."""
    if not caller.person.is_at_least(Role.STAFF):
        await answer(work, caller, inbox_id, "only_staff")
        return
    text = (command.args or "").strip()
    if not text:
        await answer(work, caller, inbox_id, "what_to_log")
        return
    place = await _place_of(work, caller, text)
    name = told_by(text)
    customer = await work.people.add_walk_in(name, now)
    voice = Voice(person=customer, to=here(caller), place_id=place.id, channel=DESK)
    said = Said(text=text, chat_id=caller.chat.id, message_id=message.message_id, at=now)
    case = await log_case(work, terms, caller.person, voice, said, read(text), now)
    facts = {"place": place.name, "name": masked(name)}
    await answer(work, caller, inbox_id, "logged", case=case.id, **facts)


async def _place_of(work: Work, caller: Caller, text: str) -> Place:
    """That of the group, or one below it that is named in the words or by the group's title."""
    binding = await work.people.binding_of(caller.chat.id, caller.thread_id)
    whole = binding.place_id if binding else caller.person.grants[0].place_id
    below = [await work.people.place(one) for one in await work.people.places_below(whole)]
    for words in (text, caller.chat.title or ""):
        named, _ = places_in(
            words, [place for place in below if place.id != whole and not place.is_retired]
        )
        if len(named) == 1:
            return named[0]
    return await work.people.place(whole)


# --- the trail


@under_card(router, "trail")
async def on_trail(pressed: Pressed) -> None:
    case = await pressed.case(pressed.lasting)
    await show_trail(pressed.work, pressed.caller, case, pressed.inbox_id)


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
