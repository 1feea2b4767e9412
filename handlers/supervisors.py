"""Supervisors ask for figures: by command, by button, or in plain words."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, Filter
from aiogram.types import CallbackQuery, Message

from calendars.periods import UnknownPeriod, parse_period
from complaints.handling import Refused, Step, held_case
from complaints.recipients import card_of
from handlers.answers import answer, here
from handlers.exports import ACTIONS, order
from handlers.figures_asked import (
    Question,
    place_meant,
    read_command,
    read_words,
)
from handlers.figures_nearest import nearest
from handlers.figures_spoken import asks_whether_there_is
from handlers.figures_words import simpler
from handlers.kpis_asked import asks_of_one
from handlers.parts_asked import read_part
from handlers.places_asked import Missing, missing_place
from handlers.presses import CasePress, FiguresPress, PressFilter
from handlers.sights import Sight, facts_of, may_look, refusal_for, sight_of
from handlers.versus import beside, is_beside, other_of
from handlers.work import Caller, Work
from people.telling import Face, FaceKind, Note, NoteKind, To
from reports.cuts import decoded

router = Router(name="supervisors")
PRIVATE = F.chat.type == "private"
# What a button shows; most are called the same.
VIEWS = ("places", "teams", "types", "people", "staff", "channels", "causes", "severe", "issues",
         "trend", "compare", "targets", "cases", "late", "standing", "reopened", "unhappy", "low",
         "cal", "to", "how", "pics", "export", "servqual", "more",
         "loyalty", "versus", "split",
         "products", "groups", "industries", "aspects", "looks", "acts", "others")  # fmt: skip
PICTURES = ("picserv", "pictrend", "picrate", "picontime", "picissues", "picheat", "picgoals",
            "pictimes")  # fmt: skip
PRESSES = {
    "show": "figures",
    "since": "compare",
    **{view: view for view in (*VIEWS, *PICTURES, *ACTIONS)},
}


class AsksForFigures(Filter):
    """Lets plain words of a supervisor's through that ask for figures, as `question`."""

    async def __call__(
        self, message: Message, work: Work, caller: Caller, now: datetime
    ) -> bool | dict[str, Any]:
        text = (message.text or "").strip()
        if not text or text.startswith("/") or not may_look(caller.person):
            return False
        sight = await sight_of(work, caller.person)
        question = read_words(text, sight.all, sight.zone, now)
        question = question or await read_part(work, sight, text, now)
        if question and asks_whether_there_is(text, question.period, question.view, question.cut):
            return False
        if question and asks_of_one(simpler(text)):
            # Who has a case of their own asks how long that will take.
            own = await work.cases.live_of(caller.person.id)
            question = None if own else question
        # An answer to a message is about that one.
        is_own = question is None and message.reply_to_message is None
        missing = missing_place(text, sight.all, sight.zone, now) if is_own else None
        if missing and await work.dialogues.get(caller.chat.id, caller.person.id, now):
            # Something else was asked of them, and this may be the answer.
            return False
        return {"question": question or missing} if question or missing else False


# A command that leads straight to a view of the panel.
ALIASES = {"stats": "figures", "trend": "trend", "top": "issues", "compare": "compare",
           "export": "export", "looks": "looks"}  # fmt: skip


@router.message(Command(*ALIASES))
async def on_stats(
    message: Message,
    command: CommandObject,
    work: Work,
    caller: Caller,
    now: datetime,
    inbox_id: int,
) -> None:
    if not may_look(caller.person):
        await answer(work, caller, inbox_id, refusal_for(caller.person))
        return
    sight, said = await sight_of(work, caller.person), (command.args or "").strip()
    view = ALIASES[command.command]
    try:
        question = read_command(said, sight.all, sight.zone, now, view)
    except UnknownPeriod as unknown:
        if part := await read_part(work, sight, said, now):
            await _show(work, caller, sight, _as_viewed(part, view), inbox_id, now)
            return
        if missing := missing_place(said, sight.all, sight.zone, now, view):
            await _tell(
                work, caller, "unknown_place", _nearest_places(missing, now, sight), inbox_id
            )
            return
        facts = _instead(str(unknown) or said, sight, now)
        facts |= {"command": command.command, "view": view}
        await _tell(work, caller, "unknown_period", facts, inbox_id)
        return
    await _show(work, caller, sight, question, inbox_id, now)


def _as_viewed(part: Question, view: str) -> Question:
    """A command for another view than the first shows that of the part."""
    return part if view == "figures" or part.view != "figures" else replace(part, view=view)


def _instead(unknown: str, sight: Sight, now: datetime) -> dict[str, Any]:
    """What was not understood, and the form that comes nearest."""
    place, rest = place_meant(unknown, sight.all)
    near = nearest(rest or "today", now, sight.zone)
    named = {"place": place.id, "place_name": place.name} if place else {}
    return {"said": unknown, "nearest": near, **named}


def _nearest_places(missing: Missing, now: datetime, sight: Sight) -> dict[str, Any]:
    """The places that may have been meant, each as a press that shows what was asked for."""
    period = parse_period(missing.period, now, sight.zone).key
    action = "show" if missing.view == "figures" else missing.view
    presses = []
    for place in missing.near:
        one, other = (missing.beside, place) if missing.beside else (place, None)
        cut = beside(other.id) if other else ""
        presses.append([one.id, cut, place.name])
    return {"said": missing.name, "action": action, "period": period, "near": presses}


@router.message(PRIVATE, AsksForFigures())
async def on_plain_words(
    message: Message,
    work: Work,
    caller: Caller,
    question: Question | Missing,
    now: datetime,
    inbox_id: int,
) -> None:
    sight = await sight_of(work, caller.person)
    if isinstance(question, Missing):
        await _tell(work, caller, "unknown_place", _nearest_places(question, now, sight), inbox_id)
        return
    await _show(work, caller, sight, question, inbox_id, now)


@router.callback_query(PressFilter(FiguresPress, *PRESSES))
async def on_press(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: FiguresPress,
    now: datetime,
    inbox_id: int,
) -> str | None:
    """Every press is checked anew; what it shows takes the place of what stood there."""
    if not may_look(caller.person) or not caller.chat.is_private:
        return "not_allowed"
    sight = await sight_of(work, caller.person)
    question = _question_of(press, sight, now)
    if isinstance(question, str):
        return question
    facts = facts_of(sight, question) | {"cut": "" if is_beside(press.cut) else press.cut}
    facts |= {"page": press.page, **({"cut": press.cut} if question.other else {})}
    facts |= _for_reader(question, caller)
    if press.action in ACTIONS:
        await order(work, caller, facts, ACTIONS[press.action], now)
        return None
    await work.looks.see(caller.person.id, facts, now)
    if question.view in PICTURES:
        await _picture(work, caller, facts, inbox_id)
        return None
    thing = await _thing_of(query, work, caller, inbox_id, now)
    await _panel(work, here(caller), thing, facts)
    return None


def _question_of(press: FiguresPress, sight: Sight, now: datetime) -> Question | str:
    """What a press asks for, or why it can't be told."""
    place, other = sight.place(press.place_id), other_of(press)
    beside = sight.place(other) if other else None
    view = PRESSES[press.action]
    if (press.place_id and place is None) or (other and (beside is None or place is None)):
        return "not_allowed"
    if view == "looks" and not sight.owns_house:
        return "not_allowed"
    if press.cut and not is_beside(press.cut) and decoded(press.cut) is None:
        return "unknown"
    try:
        zone = place.zone if place else sight.zone
        period, since = parse_period(press.period, now, zone), None
        if press.action == "since":
            since, today = period.dates, parse_period("today", now, zone)
            period = parse_period(f"{min(period.first, today.last)}..{today.last}", now, zone)
    except UnknownPeriod:
        return "unknown"
    return Question(period=period, place=place, view=view, other=beside, since=since)


async def _picture(work: Work, caller: Caller, facts: Mapping[str, Any], inbox_id: int) -> None:
    """A message of its own below the panel, which stays as it is."""
    note = Note(key=f"picture-{inbox_id}", kind=NoteKind.PICTURE, to=here(caller), facts=facts)
    await work.telling.note(note)


async def _thing_of(
    query: CallbackQuery, work: Work, caller: Caller, inbox_id: int, now: datetime
) -> str:
    """The panel that the pressed message is; one that was a plain note becomes a panel."""
    assert query.message is not None
    known = await work.shown.thing_at(caller.chat.id, query.message.message_id)
    if known is not None and known.startswith("panel-"):
        return known
    thing = f"panel-{inbox_id}"
    await work.shown.learn(caller.chat.id, None, query.message.message_id, thing, now)
    return thing


@router.callback_query(PressFilter(CasePress, "look"))
async def on_look(
    query: CallbackQuery, work: Work, caller: Caller, press: CasePress, now: datetime
) -> str | None:
    """The card of a case from a list of them, in private."""
    try:
        case = await held_case(work, Step(person=caller.person, case_id=press.case_id))
    except Refused as refused:
        return refused.why.value
    await work.looks.add(caller.person.id, "case", {"case": case.id}, now)
    await work.telling.face(
        Face(thing=card_of(case.id), kind=FaceKind.CARD, to=here(caller), facts={"case": case.id})
    )
    return None


async def _show(
    work: Work, caller: Caller, sight: Sight, question: Question, inbox_id: int, now: datetime
) -> None:
    """A new panel, always in private: a group may hold people whom the figures don't concern."""
    chat = await work.people.private_chat(caller.person.id)
    if chat is None:
        await _tell(work, caller, "no_private", {}, inbox_id)
        return
    if question.view == "looks" and not sight.owns_house:
        await answer(work, caller, inbox_id, "only_owner")
        return
    facts = facts_of(sight, question) | _for_reader(question, caller)
    facts |= {"cut": question.cut} if question.cut else {}
    facts |= {"called": question.called} if question.called else {}
    facts |= {"figure": question.figure} if question.figure else {}
    await work.looks.see(caller.person.id, facts, now)
    await _panel(work, To(chat_id=chat.id), f"panel-{inbox_id}", facts)
    if not caller.chat.is_private:
        await answer(work, caller, inbox_id, "only_private")


def _for_reader(question: Question, caller: Caller) -> dict[str, Any]:
    """What they may take away depends on who they are."""
    return {"reader": caller.person.id} if question.view == "others" else {}


async def _panel(work: Work, to: To, thing: str, facts: Mapping[str, Any]) -> None:
    await work.telling.face(Face(thing=thing, kind=FaceKind.PANEL, to=to, facts=facts))


async def _tell(
    work: Work, caller: Caller, what: str, facts: Mapping[str, Any], inbox_id: int
) -> None:
    """Always in private, too."""
    chat = await work.people.private_chat(caller.person.id)
    to = To(chat_id=chat.id) if chat else here(caller)
    note = Note(
        key=f"figures-{inbox_id}",
        kind=NoteKind.FIGURES,
        to=to,
        facts={**facts, "what": what} if chat else {"what": "no_private"},
    )
    await work.telling.note(note)
    if chat and not caller.chat.is_private:
        await answer(work, caller, inbox_id, "only_private")
