"""Trained models by scheme, each with what it was measured at; one of a scheme is in use."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dimensions.learned import OWN_SCHEME, Version
from storage.rows import insert_id
from storage.tables import models


@dataclass(frozen=True, kw_only=True)
class KeptModel:
    """`score` is that on rows held back; `score_before` what was in use had on the same rows."""

    id: int
    scheme: str
    is_used: bool
    rows: int
    held_back: int
    score: float
    score_before: float | None
    body: str
    made_at: datetime


class ModelRows:
    """Versions are only ever added; which one is in use changes."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def in_use(self, scheme: str) -> KeptModel | None:
        found = await self._connection.execute(
            select(models).where(models.c.scheme == scheme, models.c.is_used).limit(1)
        )
        row = found.mappings().first()
        return None if row is None else KeptModel(**row)

    async def number_in_use(self, scheme: str) -> int | None:
        """Asked every few seconds, so without the model itself."""
        return await self._connection.scalar(
            select(models.c.id).where(models.c.scheme == scheme, models.c.is_used).limit(1)
        )

    async def get(self, number: int) -> KeptModel | None:
        found = await self._connection.execute(select(models).where(models.c.id == number))
        row = found.mappings().first()
        return None if row is None else KeptModel(**row)

    async def all(self) -> list[KeptModel]:
        found = await self._connection.execute(select(models).order_by(models.c.id))
        return [KeptModel(**row) for row in found.mappings()]

    async def newest(self, scheme: str) -> datetime | None:
        """When a version of this scheme was last made."""
        return await self._connection.scalar(
            select(models.c.made_at)
            .where(models.c.scheme == scheme)
            .order_by(models.c.id.desc())
            .limit(1)
        )

    async def add(
        self,
        scheme: str,
        body: str,
        *,
        rows: int,
        held_back: int,
        score: float,
        score_before: float | None,
        is_used: bool,
        now: datetime,
    ) -> int:
        if is_used:
            await self._rest(scheme)
        added = insert(models).values(
            scheme=scheme,
            body=body,
            rows=rows,
            held_back=held_back,
            score=score,
            score_before=score_before,
            is_used=is_used,
            made_at=now,
        )
        return await insert_id(self._connection, added)

    async def use(self, model: KeptModel) -> None:
        await self._rest(model.scheme)
        await self._connection.execute(
            update(models).where(models.c.id == model.id).values(is_used=True)
        )

    async def set_aside(self, scheme: str) -> None:
        """Back to what ships."""
        await self._rest(scheme)

    async def _rest(self, scheme: str) -> None:
        await self._connection.execute(
            update(models).where(models.c.scheme == scheme, models.c.is_used).values(is_used=False)
        )


class ReadingVersions:
    """Implements handlers.work.Readings: versions of our own scheme, without the models."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def newest(self, most: int) -> list[Version]:
        own = models.c
        found = await self._connection.execute(
            select(own.id, own.made_at, own.rows, own.score, own.score_before, own.is_used)
            .where(own.scheme == OWN_SCHEME)
            .order_by(own.id.desc())
            .limit(most)
        )
        return [
            Version(number=row["id"], **{k: row[k] for k in row if k != "id"})
            for row in found.mappings()
        ]

    async def use(self, number: int | None) -> bool:
        rows = ModelRows(self._connection)
        if number is None:
            await rows.set_aside(OWN_SCHEME)
            return True
        kept = await rows.get(number)
        if kept is None or kept.scheme != OWN_SCHEME:
            return False
        await rows.use(kept)
        return True
