"""What other systems are told: rows of the same transaction as what they tell of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from complaints.values import Case, NewCase, NewPromise
from people.events import ANSWERED, CLOSED, ESCALATED, EVENTS, OPENED
from storage.cases import CaseRows
from storage.memory import Absence
from storage.rows import insert_new
from storage.surveys import SurveyRows
from storage.tables import answers, cases, hook_calls, invitations, places, services
from surveys.values import CASE_QUESTION

Wishes = Mapping[str, frozenset[str]]
# Steps of a case's trail that other systems hear of.
STEPS = {"reopened": OPENED, "escalated": ESCALATED}


@dataclass(frozen=True, kw_only=True)
class Call:
    """One event for one other system; `key` names the event for good."""

    id: int
    hook: str
    key: str
    event: str
    facts: dict[str, Any]
    attempts: int
    created_at: datetime


class HookRows:
    """`names`: the other systems there are; `wishes`: of what some of them want to hear only."""

    def __init__(
        self, connection: AsyncConnection, now: datetime, names: Sequence[str], wishes: Wishes
    ) -> None:
        self._connection = connection
        self._now = now
        self.names = names
        self._wishes = wishes

    async def tell(self, event: str, key: str, facts: dict[str, Any]) -> None:
        for name in self.names:
            if event not in self._wishes.get(name, EVENTS):
                continue
            row = {
                "hook": name,
                "key": key,
                "event": event,
                "facts": facts,
                "created_at": self._now,
                "next_at": self._now,
            }
            await insert_new(self._connection, hook_calls, row, ["hook", "key"])

    async def tell_of_case(self, event: str, case_id: int, round_: int, mark: str = "") -> None:
        key = "-".join(filter(None, [f"case-{case_id}-round-{round_}", event, mark]))
        await self.tell(event, key, {"case": case_id, "round": round_})


class HookedCases(CaseRows):
    """The same rows, and other systems hear of it."""

    def __init__(self, connection: AsyncConnection, absence: Absence, hooks: HookRows) -> None:
        super().__init__(connection, absence)
        self._hooks = hooks

    async def add(self, new: NewCase, promised: Sequence[NewPromise], now: datetime) -> Case:
        case = await super().add(new, promised, now)
        await self._hooks.tell_of_case(OPENED, case.id, case.round)
        return case

    async def change(self, case: Case, **columns: Any) -> Case:
        changed = await super().change(case, **columns)
        if columns.get("closed_at") is not None:
            await self._hooks.tell_of_case(CLOSED, case.id, case.round)
        return changed

    async def log(
        self,
        case: Case,
        step: str,
        at: datetime,
        person_id: int | None = None,
        facts: Any = None,
    ) -> None:
        await super().log(case, step, at, person_id, facts)
        if step in STEPS:
            await self._hooks.tell_of_case(STEPS[step], case.id, case.round, f"{at:%Y%m%d%H%M%S}")


class HookedSurveys(SurveyRows):
    """The same rows, and other systems hear of each answer; words stay here."""

    def __init__(self, connection: AsyncConnection, absence: Absence, hooks: HookRows) -> None:
        super().__init__(connection, absence)
        self._hooks = hooks

    async def put_answer(
        self,
        invitation_id: int,
        question: str,
        value: Any,
        score: float | None,
        now: datetime,
        words_id: int | None = None,
        *,
        composing: bool = False,
        unfinished: bool = False,
    ) -> bool:
        is_new = await super().put_answer(
            invitation_id, question, value, score, now, words_id, composing=composing
        )
        if is_new and not unfinished and question != CASE_QUESTION:
            await self._tell(invitation_id, question, value, score, now)
        return is_new

    async def finish_answer(self, invitation_id: int, question: str) -> None:
        if not self._hooks.names:
            return
        given = select(answers.c.value, answers.c.score, answers.c.changed_at)
        here = (answers.c.invitation_id == invitation_id) & (answers.c.question == question)
        row = (await self._connection.execute(given.where(here))).one()
        await self._tell(invitation_id, question, row.value, row.score, row.changed_at)

    async def _tell(
        self, invitation_id: int, question: str, value: Any, score: float | None, at: datetime
    ) -> None:
        """Named by when it was given, so that what didn't change since isn't told again."""
        key = f"invitation-{invitation_id}-{question}-{at:%Y%m%d%H%M%S%f}"
        facts = {"invitation": invitation_id, "question": question, "value": value}
        await self._hooks.tell(ANSWERED, key, {**facts, "score": score})


# --- sending


async def due_calls(connection: AsyncConnection, now: datetime, limit: int) -> list[Call]:
    """The oldest first."""
    rows = await connection.execute(
        select(hook_calls)
        .where(hook_calls.c.next_at <= now)
        .order_by(hook_calls.c.next_at, hook_calls.c.id)
        .limit(limit)
    )
    return [
        Call(
            id=row.id,
            hook=row.hook,
            key=row.key,
            event=row.event,
            facts=row.facts,
            attempts=row.attempts,
            created_at=row.created_at,
        )
        for row in rows
    ]


async def note_call(
    connection: AsyncConnection,
    call: Call,
    *,
    finished_at: datetime | None = None,
    next_at: datetime | None = None,
    error: str | None = None,
) -> None:
    """What became of an attempt. Neither time: it was the last one."""
    values = {"finished_at": finished_at, "next_at": next_at, "error": error}
    await connection.execute(
        update(hook_calls)
        .where(hook_calls.c.id == call.id)
        .values(attempts=call.attempts + 1, **values)
    )


async def call_again(connection: AsyncConnection, since: datetime, now: datetime) -> int:
    """Everything from then on is told once more, whatever became of it; gives how many."""
    result = await connection.execute(
        update(hook_calls)
        .where(hook_calls.c.created_at >= since)
        .values(next_at=now, attempts=0, finished_at=None, error=None)
    )
    return int(result.rowcount)


async def standing_of(
    connection: AsyncConnection, names: Sequence[str]
) -> dict[str, dict[str, str | int | None]]:
    """By system: when it took something last, how much waits, how much of it was refused before."""
    refused = func.sum(case((hook_calls.c.attempts > 0, 1), else_=0))
    waiting = await connection.execute(
        select(hook_calls.c.hook, func.count(), refused)
        .where(hook_calls.c.next_at.is_not(None))
        .group_by(hook_calls.c.hook)
    )
    counts = {row[0]: (int(row[1]), int(row[2])) for row in waiting}
    found: dict[str, dict[str, str | int | None]] = {}
    for name in names:
        last = await connection.scalar(
            select(hook_calls.c.finished_at)
            .where(hook_calls.c.hook == name, hook_calls.c.finished_at.is_not(None))
            .order_by(hook_calls.c.id.desc())
            .limit(1)
        )
        all_of_it, failing = counts.get(name, (0, 0))
        at = last.isoformat() if last else None
        found[name] = {"last_delivered": at, "waiting": all_of_it, "failing": failing}
    return found


async def body_of(connection: AsyncConnection, call: Call) -> dict[str, Any]:
    """What is sent: our numbers, the shop's own, scores and choices; nobody's words or name."""
    about = await _about(connection, call.facts)
    return {
        "id": call.key,
        "event": call.event,
        "at": call.created_at.isoformat(),
        **about,
        **call.facts,
    }


async def _about(connection: AsyncConnection, facts: dict[str, Any]) -> dict[str, Any]:
    shop = (services.c.external_id, services.c.customer_ref, places.c.name, places.c.code)
    if "case" in facts:
        case = (cases.c.kind, cases.c.severity, cases.c.state, cases.c.level)
        query = (
            select(*case, *shop)
            .join(places, places.c.id == cases.c.place_id)
            .outerjoin(services, services.c.id == cases.c.service_id)
            .where(cases.c.id == facts["case"])
        )
    else:
        query = (
            select(invitations.c.questionnaire, invitations.c.version, *shop)
            .join(places, places.c.id == invitations.c.place_id)
            .join(services, services.c.id == invitations.c.service_id)
            .where(invitations.c.id == facts["invitation"])
        )
    row = (await connection.execute(query)).mappings().first()
    if row is None:
        return {}
    told = {key: value for key, value in row.items() if key not in _RENAMED}
    return told | {name: row[key] for key, name in _RENAMED.items()}


_RENAMED = {
    "external_id": "service",
    "customer_ref": "customer",
    "name": "place",
    "code": "place_code",
}
