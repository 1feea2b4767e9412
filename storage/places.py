"""Places, their teams and the staff chats that hear about them, in rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from people.values import Binding, Place
from storage.memory import HouseMemory
from storage.rows import insert_id
from storage.tables import bindings, names, places, roles, teams

_PLACES = select(places)
_BINDINGS = select(bindings).where(bindings.c.unbound_at.is_(None))
_STAFF = (
    select(roles.c.person_id, roles.c.place_id, names.c.name)
    .join(names, names.c.person_id == roles.c.person_id)
    .where(roles.c.revoked_at.is_(None), names.c.name.is_not(None))
)


class PlaceRows:
    """The part of people.book.People that is about places."""

    def __init__(self, connection: AsyncConnection, house: HouseMemory | None = None) -> None:
        self._connection = connection
        self._house = house or HouseMemory()

    def forget_house(self) -> None:
        """After its rows were changed elsewhere."""
        self._house.forget()

    async def _all_places(self) -> dict[int, Place]:
        known = self._house.places
        if known is None:
            rows = await self._connection.execute(_PLACES)
            known = {
                row.id: Place(
                    id=row.id,
                    parent_id=row.parent_id,
                    name=row.name,
                    zone=row.zone,
                    code=row.code,
                    alias=row.alias,
                    is_retired=row.retired_at is not None,
                )
                for row in rows
            }
            self._house.learn_places(known)
        return known

    async def _all_bindings(self) -> tuple[Binding, ...]:
        known = self._house.bindings
        if known is None:
            known = tuple(binding_of_row(row) for row in await self._connection.execute(_BINDINGS))
            self._house.learn_bindings(known)
        return known

    async def place(self, place_id: int) -> Place:
        return (await self._all_places())[place_id]

    async def place_of_code(self, code: str) -> Place | None:
        found = (place for place in (await self._all_places()).values() if place.code == code)
        return next(found, None)

    async def place_named(self, name: str) -> Place | None:
        """By name or by code, as shops' systems and command lines write it."""
        known = (await self._all_places()).values()
        found = [place for place in known if name in place.names]
        # What is called so today goes before what was called so once.
        found.sort(key=lambda place: (place.is_retired, name not in {place.name, place.code}))
        return found[0] if found else None

    async def add_place(self, name: str, parent: Place, now: datetime) -> Place:
        values = {"parent_id": parent.id, "name": name, "zone": parent.zone}
        place_id = await insert_id(
            self._connection, insert(places).values(**values, created_at=now)
        )
        self._house.forget()
        return Place(id=place_id, **values)  # type: ignore[arg-type]

    async def house(self) -> Place:
        return next(p for p in (await self._all_places()).values() if p.parent_id is None)

    async def places_above(self, place_id: int) -> frozenset[int]:
        known, found = await self._all_places(), set()
        walk: int | None = place_id
        while walk is not None and walk not in found:
            found.add(walk)
            walk = known[walk].parent_id
        return frozenset(found)

    async def places_below(self, place_id: int) -> frozenset[int]:
        known, found = await self._all_places(), {place_id}
        grew = True
        while grew:
            below = {p.id for p in known.values() if p.parent_id in found} - found
            found |= below
            grew = bool(below)
        return frozenset(found)

    # --- teams

    async def names_above(self, place_id: int) -> frozenset[str]:
        known = await self._all_places()
        above = [known[number] for number in await self.places_above(place_id)]
        return frozenset(name for place in above for name in place.names)

    async def team(self, place_id: int, name: str) -> int:
        above = await self.places_above(place_id)
        rows = await self._connection.execute(
            select(teams)
            .where(teams.c.place_id.in_(above), or_(teams.c.name == name, teams.c.alias == name))
            .order_by(teams.c.retired_at.is_not(None), teams.c.name != name, teams.c.id)
            .limit(1)
        )
        found = rows.first()
        if found is not None:
            return int(found.id)
        return await insert_id(self._connection, insert(teams).values(place_id=place_id, name=name))

    async def teams(self, place_id: int) -> tuple[tuple[int, str], ...]:
        above = await self.places_above(place_id)
        rows = await self._connection.execute(
            select(teams.c.id, teams.c.name)
            .where(teams.c.place_id.in_(above), teams.c.retired_at.is_(None))
            .order_by(teams.c.place_id == place_id, teams.c.id)
        )
        # Its own team stands for one of the same name further up.
        nearest = {row.name: row.id for row in rows}
        return tuple(sorted((team_id, name) for name, team_id in nearest.items()))

    async def staff_names(self, place_id: int) -> tuple[tuple[int, str], ...]:
        known = self._house.staff
        if known is None:
            rows = await self._connection.execute(_STAFF)
            known = tuple((row.person_id, row.name, row.place_id) for row in rows)
            self._house.learn_staff(known)
        above = await self.places_above(place_id)
        return tuple((number, name) for number, name, place in known if place in above)

    # --- staff chats

    async def bindings(self, place_id: int, team_id: int | None) -> tuple[Binding, ...]:
        """The nearest that hear: the team's own, the place's, then those of the places above.

        Another team's group hears of it only where nobody listens to the whole.
        """
        rows = await self._all_bindings()
        own = tuple(row for row in rows if team_id is not None and row.team_id == team_id)
        if own:
            return own
        known = await self._all_places()
        here: list[tuple[Binding, ...]] = []
        walk: int | None = place_id
        while walk is not None:
            here.append(tuple(row for row in rows if row.place_id == walk))
            walk = known[walk].parent_id
        whole = (tuple(row for row in level if row.team_id is None) for level in here)
        return next(filter(None, (*whole, *here)), rows[:1])

    async def binding_of(self, chat_id: int, thread_id: int | None) -> Binding | None:
        rows = (
            await self._connection.execute(
                select(bindings).where(
                    bindings.c.chat_id == chat_id, bindings.c.unbound_at.is_(None)
                )
            )
        ).all()
        exact = [row for row in rows if row.thread_id == thread_id]
        return binding_of_row((exact or rows)[0]) if rows else None

    async def bind(
        self,
        chat_id: int,
        thread_id: int | None,
        place_id: int,
        team_id: int | None,
        bound_by: int | None,
        now: datetime,
        *,
        topics: bool = False,
    ) -> Binding:
        """From now on this chat (or topic) hears about that place; what it heard before ends."""
        self._house.forget()
        await self._connection.execute(
            update(bindings)
            .where(
                bindings.c.chat_id == chat_id,
                bindings.c.thread_id.is_(None)
                if thread_id is None
                else bindings.c.thread_id == thread_id,
                bindings.c.unbound_at.is_(None),
            )
            .values(unbound_at=now)
        )
        values = {
            "chat_id": chat_id,
            "thread_id": thread_id,
            "place_id": place_id,
            "team_id": team_id,
            "topics": topics,
        }
        made = insert(bindings).values(**values, bound_by=bound_by or None, bound_at=now)
        return Binding(id=await insert_id(self._connection, made), **values)  # type: ignore[arg-type]


def binding_of_row(row: Row[Any]) -> Binding:
    return Binding(
        id=row.id,
        chat_id=row.chat_id,
        place_id=row.place_id,
        team_id=row.team_id,
        thread_id=row.thread_id,
        topics=bool(row.topics),
    )
