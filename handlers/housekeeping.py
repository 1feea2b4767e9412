"""Owners rename and retire places and teams, move groups, change roles: asked first, undoable."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from complaints.terms import TermsOf
from handlers import house_acts, house_views
from handlers.binding import is_owner_of
from handlers.house_step import Act, Doing, Subject
from handlers.presses import HousePress, PressFilter
from handlers.work import Caller, Work
from people.values import Role

router = Router(name="housekeeping")
# What an action is about; where it is not written here, the button itself says "place" or "team".
SORTS: Mapping[str, str] = {
    **dict.fromkeys(("team", "rehome"), "team"),
    **dict.fromkeys(("teams", "crew", "groups", "log", "revive"), "place"),
    **dict.fromkeys(("one", "role", "dorole", "leave", "doleave"), "member"),
    **dict.fromkeys(("group", "move", "moveto", "domoveto", "unbind", "dounbind"), "chat"),
    "undo": "change",
}
ACTS: Mapping[str, Act] = {
    "teams": house_views.show_teams,
    "team": house_views.show_team,
    "crew": house_views.show_crew,
    "one": house_views.show_one,
    "groups": house_views.show_groups,
    "group": house_views.show_group,
    "move": house_views.show_move,
    "log": house_views.show_log,
    "rename": house_acts.ask_name,
    "retire": house_acts.ask_retire,
    "doretire": house_acts.retire,
    "rehome": house_acts.retire,
    "revive": house_acts.revive,
    "role": house_acts.ask_role,
    "dorole": house_acts.change_role,
    "leave": house_acts.ask_leave,
    "doleave": house_acts.let_go,
    "moveto": house_acts.ask_move,
    "domoveto": house_acts.move,
    "unbind": house_acts.ask_unbind,
    "dounbind": house_acts.unbind,
    "undo": house_acts.undo,
}


@router.callback_query(PressFilter(HousePress))
async def on_press(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: HousePress,
    terms_of: TermsOf,
    now: datetime,
    inbox_id: int,
) -> str | None:
    """Rights are looked at again at each press, for the place that it is about."""
    act = ACTS.get(press.action)
    if query.message is None or not caller.chat.is_private or act is None:
        return "unknown"
    if not caller.person.is_at_least(Role.OWNER):
        return "not_owner"
    subject = await _subject(work, press)
    if subject is None:
        return "changed_since"
    if not await is_owner_of(work, caller, subject.place):
        return "not_owner"
    thing = await work.shown.thing_at(caller.chat.id, query.message.message_id)
    if thing is None or not thing.startswith("places-"):
        thing = f"places-{inbox_id}"
    return await act(
        Doing(
            work=work,
            caller=caller,
            press=press,
            subject=subject,
            thing=thing,
            now=now,
            inbox_id=inbox_id,
            terms_of=terms_of,
        )
    )


async def _subject(work: Work, press: HousePress) -> Subject | None:
    """None for what is not there, or not any more."""
    keeping, sort = work.housekeeping, SORTS.get(press.action, press.arg or "place")
    found: dict[str, Any] = {}
    match sort:
        case "team":
            found = {"team": await keeping.team(press.id)}
        case "member":
            found = {"member": await keeping.member(press.id)}
        case "chat":
            found = {"chat": await keeping.staff_chat(press.id)}
        case "change":
            found = {"change": await keeping.change(press.id)}
    if None in found.values():
        return None
    for one in found.values():
        return Subject(place=await work.people.place(one.place_id), **found)
    house = await work.people.house()
    if press.id not in await work.people.places_below(house.id):
        return None
    return Subject(place=await work.people.place(press.id))
