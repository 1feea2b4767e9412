"""Owners add places and teams and invite to one of them, by buttons and a name, never an id."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from handlers.answers import answer, here
from handlers.binding import MOST, is_owner_of, known_place
from handlers.house_step import facts_of
from handlers.owners import make_link
from handlers.places_page import LONGEST_NAME
from handlers.presses import PlacePress, PressFilter
from handlers.typed import plain_words
from handlers.work import Caller, Dialogue, Work
from people.housekeeping import Change, ChangeKind, Part
from people.telling import Face, FaceKind
from people.values import LinkPurpose, Place, Role

router = Router(name="places")
NAMING = "naming"
CANCEL = frozenset({"取消", "算了", "cancel"})
# How many places out of use are listed, each with a button that brings it back.
LEAST = 8
INVITED = frozenset({Role.SUPERVISOR, Role.STAFF})


class NamesSomething(Filter):
    """Lets the words through that answer 「新店叫什么？」, as `asked`."""

    async def __call__(
        self, message: Message, work: Work, caller: Caller, now: datetime
    ) -> bool | dict[str, Any]:
        # Rights first: customers, who write most, cost nothing here.
        if not caller.person.is_at_least(Role.OWNER) or (message.text or "/").startswith("/"):
            return False
        running = await work.dialogues.get(caller.chat.id, caller.person.id, now)
        if running is None or running.topic != NAMING:
            return False
        if not await _is_to_us(message, work, caller):
            return False
        return {"asked": running.facts}


async def _is_to_us(message: Message, work: Work, caller: Caller) -> bool:
    """A reply to something else, such as a case, is not the name that was asked for."""
    if message.reply_to_message is None:
        return True
    thing = await work.shown.thing_at(caller.chat.id, message.reply_to_message.message_id)
    return thing is not None and thing.startswith(f"{NAMING}-")


@router.callback_query(PressFilter(PlacePress, "list", "show", "addplace", "addteam", "link"))
async def on_press(
    query: CallbackQuery,
    work: Work,
    caller: Caller,
    press: PlacePress,
    now: datetime,
    inbox_id: int,
) -> str | None:
    """Rights are looked at again at each press, for the place that it names."""
    if query.message is None or not caller.chat.is_private:
        return "unknown"
    house = await work.people.house()
    place = await known_place(work, press.place_id or house.id)
    if not caller.person.is_at_least(Role.OWNER):
        return "not_owner"
    if place is None:
        return "unknown"
    if press.action != "list" and not await is_owner_of(work, caller, place):
        return "not_owner"
    if press.action in {"addplace", "addteam"}:
        await _ask(work, caller, press.action, place, now, inbox_id)
        return None
    if press.action == "link":
        return await _link(work, caller, place, press.arg, now, inbox_id)
    thing = await work.shown.thing_at(caller.chat.id, query.message.message_id)
    if thing is None or not thing.startswith("places-"):
        thing = f"places-{inbox_id}"
    await _show(work, caller, thing, place if press.action == "show" else None)
    return None


async def _ask(
    work: Work, caller: Caller, what: str, place: Place, now: datetime, inbox_id: int
) -> None:
    dialogue = Dialogue(topic=NAMING, facts={"what": what, "place": place.id})
    await work.dialogues.begin(caller.chat.id, caller.person.id, dialogue, now)
    facts = {"page": what, "place": place.name}
    face = Face(thing=f"{NAMING}-{inbox_id}", kind=FaceKind.PLACES, to=here(caller), facts=facts)
    await work.telling.face(face)


async def _link(
    work: Work, caller: Caller, place: Place, arg: str | None, now: datetime, inbox_id: int
) -> str | None:
    if arg not in INVITED:
        return "unknown"
    role, me = Role(arg), caller.person.id
    payload = await make_link(work, LinkPurpose.ROLE, now, role=role, place_id=place.id, made_by=me)
    facts = {"role": role.value, "place": place.name, "payload": payload}
    await answer(work, caller, inbox_id, "place_link", **facts)
    return None


@router.message(F.chat.type == "private", NamesSomething())
async def on_name(
    message: Message,
    work: Work,
    caller: Caller,
    asked: dict[str, Any],
    now: datetime,
    inbox_id: int,
) -> None:
    """What can't be a name is said, and the question stays open."""
    name = " ".join((message.text or "").split())
    if plain_words(name) in CANCEL:
        await work.dialogues.end(caller.chat.id, caller.person.id)
        named = asked["what"].startswith("rename")
        await answer(work, caller, inbox_id, "nothing_renamed" if named else "nothing_added")
        return
    place = await known_place(work, int(asked["place"]))
    if place is None or not await is_owner_of(work, caller, place):
        await work.dialogues.end(caller.chat.id, caller.person.id)
        await answer(work, caller, inbox_id, "only_owner")
        return
    if not name or len(name) > LONGEST_NAME:
        await answer(work, caller, inbox_id, "name_too_long")
        return
    change = await _name(work, caller, asked, place, name, now)
    if change is None:
        await answer(work, caller, inbox_id, "name_taken", name=name)
        return
    await work.dialogues.end(caller.chat.id, caller.person.id)
    made = await work.people.place(change.place_id)
    if change.kind is ChangeKind.RENAMED:
        await _show(work, caller, f"places-{inbox_id}", made, renamed=change)
    else:
        await _show(work, caller, f"places-{inbox_id}", made, added=name)


async def _name(
    work: Work, caller: Caller, asked: Mapping[str, Any], place: Place, name: str, now: datetime
) -> Change | None:
    """A new place or team, or a new name for one; None when the name is taken."""
    keeping, me = work.housekeeping, caller.person.id
    change: int | None = None
    match asked["what"]:
        case "renameplace" | "renameteam" as what:
            part = Part(what.removeprefix("rename"))
            change = await keeping.rename(part, int(asked["id"]), name, me)
        case "addplace":
            if await work.people.place_named(name) is None:
                made = await work.people.add_place(name, place, now)
                change = await keeping.note_added(Part.PLACE, made.id, made.id, name, me)
        case _:
            known = {team.name: team for team in await keeping.own_teams(place.id)}
            if name in known and known[name].is_retired:
                change = await keeping.revive(Part.TEAM, known[name].id, me)
            elif name not in {called for _, called in await work.people.teams(place.id)}:
                team_id = await work.people.team(place.id, name)
                change = await keeping.note_added(Part.TEAM, team_id, place.id, name, me)
    return None if change is None else await keeping.change(change)


async def _show(
    work: Work,
    caller: Caller,
    thing: str,
    place: Place | None,
    added: str | None = None,
    renamed: Change | None = None,
) -> None:
    house = await work.people.house()
    facts: dict[str, Any] = {"page": "list", "added": added}
    if place is not None:
        teams = [name for _, name in await work.people.teams(place.id)]
        facts |= {"page": "place", "id": place.id, "place": place.name, "teams": teams}
        bound = await work.housekeeping.staff_chats(place.id)
        facts["groups"] = [chat.title for chat in bound[:MOST] if chat.title]
        facts |= {"is_house": place.parent_id is None, "retired": place.is_retired}
        facts["change"] = renamed and await facts_of(work, renamed)
    else:
        known = sorted(await work.people.places_below(house.id))
        every = [await work.people.place(number) for number in known]
        own = [one for one in every if await is_owner_of(work, caller, one)]
        facts["places"] = [[one.id, one.name] for one in own if not one.is_retired][:MOST]
        facts["retired"] = [[one.id, one.name] for one in own if one.is_retired][:LEAST]
        facts["may_add"] = await is_owner_of(work, caller, house)
        facts["house"] = house.id
    face = Face(thing=thing, kind=FaceKind.PLACES, to=here(caller), facts=facts)
    await work.telling.face(face)
