"""What owners change of the house: asked once more, done, told to whom it concerns, undoable."""

from typing import Any

from complaints.leaving import give_back, in_hand, move_on, pass_on, still_with
from handlers.answers import here
from handlers.binding import is_owner_of, known_place
from handlers.house_step import Doing, called, facts_of
from handlers.work import Dialogue
from people.housekeeping import Change, ChangeKind, Member, Part, StaffChat
from people.telling import Face, FaceKind, Note, NoteKind, To
from people.values import Place, Role

NAMING = "naming"
# As many as fit under one message.
MOST_TEAMS = 8


# --- names


async def ask_name(do: Doing) -> str | None:
    """The answer is read where new places get their names."""
    subject = do.subject
    what = f"rename{subject.part.value}"
    facts = {"what": what, "place": subject.place.id, "id": subject.part_id}
    dialogue = Dialogue(topic=NAMING, facts=facts)
    await do.work.dialogues.begin(do.caller.chat.id, do.caller.person.id, dialogue, do.now)
    face = Face(
        thing=f"{NAMING}-{do.inbox_id}",
        kind=FaceKind.PLACES,
        to=here(do.caller),
        facts={"page": "rename", "name": subject.name},
    )
    await do.work.telling.face(face)
    return None


# --- out of use, and back


async def ask_retire(do: Doing) -> str | None:
    if (why := await _why_not_retire(do)) is not None:
        await do.show("refused", **why)
        return None
    facts: dict[str, Any] = {"name": do.subject.name}
    if do.subject.team and (open_now := await _open_cases(do)):
        teams = await _other_teams(do)
        facts |= {"count": len(open_now), "teams": teams[:MOST_TEAMS]}
        facts |= {"more": max(0, len(teams) - MOST_TEAMS)}
    await _ask(do, "retire", **facts)
    return None


async def retire(do: Doing) -> str | None:
    """What the team still has goes to its place, or to the team that was chosen."""
    if (why := await _why_not_retire(do)) is not None:
        await do.show("refused", **why)
        return None
    to = None
    if do.press.action == "rehome":
        to = next((one for one in await _other_teams(do) if str(one[0]) == do.press.arg), None)
        if to is None:
            return "changed_since"
    subject, open_now = do.subject, await _open_cases(do)
    change = await do.work.housekeeping.retire(subject.part, subject.part_id, do.caller.person.id)
    await move_on(do.work, open_now, to, do.caller.person, do.now)
    await do.work.housekeeping.note_cases(change, open_now, to[0] if to else None)
    return await _done(do, change)


async def _open_cases(do: Doing) -> tuple[int, ...]:
    team = do.subject.team
    return await do.work.housekeeping.open_cases_of_team(team.id) if team else ()


async def _other_teams(do: Doing) -> list[tuple[int, str]]:
    found = await do.work.people.teams(do.subject.place.id)
    return [one for one in found if one[0] != do.subject.part_id]


async def _why_not_retire(do: Doing) -> dict[str, Any] | None:
    """Nothing that is still open, and no group that alone hears of cases, is put away."""
    subject, keeping = do.subject, do.work.housekeeping
    bound = await keeping.staff_chats()
    if subject.part is Part.TEAM:
        rest = [one for one in bound if one.team_id != subject.part_id]
        return {"why": "last_group"} if bound and not rest else None
    if subject.place.parent_id is None:
        return {"why": "house"}
    below = await do.work.people.places_below(subject.place.id) - {subject.place.id}
    if any([not (await do.work.people.place(number)).is_retired for number in below]):
        return {"why": "has_places"}
    if count := await keeping.open_cases(subject.place.id):
        return {"why": "open_cases", "count": count}
    rest = [one for one in bound if one.place_id != subject.place.id]
    return {"why": "last_group"} if bound and not rest else None


async def revive(do: Doing) -> str | None:
    subject = do.subject
    change = await do.work.housekeeping.revive(subject.part, subject.part_id, do.caller.person.id)
    return await _done(do, change)


# --- colleagues


async def ask_role(do: Doing) -> str | None:
    member, role = _member(do), _role(do)
    if role is None or role is member.role:
        return "unknown"
    await _ask(do, "role", arg=role.value, person=called(member))
    return None


async def change_role(do: Doing) -> str | None:
    role = _role(do)
    if role is None or (role is Role.OWNER and do.subject.place.parent_id is not None):
        return "unknown"
    return await _set_role(do, role)


async def ask_leave(do: Doing) -> str | None:
    member = _member(do)
    person = await do.work.people.person(member.person_id)
    count = len(await in_hand(do.work, person, member.place_id)) if person else 0
    await _ask(do, "leave", person=called(member), count=count)
    return None


async def let_go(do: Doing) -> str | None:
    return await _set_role(do, None)


async def _set_role(do: Doing, role: Role | None) -> str | None:
    member, me = _member(do), do.caller.person
    change = await do.work.housekeeping.set_role(member, role, me.id)
    if change is None:
        await do.show("refused", why="last_owner")
        return None
    person = await do.work.people.person(member.person_id)
    if person is not None and role is None and person.id != me.id:
        passed = await pass_on(do.work, do.terms_of, person, me, member.place_id, do.now)
        await do.work.housekeeping.note_cases(change, passed)
    await _tell_person(do, member.person_id, f"{change}", role)
    return await _done(do, change)


async def _tell_person(do: Doing, person_id: int, which: str, role: Role | None) -> None:
    chat = await do.work.people.private_chat(person_id)
    if chat is None or person_id == do.caller.person.id:
        return
    facts = {"what": "role_now", "role": role and role.value, "place": do.subject.place.name}
    key = f"house-change-{which}-to-{person_id}"
    note = Note(key=key, kind=NoteKind.ANSWER, to=To(chat_id=chat.id), facts=facts)
    await do.work.telling.note(note)


def _member(do: Doing) -> Member:
    assert do.subject.member is not None
    return do.subject.member


def _role(do: Doing) -> Role | None:
    return Role(do.press.arg) if do.press.arg in set(Role) else None


# --- groups


async def ask_move(do: Doing) -> str | None:
    to = await _target(do)
    if to is None:
        return "unknown"
    await _ask(do, "moveto", arg=str(to.id), title=_chat(do).title, to=to.name)
    return None


async def move(do: Doing) -> str | None:
    to = await _target(do)
    if to is None:
        return "unknown"
    chat = _chat(do)
    change = await do.work.housekeeping.move_chat(chat, to.id, do.caller.person.id)
    await _tell_group(do, chat, f"{change}", to)
    return await _done(do, change)


async def ask_unbind(do: Doing) -> str | None:
    if len(await do.work.housekeeping.staff_chats()) < 2:
        await do.show("refused", why="last_group")
        return None
    await _ask(do, "unbind", title=_chat(do).title)
    return None


async def unbind(do: Doing) -> str | None:
    if len(await do.work.housekeeping.staff_chats()) < 2:
        await do.show("refused", why="last_group")
        return None
    chat = _chat(do)
    change = await do.work.housekeeping.move_chat(chat, None, do.caller.person.id)
    await _tell_group(do, chat, f"{change}", None)
    return await _done(do, change)


async def _target(do: Doing) -> Place | None:
    """The place that a group is to move to, if it is theirs too."""
    wanted = do.press.arg or ""
    place = (
        await known_place(do.work, int(wanted)) if wanted.isascii() and wanted.isdigit() else None
    )
    return place if place and await is_owner_of(do.work, do.caller, place) else None


async def _tell_group(do: Doing, chat: StaffChat, which: str, place: Place | None) -> None:
    facts: dict[str, Any] = {"what": "unbound"}
    if place is not None:
        facts = {"what": "bound", "place": place.name, "team": None, "topics": chat.topics}
    key, to = f"house-change-{which}-to-group", To(chat_id=chat.chat_id, thread_id=chat.thread_id)
    await do.work.telling.note(Note(key=key, kind=NoteKind.ANSWER, to=to, facts=facts))


def _chat(do: Doing) -> StaffChat:
    assert do.subject.chat is not None
    return do.subject.chat


# --- asking once more, and taking it back


async def _ask(do: Doing, what: str, arg: str | None = None, **facts: Any) -> None:
    """`do<what>` is what the button of this page does."""
    part = do.subject.part.value if what == "retire" else None
    await do.show("ask", what=what, about=do.press.id, arg=arg or part, **facts)


async def _done(do: Doing, change_id: int) -> str | None:
    change = await do.work.housekeeping.change(change_id)
    assert change is not None
    await do.show("done", change=await facts_of(do.work, change))
    return None


async def undo(do: Doing) -> str | None:
    change = do.subject.change
    assert change is not None
    if not await do.work.housekeeping.undo(change, do.caller.person.id):
        return "changed_since"
    given = 0
    if change.kind is ChangeKind.ROLE:
        given = await _give_back(do, change)
        which = f"{change.id}-undone"
        await _tell_person(do, change.facts["person"], which, Role(change.facts["was"]))
    elif change.kind is ChangeKind.RETIRED:
        given = await _move_back(do, change)
    elif change.kind is ChangeKind.GROUP:
        await _tell_moved_back(do, change.facts["chat"], change.facts["thread"], change.id)
    told = {**await facts_of(do.work, change), "undone": True, "cases": given}
    await do.show("done", change=told)
    return None


async def _give_back(do: Doing, change: Change) -> int:
    """What was passed on when somebody left, and is still where it went."""
    passed, me = change.facts.get("cases", []), do.caller.person
    person = await do.work.people.person(change.facts["person"])
    if not passed or person is None or change.by_id is None:
        return 0
    return await give_back(do.work, do.terms_of, passed, (me, change.by_id), person, do.now)


async def _move_back(do: Doing, change: Change) -> int:
    """What the team had, and is still where it went when the team was put away."""
    facts = change.facts
    if Part(facts["part"]) is not Part.TEAM or not facts.get("cases"):
        return 0
    back = await still_with(do.work, facts["cases"], facts.get("cases_with"))
    team = await do.work.housekeeping.team(facts["id"])
    assert team is not None
    await move_on(do.work, back, (team.id, team.name), do.caller.person, do.now)
    return len(back)


async def _tell_moved_back(do: Doing, chat_id: int, thread_id: int | None, change_id: int) -> None:
    known = await do.work.housekeeping.staff_chats()
    found = [one for one in known if (one.chat_id, one.thread_id) == (chat_id, thread_id)]
    for chat in found:
        await _tell_group(
            do, chat, f"{change_id}-undone", await do.work.people.place(chat.place_id)
        )
