"""Printed codes and who came by them, in rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from people.codes import Code, new_code
from storage.memory import Absence
from storage.rows import insert_id
from storage.tables import codes, visits


class CodeRows:
    """Implements people.codes.Codes."""

    def __init__(self, connection: AsyncConnection, absence: Absence | None = None) -> None:
        self._connection = connection
        self._absence = absence or Absence()

    async def make(
        self, place_id: int, name: str | None, made_by: int | None, now: datetime
    ) -> Code:
        same = codes.c.name.is_(None) if name is None else codes.c.name == name
        known = (
            await self._connection.execute(
                select(codes).where(codes.c.place_id == place_id, same).order_by(codes.c.id)
            )
        ).first()
        if known is not None:
            return _code(known)
        values = {"code": new_code(), "place_id": place_id, "name": name}
        made = insert(codes).values(**values, made_by=made_by, made_at=now)
        return Code(id=await insert_id(self._connection, made), **values)  # type: ignore[arg-type]

    async def find(self, code: str) -> Code | None:
        row = (await self._connection.execute(select(codes).where(codes.c.code == code))).first()
        return None if row is None else _code(row)

    async def visit(self, person_id: int, code_id: int | None, now: datetime) -> None:
        self._absence.end(Absence.VISIT, person_id)
        await self._connection.execute(
            insert(visits).values(person_id=person_id or None, code_id=code_id, at=now)
        )

    async def misses(self, person_id: int, since: datetime) -> int:
        who = visits.c.person_id
        theirs = who == person_id if person_id else who.is_(None)
        count = await self._connection.scalar(
            select(func.count()).where(theirs, visits.c.at > since, visits.c.code_id.is_(None))
        )
        return int(count or 0)

    async def visited(self, person_id: int, since: datetime) -> Code | None:
        if self._absence.knows(Absence.VISIT, person_id):
            return None
        row = (
            await self._connection.execute(
                select(codes)
                .join(visits, visits.c.code_id == codes.c.id)
                .where(visits.c.person_id == person_id, visits.c.at > since)
                .order_by(visits.c.id.desc())
                .limit(1)
            )
        ).first()
        return None if row is None else _code(row)


def _code(row: Any) -> Code:
    return Code(id=row.id, code=row.code, place_id=row.place_id, name=row.name)
