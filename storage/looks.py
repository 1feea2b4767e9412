"""Who looked at what, and who took what away."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, desc, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from calendars.periods import Period
from reports.cuts import cut_at
from reports.looks import LOOKS_A_PAGE, ONE_LOOK, Look, figures_seen
from storage.panel_parts import cut_of, name_of_cut
from storage.rows import insert_row
from storage.tables import looks, names, places

_ADD = insert(looks)
# So many of one person are looked through for one that this look belongs to.
MOST_AT_ONCE = 20
_WITH_NAMES = select(looks, names.c.name).outerjoin(names, names.c.person_id == looks.c.person_id)


class LookRows:
    """Implements handlers.work.Looks."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, person_id: int, what: str, facts: Mapping[str, Any], now: datetime) -> None:
        values = {"person_id": person_id, "what": what, "facts": dict(facts), "at": now}
        await insert_row(self._connection, _ADD, values)

    async def see(self, person_id: int, facts: Mapping[str, Any], now: datetime) -> None:
        """`facts` are those of a panel. One row for places and days, whichever views are seen."""
        seen = figures_seen(facts)
        if seen is None:
            return
        query = select(looks).where(looks.c.person_id == person_id).order_by(desc(looks.c.id))
        for row in await self._connection.execute(query.limit(MOST_AT_ONCE)):
            if row.at <= now - ONE_LOOK:
                break
            views = row.facts.get("views", [])
            if row.what == "figures" and {**row.facts, "views": seen["views"]} == seen:
                if seen["views"][0] not in views:
                    await self._widen(row.id, {**seen, "views": [*views, *seen["views"]]})
                return
        await self.add(person_id, "figures", seen, now)

    async def _widen(self, number: int, facts: Mapping[str, Any]) -> None:
        await self._connection.execute(
            update(looks).where(looks.c.id == number).values(facts=dict(facts))
        )


async def looks_during(
    connection: AsyncConnection, period: Period, page: int
) -> tuple[tuple[Look, ...], int]:
    """(a page of them, the newest first; how many there are in all)."""
    within = (looks.c.at >= period.start, looks.c.at < period.end)
    total = await connection.scalar(select(func.count()).select_from(looks).where(*within))
    query = _WITH_NAMES.where(*within).order_by(desc(looks.c.id))
    found = await _found(connection, query.limit(LOOKS_A_PAGE).offset(page * LOOKS_A_PAGE))
    return await _named(connection, found), int(total or 0)


async def _named(connection: AsyncConnection, found: Sequence[Look]) -> tuple[Look, ...]:
    """With the names of the places and of the parts that they were of."""
    ids = {number for look in found for number in look.facts.get("places", ())}
    rows = await connection.execute(select(places.c.id, places.c.name).where(places.c.id.in_(ids)))
    known = {row.id: row.name for row in rows}
    codes = {str(look.facts.get("cut", "")) for look in found}
    parts = {code: await name_of_cut(connection, await cut_of(connection, code)) for code in codes}
    groups = {tuple(look.facts.get("teams", ())) for look in found}
    teams = {ids: await _called(connection, ids) for ids in groups}
    return tuple(
        replace(
            look,
            places=tuple(known[n] for n in look.facts.get("places", ()) if n in known),
            part=parts[str(look.facts.get("cut", ""))],
            teams=teams[tuple(look.facts.get("teams", ()))],
        )
        for look in found
    )


async def _called(connection: AsyncConnection, teams: tuple[int, ...]) -> str | None:
    """`team_id:names` of several at once."""
    return await name_of_cut(connection, cut_at("team_id", *teams)) if teams else None


async def these(connection: AsyncConnection, ids: Sequence[int]) -> tuple[Look, ...]:
    """Those of these numbers that are still there, in their order."""
    return await _found(connection, _WITH_NAMES.where(looks.c.id.in_(ids)).order_by(looks.c.id))


async def _found(connection: AsyncConnection, query: Select[Any]) -> tuple[Look, ...]:
    rows = await connection.execute(query)
    return tuple(Look(who=row.name, what=row.what, facts=row.facts, at=row.at) for row in rows)
