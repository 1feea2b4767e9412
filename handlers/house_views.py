"""The pages on which owners look at places, teams, colleagues, groups and what was changed."""

from handlers.binding import MOST, is_owner_of, outlets
from handlers.house_step import Doing, called, facts_of
from people.values import Role

LATEST = 10


async def show_teams(do: Doing) -> str | None:
    found = await do.work.housekeeping.own_teams(do.subject.place.id)
    await do.show("teams", teams=[[team.id, team.name, team.is_retired] for team in found[:MOST]])
    return None


async def show_team(do: Doing) -> str | None:
    await do.show("team", team=do.subject.part_id, name=do.subject.name)
    return None


async def show_crew(do: Doing) -> str | None:
    crew = await do.work.housekeeping.crew(do.subject.place.id)
    await do.show("crew", crew=[[one.id, one.name, one.role.value] for one in crew[:MOST]])
    return None


async def show_one(do: Doing) -> str | None:
    member = do.subject.member
    assert member is not None
    offered = [Role.STAFF, Role.SUPERVISOR]
    # Who owns the house owns every place; an owner of one place alone is not offered.
    offered += [Role.OWNER] if do.subject.place.parent_id is None else []
    others = [role.value for role in offered if role is not member.role]
    await do.show("one", role_id=member.id, person=called(member), others=others)
    return None


async def show_groups(do: Doing) -> str | None:
    found = await do.work.housekeeping.staff_chats(do.subject.place.id)
    await do.show("groups", groups=[[one.id, one.title, one.team] for one in found[:MOST]])
    return None


async def show_group(do: Doing) -> str | None:
    chat = do.subject.chat
    assert chat is not None
    await do.show("group", group=chat.id, title=chat.title, team=chat.team)
    return None


async def show_move(do: Doing) -> str | None:
    chat = do.subject.chat
    assert chat is not None
    house = await do.work.people.house()
    known = {place.id: place for place in (*await outlets(do.work), house)}
    # A group of one team goes back to its whole place.
    choices = [
        [place.id, place.name]
        for place in known.values()
        if place.id != chat.place_id or chat.team_id is not None
        if await is_owner_of(do.work, do.caller, place)
    ]
    await do.show("move", group=chat.id, title=chat.title, choices=choices[:MOST])
    return None


async def show_log(do: Doing) -> str | None:
    found = await do.work.housekeeping.changes(LATEST)
    lines = []
    for change in found:
        place = await do.work.people.place(change.place_id)
        if await is_owner_of(do.work, do.caller, place):
            lines.append(await facts_of(do.work, change))
    await do.show("log", lines=lines)
    return None
