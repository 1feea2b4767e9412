"""Versions of the business rules: only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rows import insert_id
from storage.tables import names, rule_versions


async def put(
    connection: AsyncConnection,
    fingerprint: str,
    body: Any,
    source: str,
    now: datetime,
    added_by: int | None = None,
) -> tuple[int, bool]:
    """(id, is new): the newest version when it is the same as these rules, else one more."""
    newest = (
        await connection.execute(
            select(rule_versions.c.id, rule_versions.c.fingerprint)
            .order_by(rule_versions.c.id.desc())
            .limit(1)
        )
    ).first()
    if newest is not None and newest.fingerprint == fingerprint:
        return newest.id, False
    added = insert(rule_versions).values(
        fingerprint=fingerprint, body=body, source=source[:200], added_at=now, added_by=added_by
    )
    return await insert_id(connection, added), True


async def all_versions(connection: AsyncConnection) -> list[tuple[int, Any]]:
    rows = await connection.execute(
        select(rule_versions.c.id, rule_versions.c.body).order_by(rule_versions.c.id)
    )
    return [(row[0], row[1]) for row in rows]


async def weights(connection: AsyncConnection) -> dict[str, float]:
    """The points that the newest rules give to each dimension; empty where they give none."""
    return dict((await _newest_body(connection)).get("targets", {}).get("weights", {}))


async def own_aspects(connection: AsyncConnection) -> list[Any]:
    """Those that the newest rules add, as they stand there."""
    return list((await _newest_body(connection)).get("understanding", {}).get("aspects", ()))


async def _newest_body(connection: AsyncConnection) -> dict[str, Any]:
    newest = select(rule_versions.c.body).order_by(rule_versions.c.id.desc()).limit(1)
    return await connection.scalar(newest) or {}


async def later_than(connection: AsyncConnection, rules_id: int) -> list[tuple[int, Any]]:
    """(id, body) of the versions that were added after this one, oldest first."""
    rows = await connection.execute(
        select(rule_versions.c.id, rule_versions.c.body)
        .where(rule_versions.c.id > rules_id)
        .order_by(rule_versions.c.id)
    )
    return [(row[0], row[1]) for row in rows]


class RuleRows:
    """Implements handlers.work.RuleVersions."""

    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    async def add(self, fingerprint: str, body: Any, source: str, by: int) -> tuple[int, bool]:
        return await put(self._connection, fingerprint, body, source, self._now, by)

    async def newest(self) -> tuple[int, datetime | None, str | None]:
        found = await self._connection.execute(
            select(rule_versions.c.id, rule_versions.c.added_at, names.c.name)
            .outerjoin(names, names.c.person_id == rule_versions.c.added_by)
            .order_by(rule_versions.c.id.desc())
            .limit(1)
        )
        row = found.first()
        return (0, None, None) if row is None else (row.id, row.added_at, row.name)

    async def own_topics(self) -> dict[str, str]:
        told = (await _newest_body(self._connection)).get("understanding", {})
        topics = {
            word: str(aspect["key"])
            for aspect in told.get("aspects", ())
            for word in (aspect["key"], aspect.get("name"))
            if word
        }
        said = [line for line in told.get("words", ()) if line["says"] == "subject"]
        return topics | {word: str(line["aspect"]) for line in said for word in line["words"]}
