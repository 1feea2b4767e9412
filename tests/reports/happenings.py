"""Whatever may happen to the rows that figures are counted from, one thing at a time."""

import random
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Table, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import (
    answers,
    cases,
    escalations,
    events,
    findings,
    invitations,
    places,
    promises,
    remedies,
    rule_versions,
    services,
)
from tests.reports.house import CHEN, EAST, GUEST, HOUSE, NOW, WEST, Row, rules_asking_on

DAYS = 9
Happening = Callable[[AsyncConnection, random.Random], Awaitable[None]]


def moment(chance: random.Random) -> datetime:
    """Midnights of the house are likelier than chance would have them; some days are to come."""
    day = NOW - timedelta(days=chance.randrange(-1, DAYS))
    edge = day.replace(hour=16, minute=0, second=0, microsecond=0)
    return chance.choice([edge, edge - timedelta(microseconds=1), day])


def place(chance: random.Random) -> int:
    return chance.choice([HOUSE, WEST, EAST])


async def _some(connection: AsyncConnection, table: Table, chance: random.Random) -> int | None:
    """The id of a row, the newest more often than others."""
    ids = [row.id for row in await connection.execute(select(table.c.id).order_by(table.c.id))]
    return chance.choice(ids[-12:] + ids[-3:] * 3) if ids else None


async def _next(connection: AsyncConnection, column: Column[int]) -> int:
    return int(await connection.scalar(select(func.max(column))) or 5000) + 1


async def is_asked(connection: AsyncConnection, chance: random.Random) -> None:
    number, at = await _next(connection, services.c.id), moment(chance)
    served = {"id": number, "external_id": str(number), "status": "finished", "customer_ref": "1"}
    times = {"created_at": NOW, "changed_at": NOW, "body_hash": b""}
    await connection.execute(insert(services).values(**served, **times, place_id=HOUSE))
    asked: Row = {"id": number, "service_id": number, "place_id": place(chance), "rules_id": 1}
    asked |= {"questionnaire": "satisfaction", "version": "1", "planned_at": NOW, "due_at": NOW}
    sent = {"sent_at": at, "delivered_at": chance.choice([at, None])}
    state = chance.choice(["sent", "unknown", "expired", "done"])
    await connection.execute(insert(invitations).values(**asked, **sent, state=state))


async def answers_come(connection: AsyncConnection, chance: random.Random) -> None:
    number = await _some(connection, invitations, chance)
    if number is None:
        return
    at = moment(chance)
    for question in ("csat", "nps", "p_reliability", "e_reliability", "confirmation"):
        known = select(answers.c.id).where(
            answers.c.invitation_id == number, answers.c.question == question
        )
        if chance.random() < 0.5 or await connection.scalar(known) is not None:
            continue
        score = None if question == "confirmation" else float(chance.randrange(1, 8))
        value = chance.choice(["worse", "as"]) if score is None else score
        row = {"invitation_id": number, "question": question, "value": value, "score": score}
        await connection.execute(insert(answers).values(**row, first_at=at, changed_at=at))


async def opens(connection: AsyncConnection, chance: random.Random) -> None:
    number, at = await _next(connection, cases.c.id), moment(chance)
    case: Row = {"id": number, "person_id": GUEST, "place_id": place(chance), "rules_id": 1}
    case |= {"kind": chance.choice(["complaint", "emergency", "praise"]), "state": "open"}
    await connection.execute(
        insert(cases).values(**case, severity=1, opened_at=at, round_at=at, heard_at=at)
    )
    for clock in ("response", "resolution"):
        due = {"due_at": moment(chance), "started_at": at, "clock": clock}
        await connection.execute(insert(promises).values(case_id=number, round=1, **due))
    await happens_to_a_case(connection, chance)
    await is_found(connection, chance)


async def happens_to_a_case(connection: AsyncConnection, chance: random.Random) -> None:
    """Told late, or twice: an event may come with the time of a day that is long over."""
    number = await _some(connection, cases, chance)
    if number is None:
        return
    steps = ["asked", "replied", "resolved", "reopened", "accepted", "refused"]
    for step in chance.choices(steps, k=2):
        facts = {"handling": chance.choice(["satisfied", "partly"])} if step == "accepted" else {}
        round_ = 2 if step == "reopened" else chance.choice([1, 1, 2])
        row = {"case_id": number, "round": round_, "step": step, "facts": facts}
        await connection.execute(insert(events).values(**row, at=moment(chance)))


async def is_found(connection: AsyncConnection, chance: random.Random) -> None:
    number = await _some(connection, cases, chance)
    if number is not None:
        row = {
            "case_id": number,
            "dimension": chance.choice(["tangibles", "price"]),
            "evidence": [],
        }
        row |= {"polarity": chance.choice(["negative", "positive"]), "at": NOW}
        await connection.execute(insert(findings).values(**row, aspect="wait"))


async def is_granted(connection: AsyncConnection, chance: random.Random) -> None:
    number = await _some(connection, cases, chance)
    if number is not None:
        row: Row = {"case_id": number, "kind": "refund", "amount": 5000, "currency": "CNY"}
        row |= {"offered_by": CHEN, "offered_at": NOW, "state": "granted"}
        await connection.execute(insert(remedies).values(**row, decided_at=moment(chance)))


# What may be put right in a row that is there: the table, the column, and what it becomes.
CORRECTIONS: list[tuple[Table, str, Callable[[random.Random], Any]]] = [
    (answers, "score", lambda chance: float(chance.randrange(1, 8))),
    (answers, "score", lambda chance: None),
    (answers, "first_at", moment),
    (invitations, "place_id", place),
    (invitations, "mark", lambda chance: chance.choice(["live", "test"])),
    (invitations, "completed_at", moment),
    (invitations, "delivered_at", moment),
    (invitations, "sent_at", moment),
    (invitations, "state", lambda chance: chance.choice(["unknown", "done"])),
    (invitations, "rules_id", lambda chance: chance.choice([1, 2, 3])),
    (invitations, "questionnaire", lambda chance: chance.choice(["satisfaction", "gone"])),
    (invitations, "first_answer_at", moment),
    (answers, "value", lambda chance: chance.choice(["better", "worse", None])),
    (cases, "kind", lambda chance: chance.choice(["complaint", "praise"])),
    (cases, "state", lambda chance: chance.choice(["open", "resolved", "closed"])),
    (cases, "outcome", lambda chance: chance.choice([None, "withdrawn", "accepted"])),
    (cases, "place_id", place),
    (cases, "mark", lambda chance: chance.choice(["live", "test"])),
    (cases, "opened_at", moment),
    (cases, "round", lambda chance: chance.choice([1, 2])),
    (events, "at", moment),
    (events, "round", lambda chance: chance.choice([1, 2])),
    (events, "facts", lambda chance: {"handling": chance.choice(["satisfied", "partly"])}),
    (events, "step", lambda chance: chance.choice(["resolved", "replied", "asked"])),
    (findings, "dimension", lambda chance: chance.choice(["price", "empathy"])),
    (findings, "aspect", lambda chance: chance.choice(["smell", "", None])),
    (findings, "polarity", lambda chance: chance.choice(["negative", "positive"])),
    (findings, "withdrawn_at", lambda chance: chance.choice([NOW, None])),
    (promises, "clock", lambda chance: chance.choice(["response", "resolution", "promise"])),
    (promises, "kept_at", moment),
    (promises, "due_at", moment),
    (promises, "dropped_at", moment),
    (promises, "paused_at", moment),
    (remedies, "state", lambda chance: "declined"),
    (remedies, "amount", lambda chance: 700),
    (remedies, "decided_at", moment),
]


async def is_put_right(connection: AsyncConnection, chance: random.Random) -> None:
    table, column, becomes = chance.choice(CORRECTIONS)
    number = await _some(connection, table, chance)
    if number is not None:
        changed = update(table).where(table.c.id == number).values({column: becomes(chance)})
        await connection.execute(changed)


async def is_erased(connection: AsyncConnection, chance: random.Random) -> None:
    table = chance.choice([answers, events, findings, promises, remedies])
    number = await _some(connection, table, chance)
    if number is not None:
        await connection.execute(delete(table).where(table.c.id == number))


async def a_whole_case_is_erased(connection: AsyncConnection, chance: random.Random) -> None:
    number = await _some(connection, cases, chance)
    for table in (findings, events, promises, remedies, escalations):
        await connection.execute(delete(table).where(table.c.case_id == number))
    await connection.execute(delete(cases).where(cases.c.id == number))


async def a_place_moves(connection: AsyncConnection, chance: random.Random) -> None:
    zone = chance.choice(["Asia/Shanghai", "Asia/Kolkata", "America/New_York"])
    changed = update(places).where(places.c.id == chance.choice([HOUSE, EAST]))
    await connection.execute(changed.values(zone=zone))


async def rules_change(connection: AsyncConnection, chance: random.Random) -> None:
    """Somebody asks on another scale from now on, which nothing that was answered is changed by."""
    number = await _next(connection, rule_versions.c.id)
    body = rules_asking_on(chance.choice([3, 5, 7]))
    row = {"id": number, "fingerprint": str(number), "body": body, "source": "test"}
    await connection.execute(insert(rule_versions).values(**row, added_at=NOW))


HAPPENINGS: list[Happening] = [
    is_asked, answers_come, answers_come, opens, happens_to_a_case, happens_to_a_case, is_found,
    is_granted, is_put_right, is_put_right, is_put_right, is_put_right, is_erased,
    a_whole_case_is_erased, a_place_moves, rules_change,
]  # fmt: skip
