"""What is offered to make up for a case, and what people correct about it, in rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from complaints.values import Event, Remedy, RemedyAnswer, RemedyKind, RemedyState
from dimensions.matters import Blame
from storage.rows import insert_row
from storage.tables import cases, events, findings, names, remedies, words

_ADD = insert(remedies)
_ROWS = select(remedies, words.c.text.label("why")).outerjoin(
    words, words.c.id == remedies.c.reason
)
OF_CASES = _ROWS.where(remedies.c.case_id.in_(bindparam("cases", expanding=True))).order_by(
    remedies.c.id
)


class RemedyRows:
    """Implements complaints.book.Remedies."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        case_id: int,
        kind: RemedyKind,
        amount: int | None,
        currency: str | None,
        state: RemedyState,
        offered_by: int,
        now: datetime,
    ) -> Remedy:
        is_decided = state is not RemedyState.PENDING
        values = {
            "case_id": case_id,
            "kind": kind.value,
            "amount": amount,
            "currency": currency,
            "state": state.value,
            "offered_by": offered_by,
            "offered_at": now,
            "decided_by": offered_by if is_decided else None,
            "decided_at": now if is_decided else None,
        }
        found = await self.get(await insert_row(self._connection, _ADD, values))
        assert found is not None
        return found

    async def get(self, remedy_id: int) -> Remedy | None:
        row = (
            await self._connection.execute(
                _ROWS.where(remedies.c.id == remedy_id).with_for_update(of=remedies)
            )
        ).first()
        return None if row is None else remedy_of(row)

    async def decide(
        self,
        remedy: Remedy,
        state: RemedyState,
        decided_by: int,
        now: datetime,
        reason: int | None = None,
    ) -> Remedy:
        await self._connection.execute(
            update(remedies)
            .where(remedies.c.id == remedy.id)
            .values(state=state.value, decided_by=decided_by, decided_at=now, reason=reason)
        )
        found = await self.get(remedy.id)
        assert found is not None
        return found

    async def answer(self, remedy: Remedy, answer: RemedyAnswer, now: datetime) -> Remedy:
        await self._connection.execute(
            update(remedies)
            .where(remedies.c.id == remedy.id)
            .values(answer=answer.value, answered_at=now)
        )
        return replace(remedy, answer=answer)


def remedy_of(row: Any) -> Remedy:
    return Remedy(
        id=row.id,
        case_id=row.case_id,
        kind=RemedyKind(row.kind),
        amount=row.amount,
        currency=row.currency,
        state=RemedyState(row.state),
        offered_by=row.offered_by,
        offered_at=row.offered_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.why,
        answer=RemedyAnswer(row.answer) if row.answer else None,
    )


class AssessingRows:
    """Implements complaints.book.Assessing."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def negative(self, case_id: int) -> frozenset[str]:
        rows = await self._connection.execute(
            select(findings.c.dimension).where(*_standing(case_id)).distinct()
        )
        return frozenset(row.dimension for row in rows)

    async def blamed(self, case_ids: Sequence[int]) -> Mapping[int, tuple[Blame, ...]]:
        rows = await self._connection.execute(
            select(
                findings.c.case_id,
                findings.c.dimension,
                findings.c.aspect,
                findings.c.evidence,
                words.c.text,
            )
            .outerjoin(words, words.c.id == findings.c.words_id)
            .where(
                findings.c.case_id.in_(case_ids),
                findings.c.polarity == "negative",
                findings.c.withdrawn_at.is_(None),
            )
            .order_by(findings.c.id)
        )
        found: dict[int, tuple[Blame, ...]] = {}
        for row in rows:
            said = tuple((row.text or "")[start:end] for start, end in row.evidence)
            blame = Blame(dimension=row.dimension, aspect=row.aspect, words=said)
            found[row.case_id] = (*found.get(row.case_id, ()), blame)
        return found

    async def withdraw(self, case_id: int, dimension: str, at: datetime) -> None:
        await self._connection.execute(
            update(findings)
            .where(*_standing(case_id), findings.c.dimension == dimension)
            .values(withdrawn_at=at)
        )

    async def put(self, case_id: int, dimension: str, at: datetime) -> None:
        await self._connection.execute(
            insert(findings).values(
                case_id=case_id,
                dimension=dimension,
                polarity="negative",
                score=1.0,
                evidence=[],
                said_by="person",
                at=at,
            )
        )

    async def words_for(self, case_id: int, dimension: str) -> str:
        shown = await self._connection.execute(
            select(findings.c.dimension, findings.c.withdrawn_at, findings.c.evidence, words.c.text)
            .join(words, words.c.id == findings.c.words_id)
            .where(
                findings.c.case_id == case_id,
                findings.c.polarity == "negative",
                words.c.text.is_not(None),
            )
            .order_by(findings.c.withdrawn_at.desc(), findings.c.id.desc())
        )
        rows = [row for row in shown if row.evidence]
        of_this = [row for row in rows if row.dimension == dimension]
        taken_back = [row for row in rows if row.withdrawn_at is not None]
        for row in (of_this or taken_back)[:1]:
            start, end = row.evidence[0]
            return str(row.text[start:end])
        said = await self._connection.scalar(
            select(words.c.text)
            .where(words.c.case_id == case_id, words.c.sort == "said", words.c.text.is_not(None))
            .order_by(words.c.id)
            .limit(1)
        )
        return said or ""


def _standing(case_id: int) -> Iterable[Any]:
    return (
        findings.c.case_id == case_id,
        findings.c.polarity == "negative",
        findings.c.withdrawn_at.is_(None),
    )


async def trail_of(connection: AsyncConnection, case_id: int) -> tuple[Event, ...]:
    """Every step of a case, oldest first, with the colleague who took it.

    The customer's own steps carry no name: staff see it masked on the card only.
    """
    of_staff = and_(
        names.c.person_id == events.c.person_id, events.c.person_id != cases.c.person_id
    )
    rows = await connection.execute(
        select(events, names.c.name)
        .join(cases, cases.c.id == events.c.case_id)
        .outerjoin(names, of_staff)
        .where(events.c.case_id == case_id)
        .order_by(events.c.id)
    )
    return tuple(
        Event(step=row.step, at=row.at, person=row.name, facts=row.facts or {}) for row in rows
    )
