"""What owners change of the house, in rows, with what it was before."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, desc, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from people.housekeeping import Change, ChangeKind, Member, Part, StaffChat, Team
from people.values import ROBOT, Role
from storage.people import PeopleRows
from storage.rows import insert_id
from storage.tables import bindings, cases, chats, house_changes, names, places, roles, teams

_TABLES = {Part.PLACE: places, Part.TEAM: teams}
_CREW = (
    select(roles, names.c.name, teams.c.name.label("team"))
    .outerjoin(names, names.c.person_id == roles.c.person_id)
    .outerjoin(teams, teams.c.id == roles.c.team_id)
    .where(roles.c.revoked_at.is_(None))
    .order_by(roles.c.id)
)
_CHATS = (
    select(bindings, chats.c.title, teams.c.name.label("team"))
    .join(chats, chats.c.id == bindings.c.chat_id)
    .outerjoin(teams, teams.c.id == bindings.c.team_id)
    .where(bindings.c.unbound_at.is_(None), chats.c.kind != ROBOT)
    .order_by(bindings.c.id)
)
_CHANGES = select(house_changes, names.c.name.label("by")).outerjoin(
    names, names.c.person_id == house_changes.c.made_by
)


class HousekeepingRows:
    """Implements people.housekeeping.Housekeeping."""

    def __init__(self, connection: AsyncConnection, people: PeopleRows, now: datetime) -> None:
        self._connection = connection
        self._people = people
        self._now = now

    # --- looking

    async def team(self, team_id: int) -> Team | None:
        row = (await self._connection.execute(select(teams).where(teams.c.id == team_id))).first()
        return None if row is None else _team(row)

    async def own_teams(self, place_id: int) -> tuple[Team, ...]:
        query = select(teams).where(teams.c.place_id == place_id).order_by(teams.c.id)
        return tuple(_team(row) for row in await self._connection.execute(query))

    async def crew(self, place_id: int) -> tuple[Member, ...]:
        found = await self._connection.execute(_CREW.where(roles.c.place_id == place_id))
        return tuple(_member(row) for row in found)

    async def member(self, role_id: int) -> Member | None:
        row = (await self._connection.execute(_CREW.where(roles.c.id == role_id))).first()
        return None if row is None else _member(row)

    async def staff_chats(self, place_id: int | None = None) -> tuple[StaffChat, ...]:
        query = _CHATS if place_id is None else _CHATS.where(bindings.c.place_id == place_id)
        return tuple(_chat(row) for row in await self._connection.execute(query))

    async def staff_chat(self, binding_id: int) -> StaffChat | None:
        row = (await self._connection.execute(_CHATS.where(bindings.c.id == binding_id))).first()
        return None if row is None else _chat(row)

    async def open_cases(self, place_id: int) -> int:
        below = await self._people.places_below(place_id)
        query = select(func.count()).where(cases.c.place_id.in_(below), cases.c.state != "closed")
        return int(await self._connection.scalar(query) or 0)

    async def open_cases_of_team(self, team_id: int) -> tuple[int, ...]:
        query = select(cases.c.id).where(cases.c.team_id == team_id, cases.c.state != "closed")
        return tuple(row.id for row in await self._connection.execute(query.order_by(cases.c.id)))

    # --- changing

    async def note_added(self, part: Part, part_id: int, place_id: int, name: str, by: int) -> int:
        facts = {"part": part.value, "id": part_id, "place": place_id, "now": name}
        return await self._note(ChangeKind.ADDED, facts, by)

    async def rename(self, part: Part, part_id: int, name: str, by: int) -> int | None:
        row = await self._row(part, part_id)
        place_id = self._place_id(part, row)
        if await self._is_taken(part, row, name):
            return None
        await self._set(part, part_id, {"name": name, "alias": row.alias or row.name})
        facts = {"part": part.value, "id": part_id, "place": place_id, "was": row.name, "now": name}
        return await self._note(ChangeKind.RENAMED, facts, by)

    async def retire(self, part: Part, part_id: int, by: int) -> int:
        row = await self._row(part, part_id)
        await self._set(part, part_id, {"retired_at": self._now})
        column = bindings.c.place_id if part is Part.PLACE else bindings.c.team_id
        ended = await self._connection.execute(
            update(bindings)
            .where(column == part_id, bindings.c.unbound_at.is_(None))
            .values(unbound_at=self._now)
            .returning(bindings.c.id)
        )
        facts: dict[str, Any] = {"part": part.value, "id": part_id}
        facts |= {"place": self._place_id(part, row), "now": row.name}
        facts |= {"bindings": [one.id for one in ended]}
        return await self._note(ChangeKind.RETIRED, facts, by)

    async def revive(self, part: Part, part_id: int, by: int) -> int:
        row = await self._row(part, part_id)
        await self._set(part, part_id, {"retired_at": None})
        facts = {"part": part.value, "id": part_id, "place": self._place_id(part, row)}
        return await self._note(ChangeKind.REVIVED, facts | {"now": row.name}, by)

    async def set_role(self, member: Member, role: Role | None, by: int) -> int | None:
        if member.role is Role.OWNER and role is not Role.OWNER and await self._is_last(member):
            return None
        await self._connection.execute(
            update(roles).where(roles.c.id == member.id).values(revoked_at=self._now)
        )
        self._people.forget_house()
        if role is not None:
            await self._people.grant(
                member.person_id, role, member.place_id, member.team_id, by, self._now
            )
        facts: dict[str, Any] = {"person": member.person_id, "place": member.place_id}
        facts |= {"team": member.team_id, "was": member.role.value, "now": role and role.value}
        return await self._note(ChangeKind.ROLE, facts, by)

    async def note_cases(
        self, change_id: int, cases: Sequence[int], team_id: int | None = None
    ) -> None:
        which = house_changes.c.id == change_id
        query = select(house_changes.c.facts).where(which)
        facts = (await self._connection.execute(query)).scalar_one()
        values = {"facts": {**facts, "cases": list(cases), "cases_with": team_id}}
        await self._connection.execute(update(house_changes).where(which).values(values))

    async def move_chat(
        self, chat: StaffChat, place_id: int | None, by: int, team_id: int | None = None
    ) -> int:
        await self._bind(chat.chat_id, chat.thread_id, place_id, team_id, by, topics=chat.topics)
        facts: dict[str, Any] = {
            "chat": chat.chat_id,
            "thread": chat.thread_id,
            "topics": chat.topics,
        }
        facts |= {"place": chat.place_id, "team": chat.team_id, "to": place_id, "to_team": team_id}
        return await self._note(ChangeKind.GROUP, facts, by)

    async def _bind(
        self,
        chat_id: int,
        thread_id: int | None,
        place_id: int | None,
        team_id: int | None,
        by: int,
        *,
        topics: bool,
    ) -> None:
        if place_id is not None:
            await self._people.bind(
                chat_id, thread_id, place_id, team_id, by, self._now, topics=topics
            )
            return
        thread = (
            bindings.c.thread_id.is_(None)
            if thread_id is None
            else bindings.c.thread_id == thread_id
        )
        self._people.forget_house()
        await self._connection.execute(
            update(bindings)
            .where(bindings.c.chat_id == chat_id, thread, bindings.c.unbound_at.is_(None))
            .values(unbound_at=self._now)
        )

    # --- what was changed, and changing it back

    async def changes(self, limit: int) -> tuple[Change, ...]:
        rows = await self._connection.execute(
            _CHANGES.order_by(desc(house_changes.c.id)).limit(limit)
        )
        return tuple([await self._change(row) for row in rows.all()])

    async def change(self, change_id: int) -> Change | None:
        query = _CHANGES.where(house_changes.c.id == change_id)
        row = (await self._connection.execute(query)).first()
        return None if row is None else await self._change(row)

    async def undo(self, change: Change, by: int) -> bool:
        """Only what still is as it was made is changed back."""
        undoing = {
            ChangeKind.RENAMED: self._unrename,
            ChangeKind.RETIRED: self._unretire,
            ChangeKind.ROLE: self._unrole,
            ChangeKind.GROUP: self._ungroup,
        }
        act = undoing.get(change.kind)
        if act is None or change.is_undone or not await act(change.facts, by):
            return False
        await self._connection.execute(
            update(house_changes)
            .where(house_changes.c.id == change.id)
            .values(undone_at=self._now, undone_by=by)
        )
        return True

    async def _unrename(self, facts: Mapping[str, Any], by: int) -> bool:
        part = Part(facts["part"])
        row = await self._row(part, facts["id"])
        if row.name != facts["now"] or await self._is_taken(part, row, facts["was"]):
            return False
        await self._set(part, facts["id"], {"name": facts["was"]})
        return True

    async def _unretire(self, facts: Mapping[str, Any], by: int) -> bool:
        part = Part(facts["part"])
        row = await self._row(part, facts["id"])
        if row.retired_at is None:
            return False
        await self._set(part, facts["id"], {"retired_at": None})
        # A group that hears about another place by now stays there.
        was = await self._connection.execute(
            select(bindings).where(bindings.c.id.in_(facts["bindings"]))
        )
        for one in was.all():
            if await self._bound_at(one.chat_id, one.thread_id) is None:
                await self._bind(
                    one.chat_id, one.thread_id, one.place_id, one.team_id, by, topics=one.topics
                )
        return True

    async def _unrole(self, facts: Mapping[str, Any], by: int) -> bool:
        now, was = facts["now"], facts["was"]
        held = [
            member
            for member in await self.crew(facts["place"])
            if member.person_id == facts["person"] and member.team_id == facts["team"]
        ]
        mine = next((member for member in held if member.role.value == now), None)
        if (now is not None and mine is None) or any(one.role.value == was for one in held):
            return False
        if mine is not None:
            if mine.role is Role.OWNER and await self._is_last(mine):
                return False
            revoke = update(roles).where(roles.c.id == mine.id).values(revoked_at=self._now)
            await self._connection.execute(revoke)
        self._people.forget_house()
        await self._people.grant(
            facts["person"], Role(was), facts["place"], facts["team"], by, self._now
        )
        return True

    async def _ungroup(self, facts: Mapping[str, Any], by: int) -> bool:
        found = await self._bound_at(facts["chat"], facts["thread"])
        now = None if found is None else (found.place_id, found.team_id)
        made = None if facts["to"] is None else (facts["to"], facts["to_team"])
        if now != made:
            return False
        where = (facts["chat"], facts["thread"], facts["place"], facts["team"])
        await self._bind(*where, by, topics=facts["topics"])
        return True

    # --- rows

    async def _bound_at(self, chat_id: int, thread_id: int | None) -> StaffChat | None:
        known = await self.staff_chats()
        where = (chat_id, thread_id)
        return next((one for one in known if (one.chat_id, one.thread_id) == where), None)

    async def _row(self, part: Part, part_id: int) -> Any:
        table = _TABLES[part]
        return (await self._connection.execute(select(table).where(table.c.id == part_id))).one()

    def _place_id(self, part: Part, row: Any) -> int:
        return int(row.id if part is Part.PLACE else row.place_id)

    async def _set(self, part: Part, part_id: int, values: Mapping[str, Any]) -> None:
        table = _TABLES[part]
        self._people.forget_house()
        await self._connection.execute(update(table).where(table.c.id == part_id).values(**values))

    async def _is_taken(self, part: Part, row: Any, name: str) -> bool:
        table = _TABLES[part]
        other = and_(table.c.name == name, table.c.id != row.id)
        if part is Part.TEAM:
            other = and_(other, table.c.place_id == row.place_id)
        return bool(await self._connection.scalar(select(exists().where(other))))

    async def _is_last(self, member: Member) -> bool:
        """Whether nobody else owns the house and can be reached."""
        house = await self._people.house()
        owners = await self._people.holders(Role.OWNER, house.id)
        return member.place_id == house.id and {one.id for one in owners} <= {member.person_id}

    async def _note(self, kind: ChangeKind, facts: Mapping[str, Any], by: int) -> int:
        values = {"kind": kind.value, "facts": dict(facts), "made_by": by, "made_at": self._now}
        return await insert_id(self._connection, insert(house_changes).values(**values))

    async def _change(self, row: Any) -> Change:
        about = None
        if row.facts.get("person"):
            query = select(names.c.name).where(names.c.person_id == row.facts["person"])
            about = await self._connection.scalar(query)
        elif row.facts.get("chat"):
            query = select(chats.c.title).where(chats.c.id == row.facts["chat"])
            about = await self._connection.scalar(query)
        return Change(
            id=row.id,
            kind=ChangeKind(row.kind),
            facts=row.facts,
            made_at=row.made_at,
            by=row.by,
            by_id=row.made_by,
            is_undone=row.undone_at is not None,
            about=about,
        )


def _team(row: Any) -> Team:
    return Team(
        id=row.id, place_id=row.place_id, name=row.name, is_retired=row.retired_at is not None
    )


def _member(row: Any) -> Member:
    return Member(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        role=Role(row.role),
        place_id=row.place_id,
        team_id=row.team_id,
        team=row.team,
    )


def _chat(row: Any) -> StaffChat:
    return StaffChat(
        id=row.id,
        chat_id=row.chat_id,
        thread_id=row.thread_id,
        title=row.title,
        place_id=row.place_id,
        team_id=row.team_id,
        team=row.team,
        topics=bool(row.topics),
    )
