"""Cases that belong together, and the copies of what was said about them, in rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, bindparam, cast, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from complaints.values import UNRESOLVED, Case, Copy, Similar, Spoken
from storage.case_values import case_of
from storage.tables import cases, events, findings, messages, outbox, promises, words

_LIVE = [state.value for state in UNRESOLVED]


def _similar() -> Any:
    """Asked at every complaint; putting it together takes longer than answering it."""
    theirs, led = findings.alias(), cases.alias()
    same = (
        select(findings.c.id)
        .join(theirs, theirs.c.dimension == findings.c.dimension)
        .where(
            findings.c.case_id == cases.c.id,
            theirs.c.case_id == bindparam("this_case"),
            *(f.c.polarity == "negative" for f in (findings, theirs)),
            *(f.c.withdrawn_at.is_(None) for f in (findings, theirs)),
        )
        .exists()
    )
    count = select(func.count()).where(led.c.lead_id == cases.c.id).scalar_subquery()
    return (
        select(cases.c.id, count.label("followers"))
        .where(
            cases.c.opened_at >= bindparam("since"),
            cases.c.place_id == bindparam("this_place"),
            cases.c.state.in_(_LIVE),
            cases.c.lead_id.is_(None),
            cases.c.about_id.is_(None),
            cases.c.person_id != bindparam("this_person"),
            cases.c.mark == bindparam("this_mark"),
            same,
        )
        .order_by(cases.c.id)
        .limit(50)
    )


_SIMILAR = _similar()


class KinRows:
    """Implements complaints.book.Kin."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def followers(self, lead_id: int) -> tuple[Case, ...]:
        rows = await self._connection.execute(
            select(cases)
            .where(cases.c.lead_id == lead_id, cases.c.state.in_(_LIVE))
            .order_by(cases.c.id)
            .with_for_update()
        )
        return tuple(case_of(row) for row in rows)

    async def similar(self, case: Case, since: datetime) -> tuple[Similar, ...]:
        about = {
            "this_case": case.id,
            "this_person": case.person_id,
            "this_place": case.place_id,
            "this_mark": case.mark.value,
            "since": since,
        }
        rows = await self._connection.execute(_SIMILAR, about)
        return tuple(Similar(case_id=row.id, followers=row.followers) for row in rows)

    async def move(self, from_id: int, to_id: int) -> None:
        for table in (words, findings):
            await self._connection.execute(
                update(table).where(table.c.case_id == from_id).values(case_id=to_id)
            )

    async def last_reply(self, case_id: int, person_id: int) -> Spoken | None:
        row = (
            await self._connection.execute(
                select(words.c.id, words.c.at)
                .where(
                    words.c.case_id == case_id,
                    words.c.person_id == person_id,
                    words.c.sort == "reply",
                )
                .order_by(words.c.id.desc())
                .limit(1)
            )
        ).first()
        return None if row is None else Spoken(words_id=row.id, at=row.at)

    async def questions(self, case_id: int, since: datetime) -> tuple[int, ...]:
        rows = await self._connection.execute(
            select(words.c.id)
            .join(events, events.c.facts["words"].as_integer() == words.c.id)
            .where(
                events.c.case_id == case_id,
                events.c.step == "asked",
                events.c.at >= since,
                words.c.sort == "reply",
            )
            .order_by(words.c.id)
        )
        return tuple(row.id for row in rows)

    async def asked_at(self, case: Case) -> datetime | None:
        return await self._last(case, "asked")

    async def replied_at(self, case: Case) -> datetime | None:
        return await self._last(case, "replied")

    async def called_at(self, case: Case) -> datetime | None:
        return await self._last(case, "replied", events.c.facts["called"].as_boolean())

    async def _last(self, case: Case, step: str, *which: ColumnElement[bool]) -> datetime | None:
        found = select(func.max(events.c.at)).where(
            events.c.case_id == case.id, events.c.round == case.round, events.c.step == step, *which
        )
        at: datetime | None = await self._connection.scalar(found)
        return at

    async def mark_words(self, words_id: int, sort: str) -> None:
        await self._connection.execute(
            update(words).where(words.c.id == words_id).values(sort=sort)
        )

    async def led_by(self, lead_id: int) -> tuple[Case, ...]:
        rows = await self._connection.execute(
            select(cases).where(cases.c.lead_id == lead_id).order_by(cases.c.id)
        )
        return tuple(case_of(row) for row in rows)

    async def is_under_way(self, keys: Sequence[str]) -> bool:
        states = outbox.c.state.in_(["sending", "unknown"])
        found = select(outbox.c.id).where(outbox.c.key.in_(keys), states).limit(1)
        return await self._connection.scalar(found) is not None

    async def drop_word(self, words_id: int, now: datetime) -> None:
        await self._connection.execute(
            update(promises)
            .where(promises.c.what == words_id, promises.c.kept_at.is_(None))
            .values(dropped_at=now)
        )

    async def copies(self, keys: Sequence[str]) -> tuple[Copy, ...]:
        which = outbox.c.key.in_(keys)
        await self._connection.execute(
            update(outbox).where(which, outbox.c.state == "queued").values(state="dropped")
        )
        thing = literal("note-") + cast(outbox.c.id, String)
        rows = await self._connection.execute(
            select(outbox.c.chat_id, messages.c.message_id)
            .join(messages, (messages.c.thing == thing) & (messages.c.chat_id == outbox.c.chat_id))
            .where(which, outbox.c.state == "sent")
        )
        return tuple(Copy(chat_id=row.chat_id, message_id=row.message_id) for row in rows)
