"""Owners, and how rights and staff chats come about: one-time links, and never a number to type."""

from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import ChatMemberUpdated, Message

from complaints.recipients import refresh_card
from complaints.terms import Terms
from handlers.answers import answer
from handlers.binding import ask_whose_group, may_bind, shops_with_team, tell_bound
from handlers.staff import GROUPS, show_board
from handlers.work import Caller, Work
from people.codes import is_guessing
from people.links import LINK_LIFE, hash_of, is_token, new_token
from people.values import LinkPurpose, LinkTarget, Role

router = Router(name="owners")

# The payload of a deep link: what it is for, then its 128 random bits.
RIGHT, BIND = "r", "b"


async def make_link(work: Work, purpose: LinkPurpose, now: datetime, **target: Any) -> str:
    """The payload of a new one-time link; only the token's hash is kept."""
    token = new_token()
    aim = LinkTarget(purpose=purpose, **target)
    await work.people.make_link(hash_of(token), aim, now, now + LINK_LIFE)
    return f"{BIND if purpose is LinkPurpose.BIND else RIGHT}{token}"


def _is_link(kind: str) -> Any:
    return F.args.func(lambda text: text[:1] == kind and is_token(text[1:]))


async def opened(work: Work, caller: Caller, payload: str, now: datetime) -> LinkTarget | None:
    """What a one-time link is for; None when it is dead, or when they have tried too many."""
    if await is_guessing(work.codes, caller.person.id, now):
        return None
    target = await work.people.use_link(hash_of(payload[1:]), caller.person.id, now)
    if target is None:
        await work.codes.visit(caller.person.id, None, now)
    return target


@router.message(F.chat.type == "private", CommandStart(deep_link=True, magic=_is_link(RIGHT)))
async def on_right(
    message: Message,
    command: CommandObject,
    work: Work,
    caller: Caller,
    now: datetime,
    inbox_id: int,
) -> None:
    """Whoever opens the link first gets the role that it carries."""
    target = await opened(work, caller, command.args or "", now)
    if target is None or target.purpose is LinkPurpose.BIND:
        await answer(work, caller, inbox_id, "link_dead")
        return
    role = Role.OWNER if target.purpose is LinkPurpose.OWNER else target.role or Role.STAFF
    place_id = target.place_id or (await work.people.house()).id
    await work.people.grant(caller.person.id, role, place_id, target.team_id, target.made_by, now)
    place = await work.people.place(place_id)
    await answer(work, caller, inbox_id, "welcome_role", role=role.value, place=place.name)


@router.message(GROUPS, CommandStart(deep_link=True, magic=_is_link(BIND)))
async def on_bind_link(
    message: Message,
    command: CommandObject,
    work: Work,
    caller: Caller,
    now: datetime,
    inbox_id: int,
) -> None:
    target = await opened(work, caller, command.args or "", now)
    if target is None or target.purpose is not LinkPurpose.BIND:
        await answer(work, caller, inbox_id, "link_dead")
        return
    place_id = target.place_id or (await work.people.house()).id
    topics = bool(message.chat.is_forum) and caller.thread_id is None
    await work.people.bind(
        caller.chat.id,
        caller.thread_id,
        place_id,
        target.team_id,
        caller.person.id,
        now,
        topics=topics,
    )
    await tell_bound(work, caller, place_id, target.team_id, now, topics=topics)


async def _bind(
    work: Work,
    caller: Caller,
    place_id: int,
    team_id: int | None,
    now: datetime,
    inbox_id: int,
    *,
    team: str | None = None,
    topics: bool = False,
) -> None:
    person = caller.person.id
    await work.people.bind(
        caller.chat.id, caller.thread_id, place_id, team_id, person, now, topics=topics
    )
    place = await work.people.place(place_id)
    await answer(work, caller, inbox_id, "bound", place=place.name, team=team, topics=topics)


@router.message(GROUPS, Command("bind"))
async def on_bind_here(
    message: Message,
    command: CommandObject,
    work: Work,
    caller: Caller,
    terms: Terms,
    now: datetime,
    inbox_id: int,
) -> None:
    """An owner in the group itself needs no link: who they are is known.

    `/bind 西湖店 客房部` binds it to one team. In a forum group every case gets its own topic,
    unless the command is given in one topic, which then hears of everything.
    """
    if not caller.person.is_at_least(Role.OWNER):
        await answer(work, caller, inbox_id, "only_owner")
        return
    args = (command.args or "").strip()
    shops = await shops_with_team(work, args)
    if len(shops) > 1:
        names = {"name": args[:40], "shop": shops[0].name}
        await answer(work, caller, inbox_id, "team_of_which_shop", **names)
        return
    if shops:
        found: tuple[int, str | None] | None = (shops[0].id, args)
    else:
        found = await _place_and_team(work, terms, args) if args else (_owned(caller), None)
    if found is None:
        await answer(work, caller, inbox_id, "no_such_place", name=args[:40])
        return
    place_id, team = found
    if not await may_bind(work, caller, await work.people.place(place_id)):
        await answer(work, caller, inbox_id, "only_owner_of_place")
        return
    team_id = await work.people.team(place_id, team) if team else None
    topics = bool(message.chat.is_forum) and caller.thread_id is None
    await _bind(work, caller, place_id, team_id, now, inbox_id, team=team, topics=topics)


async def _place_and_team(work: Work, terms: Terms, args: str) -> tuple[int, str | None] | None:
    """A place, a team, or a place and a team; None for a name that nobody knows."""
    house = await work.people.house()
    known = {route.team for route in terms.rules.routing}
    named, _, rest = args.partition(" ")
    for name, team in ((args, ""), (named, rest.strip())):
        place = await work.people.place_named(name)
        if place is not None and not place.is_retired:
            known |= {team_name for _, team_name in await work.people.teams(place.id)}
            if not team or team in known:
                return place.id, team or None
    known |= {name for _, name in await work.people.teams(house.id)}
    return (house.id, args) if args in known else None


@router.message(F.chat.type == "private", Command("bind"))
async def on_bind(
    message: Message, work: Work, caller: Caller, now: datetime, inbox_id: int
) -> None:
    if not caller.person.is_at_least(Role.OWNER):
        await answer(work, caller, inbox_id, "only_owner")
        return
    payload = await make_link(
        work, LinkPurpose.BIND, now, place_id=_owned(caller), made_by=caller.person.id
    )
    await answer(work, caller, inbox_id, "bind_link", payload=payload)


def _owned(caller: Caller) -> int:
    """The house for its owners; for the owner of one place, that place."""
    return min(one.place_id for one in caller.person.grants if one.role is Role.OWNER)


@router.message(F.chat.type == "private", Command("invite"))
async def on_invite(
    message: Message, work: Work, caller: Caller, now: datetime, inbox_id: int
) -> None:
    """Two links, one for a supervisor and one for a member of staff; each works once."""
    if not caller.person.is_at_least(Role.OWNER):
        await answer(work, caller, inbox_id, "only_owner")
        return
    links = {
        role.value: await make_link(
            work,
            LinkPurpose.ROLE,
            now,
            role=role,
            place_id=_owned(caller),
            made_by=caller.person.id,
        )
        for role in (Role.SUPERVISOR, Role.STAFF)
    }
    await answer(work, caller, inbox_id, "invite_links", **links)


@router.message(F.chat.type == "private", Command("cases"))
async def on_cases(message: Message, work: Work, caller: Caller, inbox_id: int) -> None:
    if not caller.person.is_at_least(Role.STAFF):
        await answer(work, caller, inbox_id, "only_staff")
        return
    await show_board(work, caller, inbox_id, caller.person.grants[0].place_id)


@router.my_chat_member()
async def on_membership(
    change: ChatMemberUpdated, work: Work, caller: Caller, now: datetime, inbox_id: int
) -> None:
    """Blocked and unblocked, added to a group and removed from it, muted and heard again."""
    status = change.new_chat_member.status
    if status in {"kicked", "left"}:
        state = "blocked" if caller.chat.is_private else "gone"
        await work.people.set_chat_state(caller.chat.id, state, now)
    if caller.chat.is_private:
        await _show_whether_they_read(work, caller)
    if caller.chat.is_private or status in {"kicked", "left"}:
        return
    await work.telling.faces_missed(caller.chat.id)
    was_away = change.old_chat_member.status in {"left", "kicked"}
    if not was_away:
        return
    if await work.people.binding_of(caller.chat.id, None) is None:
        await ask_whose_group(work, caller, now)


async def _show_whether_they_read(work: Work, caller: Caller) -> None:
    """On the cards of their cases: whoever stopped the bot can be called until they are back."""
    for case in await work.cases.all_live_of(caller.person.id):
        await refresh_card(work, case, by_the_way=True)


@router.message(F.migrate_to_chat_id)
@router.message(F.migrate_from_chat_id)
async def on_migration(message: Message, work: Work, now: datetime) -> None:
    """A group became a supergroup: told in both, in no order that could be counted on."""
    old = message.migrate_from_chat_id or message.chat.id
    new = message.migrate_to_chat_id or message.chat.id
    await work.people.migrate_chat(old, new, now)
