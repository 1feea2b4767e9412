"""A group that the bot is added to: 「这是哪个店的员工群？」, answered by an owner's tap."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.answers import here
from handlers.notes_answers import bound
from handlers.presses import PlacePress, PressFilter
from handlers.rendering import Button, Context, Keyboard, Rendered, button, shows
from handlers.work import Caller, Work
from people.telling import Face, FaceKind
from people.values import Place, Role

router = Router(name="binding")
# Telegram shows a hundred buttons under a message; whoever has more places writes the name.
MOST = 90


async def outlets(work: Work) -> list[Place]:
    """Every place in use below the house, oldest first; the house itself when there is none."""
    house = await work.people.house()
    below = sorted(await work.people.places_below(house.id) - {house.id})
    known = [await work.people.place(number) for number in below]
    return [place for place in known if not place.is_retired] or [house]


async def known_place(work: Work, place_id: int) -> Place | None:
    """None for a number that no place of the house has, or one that is out of use."""
    house = await work.people.house()
    if place_id not in await work.people.places_below(house.id):
        return None
    place = await work.people.place(place_id)
    return None if place.is_retired else place


async def is_owner_of(work: Work, caller: Caller, place: Place) -> bool:
    return caller.person.is_at_least(Role.OWNER, await work.people.places_above(place.id))


async def may_bind(work: Work, caller: Caller, place: Place) -> bool:
    """They own the place, and the one that the group hears about until now."""
    if not await is_owner_of(work, caller, place):
        return False
    bound = await work.people.binding_of(caller.chat.id, caller.thread_id)
    if bound is None:
        return True
    return await is_owner_of(work, caller, await work.people.place(bound.place_id))


async def ask_whose_group(work: Work, caller: Caller, now: datetime) -> None:
    """A button for every place, and one for the whole house when there are several."""
    choices: list[Sequence[Any]] = [[p.id, p.name] for p in (await outlets(work))[:MOST]]
    house = await work.people.house() if len(choices) > 1 else None
    facts = {"choices": choices, "house": house.id if house else None}
    await _show(work, caller, _thing(caller, now), facts)


async def tell_bound(
    work: Work, caller: Caller, place_id: int, team_id: int | None, now: datetime, *, topics: bool
) -> None:
    """After a link: in place of the question, which was asked a moment before it."""
    place = await work.people.place(place_id)
    await _tell(work, caller, _thing(caller, now), place, team_id, topics=topics)


def _thing(caller: Caller, now: datetime) -> str:
    """A group that comes back an hour later is asked anew, at the end of its chat."""
    return f"group-{caller.chat.id}-{now:%Y%m%d%H}"


async def shops_with_team(work: Work, name: str) -> Sequence[Place]:
    """Those that have a team of this name, which neither the house nor a shop is called."""
    house = await work.people.house()
    if name in {team for _, team in await work.people.teams(house.id)}:
        return ()
    if not name or await work.people.place_named(name) is not None:
        return ()
    return [
        shop
        for shop in await outlets(work)
        if name in {team for _, team in await work.people.teams(shop.id)}
    ]


@router.callback_query(PressFilter(PlacePress, "bind"))
async def on_choice(
    query: CallbackQuery, work: Work, caller: Caller, press: PlacePress, now: datetime
) -> str | None:
    """The place, and then perhaps one of its teams; whoever presses must own the place."""
    if query.message is None or caller.chat.is_private:
        return "unknown"
    if not caller.person.is_at_least(Role.OWNER):
        return "not_owner"
    thing = await work.shown.thing_at(caller.chat.id, query.message.message_id)
    place = await known_place(work, press.place_id)
    if place is None or thing is None or not thing.startswith("group-"):
        return "unknown"
    if not await may_bind(work, caller, place):
        return "not_owner"
    teams = {str(number) for number, _ in await work.people.teams(place.id)}
    if press.arg is not None and press.arg not in teams:
        return "unknown"
    topics = bool(query.message.chat.is_forum) and caller.thread_id is None
    team_id = int(press.arg) if press.arg else None
    await work.people.bind(
        caller.chat.id, caller.thread_id, place.id, team_id, caller.person.id, now, topics=topics
    )
    await _tell(work, caller, thing, place, team_id, topics=topics)
    return None


async def _tell(
    work: Work, caller: Caller, thing: str, place: Place, team_id: int | None, *, topics: bool
) -> None:
    """What the group is now; unless it is one team's, the teams to choose from."""
    teams = await work.people.teams(place.id)
    facts = {
        "place": place.name,
        "place_id": place.id,
        "topics": topics,
        "team": dict(teams).get(team_id) if team_id else None,
        "teams": [] if team_id else [[str(number), name] for number, name in teams[:MOST]],
    }
    await _show(work, caller, thing, facts)


async def _show(work: Work, caller: Caller, thing: str, facts: Mapping[str, Any]) -> None:
    face = Face(thing=thing, kind=FaceKind.GROUP, to=here(caller), facts=facts)
    await work.telling.face(face)


# --- what is read


@shows(FaceKind.GROUP)
def group(facts: Mapping[str, Any], context: Context) -> Rendered | None:
    """The question until it is answered, then what the group is and the teams to choose from."""
    _ = context._
    if facts.get("place") is None:
        text = _("大家好！这是哪个店的员工群？请负责人点一下；没有列出的，发 /bind 店名。")
        return Rendered(text=text, keyboard=_choices(facts, context))
    text = bound(facts, context)
    if facts["teams"]:
        text += "\n" + _("只收其中一个小组的事？请负责人点小组；不点就收全店的。")
    presses = (
        button(name, PlacePress(action="bind", place_id=facts["place_id"], arg=number))
        for number, name in facts["teams"]
    )
    return Rendered(text=text, keyboard=in_pairs(list(presses)))


def _choices(facts: Mapping[str, Any], context: Context) -> Keyboard:
    presses = [
        button(name, PlacePress(action="bind", place_id=number))
        for number, name in facts["choices"]
    ]
    if facts["house"] is None:
        return in_pairs(presses)
    every = button(context._("所有门店"), PlacePress(action="bind", place_id=facts["house"]))
    return (*in_pairs(presses), (every,))


def in_pairs(buttons: list[Button]) -> Keyboard:
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
