"""Customers' words as they belong to a case, to another one, or to none yet."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from complaints.values import Case, Kept, Raised, Said
from storage.case_values import case_of
from storage.memory import Absence
from storage.tables import cases, events, findings, messages, words

CUSTOMERS = ("said", "edited")


class SayingRows:
    """Implements complaints.book.Sayings."""

    def __init__(self, connection: AsyncConnection, absence: Absence | None = None) -> None:
        self._connection = connection
        self._absence = absence or Absence()

    async def case_at(self, chat_id: int, message_id: int) -> int | None:
        found: int | None = await self._connection.scalar(
            select(messages.c.case_id).where(
                messages.c.chat_id == chat_id, messages.c.message_id == message_id
            )
        )
        return found

    async def burst(
        self, case_id: int, person_id: int, words_id: int, within: timedelta
    ) -> tuple[Kept, ...]:
        rows = (
            await self._connection.execute(
                select(words)
                .where(
                    words.c.case_id == case_id,
                    words.c.person_id == person_id,
                    words.c.sort.in_(CUSTOMERS),
                )
                .order_by(words.c.id)
            )
        ).all()
        place = next((n for n, row in enumerate(rows) if row.id == words_id), 0)
        # The words with which a case began stay with it.
        return tuple(_kept(row) for row in _together(rows[place:], within)) if place else ()

    async def is_comment(self, chat_id: int, message_id: int) -> bool:
        found = await self._connection.scalar(
            select(words.c.id)
            .where(
                words.c.chat_id == chat_id,
                words.c.message_id == message_id,
                words.c.invitation_id.is_not(None),
            )
            .limit(1)
        )
        return found is not None

    async def unclear_since(self, person_id: int, since: datetime) -> tuple[Kept, ...]:
        if self._absence.knows(Absence.LOOSE, person_id):
            return ()
        rows = await self._connection.execute(
            select(words)
            .where(
                words.c.person_id == person_id,
                words.c.case_id.is_(None),
                words.c.invitation_id.is_(None),
                words.c.sort == "said",
                words.c.at >= since,
            )
            .order_by(words.c.id)
        )
        return tuple(_kept(row) for row in rows)

    async def closed_of(self, person_id: int, limit: int) -> tuple[int, ...]:
        rows = await self._connection.execute(
            select(cases.c.id)
            .where(
                cases.c.person_id == person_id,
                cases.c.state == "closed",
                cases.c.kind != "praise",
            )
            .order_by(cases.c.closed_at.desc(), cases.c.id.desc())
            .limit(limit)
        )
        return tuple(row.id for row in rows)

    async def reopened_by(self, case: Case) -> int | None:
        facts = await self._connection.scalar(
            select(events.c.facts)
            .where(
                events.c.case_id == case.id,
                events.c.round == case.round,
                events.c.step == "reopened",
            )
            .order_by(events.c.id.desc())
            .limit(1)
        )
        return (facts or {}).get("words")

    async def resolved_with(self, case: Case) -> tuple[int | None, bool]:
        latest = (
            await self._connection.execute(
                select(events.c.step, events.c.facts)
                .where(
                    events.c.case_id == case.id,
                    events.c.step.in_(("resolved", "handled in person")),
                )
                .order_by(events.c.id.desc())
                .limit(1)
            )
        ).first()
        if latest is None:
            return None, False
        return (latest.facts or {}).get("words"), latest.step == "handled in person"

    async def praise_due(self, place_id: int, now: datetime) -> tuple[Case, ...]:
        rows = await self._connection.execute(
            select(cases)
            .where(
                cases.c.place_id == place_id,
                cases.c.kind == "praise",
                cases.c.next_due_at <= now,
            )
            .order_by(cases.c.id)
        )
        return tuple(case_of(row) for row in rows)

    async def has_findings(self, case_id: int) -> bool:
        found = await self._connection.scalar(
            select(words.c.id)
            .where(words.c.case_id == case_id, words.c.sort == "findings")
            .limit(1)
        )
        return found is not None

    async def answered_at(self, case_id: int) -> datetime | None:
        found: datetime | None = await self._connection.scalar(
            select(words.c.at)
            .where(words.c.case_id == case_id, words.c.sort.in_(["reply", "resolution"]))
            .order_by(words.c.id.desc())
            .limit(1)
        )
        return found

    async def raised_by(self, case: Case) -> Raised | None:
        steps = await self._connection.execute(
            select(events.c.facts)
            .where(events.c.case_id == case.id, events.c.step.in_(("added", "edited", "corrected")))
            .order_by(events.c.id)
        )
        within = select(words.c.id).where(words.c.case_id == case.id)
        here = set((await self._connection.execute(within)).scalars())
        found = None
        for (facts,) in steps:
            told = facts or {}
            if told.get("what") in {"kind", "severity"}:
                found = None
            elif found is None and "was" in told and told["words"] not in here:
                found = Raised(words_id=told["words"], was=told["was"])
        return found

    async def said_after(self, case: Case, words_id: int) -> tuple[Kept, ...]:
        rows = await self._connection.execute(
            select(words)
            .where(
                words.c.case_id == case.id,
                words.c.person_id == case.person_id,
                words.c.sort.in_(CUSTOMERS),
                words.c.id > words_id,
            )
            .order_by(words.c.id)
        )
        return tuple(_kept(row) for row in rows)

    async def withdraw_findings(self, words_ids: Iterable[int], now: datetime) -> None:
        await self._connection.execute(
            update(findings)
            .where(findings.c.words_id.in_(list(words_ids)), findings.c.withdrawn_at.is_(None))
            .values(withdrawn_at=now)
        )


def _together(rows: Sequence[Any], within: timedelta) -> Iterable[Any]:
    """The first, and what followed each time within so long; an edit belongs to what it changed."""
    last, own = rows[0].at, set()
    for row in rows:
        is_version = (row.chat_id, row.message_id) in own
        if not is_version and row.at - last > within:
            continue
        own.add((row.chat_id, row.message_id))
        last = last if is_version else row.at
        yield row


def _kept(row: Any) -> Kept:
    said = Said(
        text=row.text,
        chat_id=row.chat_id,
        message_id=row.message_id,
        at=row.at,
        media=row.media,
        file_id=row.file_id,
    )
    return Kept(words_id=row.id, said=said)
