"""Cases, their words, promises and trail in rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from complaints.states import require_move
from complaints.values import (
    Case,
    Clock,
    Escalation,
    NewCase,
    NewPromise,
    Promise,
    Said,
    State,
)
from dimensions.reading import Reading
from storage.case_values import case_of, new_case, promise_of, said_of
from storage.memory import Absence
from storage.rows import insert_new, insert_row, write, write_all
from storage.tables import cases, escalations, events, findings, promises, words

_ADD_CASE, _ADD_WORDS, _ADD_EVENT = insert(cases), insert(words), insert(events)
_ADD_FINDINGS, _ADD_PROMISES = insert(findings), insert(promises)
_NEWEST_LIVE = (
    select(cases)
    .where(cases.c.person_id == bindparam("person"), cases.c.state != State.CLOSED.value)
    .order_by(cases.c.id.desc())
    .limit(1)
    .with_for_update()
)


class CaseRows:
    """Implements complaints.book.Cases."""

    def __init__(self, connection: AsyncConnection, absence: Absence | None = None) -> None:
        self._connection = connection
        # The chat of ours in which this transaction began; None for what happens by itself.
        self.where: int | None = None
        self._absence = absence or Absence()

    # --- the case itself

    async def add(self, new: NewCase, promised: Sequence[NewPromise], now: datetime) -> Case:
        values: dict[str, Any] = {
            "person_id": new.person_id,
            "place_id": new.place_id,
            "team_id": new.team_id,
            "service_id": new.service_id,
            "kind": new.kind.value,
            "state": State.OPEN.value,
            "severity": new.severity,
            "safety": new.safety,
            "doubtful": new.doubtful,
            "rules_id": new.rules_id,
            "channel": new.channel,
            "mark": new.mark.value,
            "opened_at": new.at,
            "round_at": now,
            "heard_at": new.at,
            "next_due_at": new.next_due_at,
            "about_id": new.about_id,
            "code_id": new.code_id,
        }
        case_id = await insert_row(self._connection, _ADD_CASE, values)
        self._absence.end(Absence.CASE, new.person_id)
        case = new_case(case_id, new, now)
        await self.add_promises(case, promised, now)
        return case

    async def get(self, case_id: int) -> Case | None:
        return await self._one(select(cases).where(cases.c.id == case_id).with_for_update())

    async def live_of(self, person_id: int) -> Case | None:
        if self._absence.knows(Absence.CASE, person_id):
            return None
        row = (await self._connection.execute(_NEWEST_LIVE, {"person": person_id})).first()
        return None if row is None else case_of(row)

    async def all_live_of(self, person_id: int) -> tuple[Case, ...]:
        rows = await self._connection.execute(_live(person_id).order_by(cases.c.id))
        return tuple(case_of(row) for row in rows)

    async def _one(self, query: Any) -> Case | None:
        row = (await self._connection.execute(query)).first()
        return None if row is None else case_of(row)

    async def owned_by(self, person_id: int) -> tuple[int, ...]:
        rows = await self._connection.execute(
            select(cases.c.id)
            .where(cases.c.owner_id == person_id, cases.c.state.not_in(["closed", "resolved"]))
            .order_by(cases.c.next_due_at.is_(None), cases.c.next_due_at, cases.c.id)
        )
        return tuple(row.id for row in rows)

    async def change(self, case: Case, **columns: Any) -> Case:
        if "state" in columns:
            require_move(case.state, State(columns["state"]))
        row = (
            await self._connection.execute(
                update(cases)
                .where(cases.c.id == case.id)
                .values(version=cases.c.version + 1, **columns)
                .returning(*cases.c)
            )
        ).one()
        return case_of(row)

    async def due(self, now: datetime, limit: int) -> tuple[int, ...]:
        rows = await self._connection.execute(
            select(cases.c.id)
            .where(cases.c.next_due_at <= now)
            .order_by(cases.c.next_due_at)
            .limit(limit)
        )
        return tuple(row[0] for row in rows)

    # --- what was said

    async def add_words(
        self,
        *,
        person_id: int,
        sort: str,
        said: Said,
        case_id: int | None = None,
        invitation_id: int | None = None,
    ) -> int:
        if case_id is None:
            self._absence.end(Absence.LOOSE, person_id)
        values = {
            "person_id": person_id,
            "case_id": case_id,
            "invitation_id": invitation_id,
            "sort": sort,
            "text": said.text,
            "chat_id": said.chat_id,
            "message_id": said.message_id,
            "media": said.media,
            "file_id": said.file_id,
            "at": said.at,
        }
        return await insert_row(self._connection, _ADD_WORDS, values)

    async def move_words(self, words_id: int, case_id: int) -> None:
        await self._connection.execute(
            update(words).where(words.c.id == words_id).values(case_id=case_id)
        )

    async def take_draft(self, words_id: int, case_id: int) -> Said | None:
        row = (
            await self._connection.execute(
                update(words)
                .where(_is_draft(words_id, case_id))
                .values(sort="drafted")
                .returning(*words.c)
            )
        ).first()
        return None if row is None else said_of(row)

    async def draft(self, words_id: int, case_id: int) -> Said | None:
        row = (
            await self._connection.execute(select(words).where(_is_draft(words_id, case_id)))
        ).first()
        return None if row is None else said_of(row)

    async def change_draft(self, person_id: int, said: Said) -> bool:
        rows = await self._connection.execute(
            update(words)
            .where(
                words.c.chat_id == said.chat_id,
                words.c.message_id == said.message_id,
                words.c.person_id == person_id,
                words.c.sort == "draft",
            )
            .values(text=said.text, media=said.media, file_id=said.file_id)
            .returning(words.c.id)
        )
        return rows.first() is not None

    async def drop_draft(self, words_id: int, case_id: int) -> None:
        await self._connection.execute(delete(words).where(_is_draft(words_id, case_id)))

    async def kept_words(self, words_id: int, person_id: int) -> Said | None:
        row = (
            await self._connection.execute(
                select(words).where(
                    words.c.id == words_id,
                    words.c.person_id == person_id,
                    words.c.case_id.is_(None),
                    words.c.invitation_id.is_(None),
                )
            )
        ).first()
        return None if row is None else said_of(row)

    async def words_of_message(self, chat_id: int, message_id: int) -> int | None:
        case_id: int | None = await self._connection.scalar(
            select(words.c.case_id)
            .where(words.c.chat_id == chat_id, words.c.message_id == message_id)
            .order_by(words.c.id)
            .limit(1)
        )
        return case_id

    async def words_delivered(self, words_id: int, at: datetime) -> None:
        await self._connection.execute(
            update(words).where(words.c.id == words_id).values(delivered_at=at)
        )

    async def author_of(self, words_id: int) -> tuple[int, int | None] | None:
        """(person, chat) of whoever wrote these words, to be told what became of them."""
        row = (
            await self._connection.execute(
                select(words.c.person_id, words.c.chat_id).where(words.c.id == words_id)
            )
        ).first()
        return None if row is None else (row.person_id, row.chat_id)

    async def files(self, case_id: int) -> tuple[int, ...]:
        rows = await self._connection.execute(
            select(words.c.id)
            .where(
                words.c.case_id == case_id,
                words.c.file_id.is_not(None),
                words.c.sort.in_(["said", "edited", "comment"]),
            )
            .order_by(words.c.id)
        )
        return tuple(row.id for row in rows)

    async def add_findings(
        self,
        reading: Reading,
        words_id: int,
        at: datetime,
        *,
        case_id: int | None = None,
        invitation_id: int | None = None,
    ) -> None:
        values = [
            {
                "case_id": case_id,
                "invitation_id": invitation_id,
                "words_id": words_id,
                "dimension": finding.dimension,
                "aspect": finding.aspect,
                "polarity": finding.polarity,
                "score": finding.score,
                "evidence": [[span.start, span.end] for span in finding.evidence],
                "at": at,
            }
            for finding in reading.dimensions
        ]
        if values:
            await write_all(self._connection, _ADD_FINDINGS, values)

    # --- promises

    async def promises(self, case: Case) -> tuple[Promise, ...]:
        rows = await self._connection.execute(
            select(promises)
            .where(promises.c.case_id == case.id, promises.c.round == case.round)
            .order_by(promises.c.id)
        )
        return tuple(promise_of(row) for row in rows)

    async def add_promises(self, case: Case, promised: Sequence[NewPromise], at: datetime) -> None:
        values = [
            {
                "case_id": case.id,
                "round": case.round,
                "clock": promise.clock.value,
                "started_at": at,
                "due_at": promise.due_at,
                "who": promise.who,
                "what": promise.what,
                "missed_at": promise.missed_at,
            }
            for promise in promised
        ]
        if values:
            await write_all(self._connection, _ADD_PROMISES, values)

    async def keep(self, case: Case, clocks: Sequence[Clock], at: datetime) -> None:
        await self._end(case, [clock.value for clock in clocks], kept_at=at)

    async def keep_call(self, case: Case, at: datetime) -> None:
        await self._end(case, [Clock.PROMISE.value], promises.c.who.is_(None), kept_at=at)

    async def drop(self, case: Case, at: datetime, clocks: Sequence[Clock] = tuple(Clock)) -> None:
        await self._end(case, [clock.value for clock in clocks], dropped_at=at)

    async def _end(
        self, case: Case, clocks: list[str], *which: ColumnElement[bool], **values: datetime
    ) -> None:
        await self._connection.execute(
            update(promises)
            .where(
                promises.c.case_id == case.id,
                promises.c.round == case.round,
                promises.c.clock.in_(clocks),
                promises.c.kept_at.is_(None),
                promises.c.dropped_at.is_(None),
                *which,
            )
            .values(**values)
        )

    async def miss(self, promise_id: int, at: datetime) -> None:
        await self._connection.execute(
            update(promises)
            .where(promises.c.id == promise_id, promises.c.missed_at.is_(None))
            .values(missed_at=at)
        )

    async def pause(self, case: Case, at: datetime) -> None:
        await self._connection.execute(
            update(promises)
            .where(
                promises.c.case_id == case.id,
                promises.c.round == case.round,
                promises.c.paused_at.is_(None),
                promises.c.kept_at.is_(None),
                promises.c.dropped_at.is_(None),
            )
            .values(paused_at=at)
        )

    async def resume(self, case: Case, at: datetime) -> None:
        for promise in await self.promises(case):
            if promise.paused_at is None or not promise.is_open:
                continue
            waited = max(at - promise.paused_at, timedelta())
            await self._connection.execute(
                update(promises)
                .where(promises.c.id == promise.id)
                .values(
                    paused_at=None,
                    due_at=promise.due_at + waited,
                    started_at=promise.started_at + waited,
                    paused=promises.c.paused + round(waited.total_seconds()),
                )
            )

    # --- the ladder and the trail

    async def escalations(self, case: Case) -> tuple[Escalation, ...]:
        rows = await self._connection.execute(
            select(escalations)
            .where(escalations.c.case_id == case.id, escalations.c.round == case.round)
            .order_by(escalations.c.id)
        )
        return tuple(
            Escalation(
                round=row.round,
                clock=Clock(row.clock),
                level=row.level,
                repeat=row.repeat,
                at=row.at,
                promise_id=row.promise_id,
            )
            for row in rows
        )

    async def add_escalation(self, case: Case, step: Escalation, due_at: datetime) -> bool:
        values = {
            "case_id": case.id,
            "round": step.round,
            "clock": step.clock.value,
            "level": step.level,
            "repeat": step.repeat,
            "at": step.at,
            "due_at": due_at,
            "promise_id": step.promise_id,
        }
        unique = ["case_id", "round", "clock", "level", "repeat", "promise_id"]
        return await insert_new(self._connection, escalations, values, unique)

    async def log(
        self,
        case: Case,
        step: str,
        at: datetime,
        person_id: int | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        values = {
            "case_id": case.id,
            "round": case.round,
            "step": step,
            # Of a stranger nothing but the chat is kept.
            "person_id": person_id or None,
            "facts": {**(facts or {}), **({"chat": self.where} if self.where else {})},
            "at": at,
        }
        await write(self._connection, _ADD_EVENT, values)


def _live(person_id: int) -> Any:
    return select(cases).where(cases.c.person_id == person_id, cases.c.state != State.CLOSED.value)


def _is_draft(words_id: int, case_id: int) -> ColumnElement[bool]:
    return and_(words.c.id == words_id, words.c.case_id == case_id, words.c.sort == "draft")
