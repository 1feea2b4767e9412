"""A house of made-up rows, by chance but repeatable, written to a database and read by the fold."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, insert

from reports.asked import Asked
from storage.engine import Database
from storage.tables import (
    answers,
    cases,
    escalations,
    events,
    findings,
    invitations,
    persons,
    places,
    promises,
    remedies,
    rule_versions,
    services,
    teams,
)
from tests.reports.counted import (
    CAFE,
    CHEN,
    DESK,
    EAST,
    GUEST,
    HOUSE,
    INDUSTRY,
    ITEMS,
    LI,
    NAMES,
    NOW,
    PARENTS,
    QUESTIONS,
    ROOMS,
    SCALES,
    TOLD,
    WEST,
    ZONES,
    House,
    Row,
)

__all__ = [
    "CAFE", "CHEN", "DESK", "EAST", "GUEST", "HOUSE", "ITEMS", "NOW", "ROOMS", "WEST", "ZONES",
    "House", "Row", "furnish", "made_up", "write",
]  # fmt: skip


NOTHING_TOLD: Row = dict.fromkeys(TOLD) | {"industry": INDUSTRY}


def made_up(seed: int, *, asked: int = 60, heard: int = 50) -> House:
    """`asked` invitations and `heard` cases in the month before NOW, by the seed."""
    chance, house = random.Random(seed), House()
    for number in range(1, asked + 1):
        _ask(house, chance, number)
    for number in range(1001, 1001 + heard):
        _hear(house, chance, number)
    return house


def _moment(chance: random.Random, after: datetime | None = None) -> datetime:
    """Midnights and whole seconds are likelier than chance would have them."""
    if after is not None:
        later = after + timedelta(seconds=chance.choice([0, 59, 900, 7200, 90_000, 3_000_000]))
        return later + timedelta(microseconds=chance.choice([0, 1, 999_999]))
    day = NOW - timedelta(days=chance.randrange(40))
    edge = day.replace(hour=16, minute=0, second=0, microsecond=0)
    return chance.choice([edge, edge - timedelta(microseconds=1), _any(chance, day)])


def _any(chance: random.Random, day: datetime) -> datetime:
    return min(NOW, day.replace(hour=0) + timedelta(seconds=chance.randrange(86_400)))


def _mark(chance: random.Random) -> str:
    return chance.choice(["live", "live", "demo", "test"])


def _ask(house: House, chance: random.Random, number: int) -> None:
    sent = _moment(chance) if chance.random() < 0.9 else None
    delivered = sent if sent and chance.random() < 0.8 else None
    answered = _moment(chance, delivered) if delivered and chance.random() < 0.6 else None
    completed = _moment(chance, answered) if answered and chance.random() < 0.7 else None
    state = chance.choice(["sent", "unknown", "expired", "failed", "done", "partial", "skipped"])
    row: Row = {
        "id": number,
        "service_id": number,
        "person_id": GUEST,
        "place_id": chance.choice(list(PARENTS)),
        "questionnaire": "satisfaction",
        "version": "1",
        "rules_id": chance.choice([1, 1, 2, 3]),
        "state": state,
        "mark": _mark(chance),
        "planned_at": NOW,
        "due_at": NOW,
        "sent_at": sent,
        "delivered_at": delivered,
        "first_answer_at": answered,
        "completed_at": completed,
        **_of_a_service(chance),
        "wave": chance.choice(["1", "1", "pulse"]),
    }
    _ask_ahead(house, chance, row)
    house.invitations.append(row)
    if answered:
        _give_answers(house, chance, row)


def _give_answers(house: House, chance: random.Random, row: Row) -> None:
    top = SCALES[row["rules_id"]]
    scores: Row = {"csat": chance.choice([None, *range(1, top + 1)]), "reason": None}
    usual, own = chance, random.Random(row["id"])
    for key, item in ITEMS.items():
        # What was added later has chance of its own, so that the rest stays what it was.
        chance = own if item.dimension == "empathy" else usual
        if item.asked is Asked.CONFIRMATION:
            scores[key] = chance.choice(["worse", "as", "better"])
        elif chance.random() < 0.8:
            scores[key] = chance.choice([None, *range(1, 11 if item.asked is Asked.NPS else 8)])
    for question, score in scores.items():
        house.answers.append(
            {
                "invitation_id": row["id"],
                "question": question,
                "value": score,
                "score": float(score) if isinstance(score, int) else None,
                "first_at": row["first_answer_at"],
                "changed_at": row["completed_at"] or row["first_answer_at"],
            }
        )


def _of_a_service(chance: random.Random) -> Row:
    return {
        "service_type": chance.choice(["room", "dinner", None]),
        "staff": chance.choice(["小李", "小陈", None]),
        "product": chance.choice(["大床房", "套房", None]),
        "customer_group": chance.choice(["vip", "团队", None]),
        "industry": chance.choice(["restaurant", INDUSTRY]),
    }


def _ask_ahead(house: House, chance: random.Random, row: Row) -> None:
    """Of some the expectations were asked before the service that the last one was about."""
    last = house.invitations[-1] if house.invitations else None
    if last is None or last["wave"] != "1" or chance.random() < 0.5:
        return
    row["wave"] = "before"
    row |= {key: last[key] for key in ("service_id", *TOLD)}


def _hear(house: House, chance: random.Random, number: int) -> None:
    opened = _moment(chance)
    rounds = chance.choice([1, 1, 1, 2, 3])
    case: Row = {
        "id": number,
        "person_id": chance.choice([GUEST, CHEN, LI]),
        "place_id": chance.choice(list(PARENTS)),
        "kind": chance.choice(
            ["complaint", "complaint", "objection", "emergency", "praise", "question"]
        ),
        "state": chance.choice(["open", "taken", "waiting", "resolved", "contested", "closed"]),
        "rules_id": 1,
        "round": rounds,
        "mark": _mark(chance),
        "opened_at": opened,
        "round_at": opened,
        "heard_at": opened,
        "outcome": chance.choice([None, None, "accepted", "withdrawn", "merged", "no_answer"]),
        **_about(house, chance),
    }
    house.cases.append(case)
    if chance.random() < 0.5:
        decided = chance.choice([None, _moment(chance, opened)])
        house.remedies.append(
            {
                "case_id": number,
                "kind": chance.choice(["refund", "voucher", "apology"]),
                "amount": chance.choice([None, 5000, 12000]),
                "currency": chance.choice(["CNY", "USD"]),
                "state": chance.choice(["granted", "granted", "declined"])
                if decided
                else "pending",
                "offered_by": CHEN,
                "offered_at": opened,
                "decided_at": decided,
            }
        )
    _find(house, chance, number)
    at = opened
    for round_ in range(1, rounds + 1):
        at = _go_round(house, chance, number, round_, at)


def _about(house: House, chance: random.Random) -> Row:
    """Who looked after it, and the service that it was about, if it was about one."""
    asked = chance.choice([None, *house.invitations])
    return {
        "team_id": chance.choice([None, DESK, ROOMS]),
        "owner_id": chance.choice([None, CHEN, LI]),
        "channel": chance.choice(["telegram", "telegram", "manual"]),
        "severity": chance.randrange(5),
        "cause": chance.choice([None, "process", "behaviour"]),
        "service_id": asked["service_id"] if asked else None,
        **({key: asked[key] for key in TOLD} if asked else NOTHING_TOLD),
    }


def _find(house: House, chance: random.Random, number: int) -> None:
    for _ in range(chance.randrange(4)):
        house.findings.append(
            {
                "case_id": number,
                "dimension": chance.choice(["responsiveness", "tangibles", "price"]),
                "aspect": chance.choice(["wait", "smell", None, ""]),
                "polarity": chance.choice(["negative", "negative", "positive"]),
                "evidence": [],
                "at": NOW,
                "withdrawn_at": chance.choice([None, None, NOW]),
            }
        )


def _go_round(
    house: House, chance: random.Random, number: int, round_: int, opened: datetime
) -> datetime:
    def log(step: str, at: datetime, **facts: Any) -> None:
        event = {"case_id": number, "round": round_, "step": step, "at": at, "facts": facts}
        house.events.append(event)

    log("opened" if round_ == 1 else "reopened", opened)
    for clock in ("response", "resolution", "promise"):
        house.promises.append(_promise(chance, number, round_, clock, opened))
    at = opened
    for step in chance.choices(["replied", "asked", "added", "chased"], k=chance.randrange(4)):
        at = _moment(chance, at)
        log(step, at)
    if chance.random() < 0.3:
        house.escalations.append(
            {
                "case_id": number,
                "round": round_,
                "clock": "response",
                "level": chance.randrange(3),
                "repeat": 0,
                "at": at,
                "due_at": at,
            }
        )
    if chance.random() < 0.8:
        at = _moment(chance, at)
        log("resolved", at)
        said = chance.choice(["satisfied", "partly", "unsolved", None])
        if said == "unsolved":
            log("refused", at)
        elif said:
            log("accepted", at, handling=said)
    return _moment(chance, at)


def _promise(chance: random.Random, number: int, round_: int, clock: str, opened: datetime) -> Row:
    due = _moment(chance, opened)

    def maybe(share: float) -> datetime | None:
        return chance.choice([due, _moment(chance, opened)]) if chance.random() < share else None

    return {
        "case_id": number,
        "round": round_,
        "clock": clock,
        "started_at": opened,
        "due_at": due,
        "kept_at": maybe(0.6),
        "dropped_at": maybe(0.15),
        "paused_at": maybe(0.15),
        "paused": chance.choice([0, 0, 600, 40_000]),
    }


async def furnish(database: Database) -> None:
    """The places, one customer, and the versions of the rules that asked on other scales."""
    async with database.writing() as connection:
        for id_, parent in PARENTS.items():
            values = {"parent_id": parent, "name": NAMES[id_], "zone": ZONES[id_]}
            await connection.execute(insert(places).values(id=id_, created_at=NOW, **values))
        for id_ in (GUEST, CHEN, LI):
            await connection.execute(insert(persons).values(id=id_, created_at=NOW))
        for id_, name in ((DESK, "前厅"), (ROOMS, "客房")):
            await connection.execute(insert(teams).values(id=id_, place_id=WEST, name=name))
        for id_, scale in SCALES.items():
            body = rules_asking_on(scale)
            await connection.execute(
                insert(rule_versions).values(
                    id=id_, fingerprint=str(id_), body=body, source="test", added_at=NOW
                )
            )


def rules_asking_on(scale: int) -> Row:
    questions = [{"key": "csat", "kind": "stars", "scale": scale}, *QUESTIONS]
    asked = {"questionnaires": {"satisfaction": {"questions": questions}}}
    return {"house": {"industry": INDUSTRY}, "surveys": asked}


def _told(row: Row) -> Row:
    """A shop says it by one name or by another, and leaves out what goes without saying."""
    group = "level" if row["id"] % 2 else "客群"
    marks = {"product": row["product"], group: row["customer_group"], "行业": row["industry"]}
    if row["industry"] == INDUSTRY:
        del marks["行业"]
    known = {key: value for key, value in marks.items() if value}
    return {**{key: row[key] for key in ("service_type", "staff")}, "attributes": known or None}


def _rows(table: Table, rows: Iterable[Row]) -> list[Row]:
    """Without what another table holds."""
    return [{key: row[key] for key in row if key in table.c} for row in rows]


async def write(database: Database, house: House) -> None:
    service = {
        "status": "finished",
        "customer_ref": "1",
        "place_id": HOUSE,
        "body_hash": b"",
        "created_at": NOW,
        "changed_at": NOW,
    }
    served = [
        {"id": i["id"], "external_id": str(i["id"]), **_told(i), **service}
        for i in house.invitations
    ]
    tables: list[tuple[Table, list[Row]]] = [
        (services, served),
        (invitations, _rows(invitations, house.invitations)),
        (answers, house.answers),
        (cases, _rows(cases, house.cases)),
        (events, house.events),
        (findings, house.findings),
        (promises, house.promises),
        (escalations, house.escalations),
        (remedies, house.remedies),
    ]
    async with database.writing() as connection:
        for table, rows in tables:
            if rows:
                await connection.execute(insert(table), rows)
