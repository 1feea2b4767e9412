"""Who was shown which notice, and when they went on."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from people.notice import NOTICE
from storage.memory import Absence
from storage.rows import insert_new
from storage.tables import consents


class ConsentRows:
    """Implements people.notice.Consents."""

    def __init__(self, connection: AsyncConnection, absence: Absence) -> None:
        self._connection = connection
        self._absence = absence

    def is_told(self, person_id: int) -> bool:
        """Whether who wrote was shown the present notice, as it was found when they came."""
        return self._absence.knows(Absence.UNTOLD, person_id)

    async def told(self, person_id: int, version: str, now: datetime) -> bool:
        if version == NOTICE and self._absence.knows(Absence.UNTOLD, person_id):
            return False
        self._absence.learn(Absence.UNTOLD, person_id)
        values = {"person_id": person_id, "version": version, "told_at": now}
        return await insert_new(self._connection, consents, values, ["person_id", "version"])

    async def agreed(self, person_id: int, now: datetime) -> None:
        if self._absence.knows(Absence.NOTICE, person_id):
            return
        await self._connection.execute(
            update(consents)
            .where(consents.c.person_id == person_id, consents.c.agreed_at.is_(None))
            .values(agreed_at=now)
        )
