"""A house of made-up rows, by chance but repeatable, written to a database and read by the fold."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Table, insert

from reports.asked import Asked, items_of
from reports.facts import (
    SATISFIED_FROM,
    CaseFact,
    Fact,
    InvitationFact,
    IssueFact,
    Population,
    PromiseFact,
    RatingFact,
    RemedyFact,
    ResolutionFact,
    RoundFact,
    ScoreFact,
)
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

# A Friday, 15:20 in Shanghai.
NOW = datetime(2026, 11, 20, 7, 20, tzinfo=UTC)
HOUSE, WEST, EAST, CAFE = 1, 2, 3, 4
# Far from the ids that PostgreSQL gives by itself.
GUEST, CHEN, LI = 900_001, 900_002, 900_003
# Teams of the West Lake house: the front desk and housekeeping.
DESK, ROOMS = 501, 502
ZONES = {HOUSE: "Asia/Shanghai", WEST: "Asia/Shanghai", EAST: "Asia/Kolkata", CAFE: "Asia/Shanghai"}
PARENTS = {HOUSE: None, WEST: HOUSE, EAST: HOUSE, CAFE: WEST}
NAMES = {HOUSE: "回音酒店", WEST: "西湖店", EAST: "东站店", CAFE: "咖啡角"}
# Two versions of the rules: the usual five stars, and one that asked on seven.
SCALES = {1: 5, 2: 7, 3: 3}

Row = dict[str, Any]
QUESTIONS: list[Row] = [
    {"key": "nps", "kind": "nps"}, {"key": "effort", "kind": "ces"},
    {"key": "p_reliability", "kind": "stars", "scale": 7},
    {"key": "e_reliability", "kind": "stars", "scale": 7},
    {"key": "w_reliability", "kind": "stars", "scale": 7},
    {"key": "p_tan_1", "kind": "stars", "scale": 7},
    {"key": "e_tan_1", "kind": "stars", "scale": 7},
    {"key": "confirmation", "kind": "single"}, {"key": "process", "kind": "stars", "scale": 7},
    {"key": "outcome", "kind": "stars"},
]  # fmt: skip
ITEMS = items_of([{"surveys": {"questionnaires": {"one": {"questions": QUESTIONS}}}}])


@dataclass
class House:
    """Rows by table, as they will be written."""

    invitations: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)
    cases: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    promises: list[Row] = field(default_factory=list)
    escalations: list[Row] = field(default_factory=list)
    remedies: list[Row] = field(default_factory=list)

    def facts(self) -> dict[Population, Sequence[Fact]]:
        rounds = [fact for case in self.cases for fact in self._rounds(case)]
        return {
            Population.INVITATIONS: [InvitationFact(**_only(InvitationFact, row))
                                     for row in self.invitations],
            Population.RATINGS: [fact for row in self.answers for fact in self._rating(row)],
            Population.SCORES: [fact for row in self.answers for fact in self._score(row)],
            Population.REMEDIES: [self._remedy(row) for row in self.remedies],
            Population.ROUNDS: rounds,
            Population.ISSUES: [fact for round_ in rounds for fact in self._issues(round_)],
            Population.PROMISES: [self._promise(row) for row in self.promises],
            Population.RESOLUTIONS: [
                self._resolution(row) for row in self.events if row["step"] == "resolved"
            ],
            Population.CASES: [CaseFact(**self._of_case(case)) for case in self.cases],
        }  # fmt: skip

    def _case(self, case_id: int) -> Row:
        return next(case for case in self.cases if case["id"] == case_id)

    def _steps(self, case_id: int, round_: int, *steps: str) -> list[Row]:
        return [
            row
            for row in self.events
            if (row["case_id"], row["round"]) == (case_id, round_) and row["step"] in steps
        ]

    def _score(self, row: Row) -> list[ScoreFact]:
        item = ITEMS.get(row["question"])
        if item is None:
            return []
        asked = next(i for i in self.invitations if i["id"] == row["invitation_id"])
        pairs = [
            r
            for r in self.answers
            if (r["invitation_id"], r["question"]) == (row["invitation_id"], item.partner)
        ]
        return [
            ScoreFact(
                place_id=asked["place_id"],
                mark=asked["mark"],
                asked=item.asked.value,
                dimension=item.dimension,
                score=row["score"],
                choice=row["value"] if isinstance(row["value"], str) else None,
                is_paired="yes" if any(r["score"] is not None for r in pairs) else "no",
                satisfied_from=SATISFIED_FROM[item.scale],
                first_at=row["first_at"],
                service_type=asked["service_type"],
                staff=asked["staff"],
            )
        ]  # fmt: skip

    def _remedy(self, row: Row) -> RemedyFact:
        return RemedyFact(
            **self._of_case(self._case(row["case_id"])),
            remedy=row["kind"],
            remedy_state=row["state"],
            amount=row["amount"],
            currency=row["currency"],
            decided_at=row["decided_at"],
        )

    def _of_case(self, case: Row) -> Row:
        known = ("kind", "state", "outcome", "place_id", "mark", "team_id", "owner_id", "channel",
                 "severity", "cause", "service_type", "staff")  # fmt: skip
        found = list(self._found(case["id"]))
        return {
            "case_id": case["id"],
            "dimensions": frozenset(row["dimension"] for row in found),
            "reached": max(
                (row["level"] for row in self.escalations if row["case_id"] == case["id"]),
                default=None,
            ),
            "same_before": self._same_before(case),
            "aspects": frozenset(row["aspect"] for row in found if row["aspect"]),
            **{key: case[key] for key in known},
        }

    def _about(self, case_id: int) -> set[str]:
        return {row["dimension"] for row in self._found(case_id)}

    def _same_before(self, case: Row) -> int | None:
        earlier = [
            whole_seconds(other["opened_at"], case["opened_at"])
            for other in self.cases
            if other["person_id"] == case["person_id"]
            and other["id"] < case["id"]
            and self._about(other["id"]) & self._about(case["id"])
        ]
        return min(earlier, default=None)

    def _followed_after(self, case: Row, at: datetime) -> int | None:
        """A word more on this case, or a new case about the same."""
        told = ("added", "chased", "refused", "reopened")
        again = [
            row["at"]
            for row in self.events
            if row["case_id"] == case["id"] and row["step"] in told and row["at"] > at
        ]
        again += [
            other["opened_at"]
            for other in self.cases
            if other["person_id"] == case["person_id"]
            and other["id"] != case["id"]
            and other["opened_at"] > at
            and self._about(other["id"]) & self._about(case["id"])
        ]
        return whole_seconds(at, min(again)) if again else None

    def _found(self, case_id: int) -> Iterable[Row]:
        """What was found wrong and still stands."""
        return (
            row
            for row in self.findings
            if (row["case_id"], row["polarity"]) == (case_id, "negative")
            and row["withdrawn_at"] is None
        )

    def _rating(self, row: Row) -> list[RatingFact]:
        if row["question"] != "csat" or row["score"] is None:
            return []
        asked = next(i for i in self.invitations if i["id"] == row["invitation_id"])
        scale = SCALES[asked["rules_id"]]
        return [
            RatingFact(
                place_id=asked["place_id"],
                mark=asked["mark"],
                score=row["score"],
                scale=str(scale),
                satisfied_from=SATISFIED_FROM[scale],
                first_at=row["first_at"],
                service_type=asked["service_type"],
                staff=asked["staff"],
            )
        ]

    def _rounds(self, case: Row) -> list[RoundFact]:
        begun = [(1, case["opened_at"])]
        begun += [
            (row["round"], row["at"])
            for row in self.events
            if row["case_id"] == case["id"] and row["step"] == "reopened"
        ]
        return [
            RoundFact(
                **self._of_case(case),
                round=number,
                opened_at=at,
                response=self._response(case["id"], number, at),
                settled=_last(
                    at,
                    [
                        r["at"]
                        for r in self.events
                        if (r["case_id"], r["step"]) == (case["id"], "resolved")
                    ],
                ),
                resolution=_until(
                    at, [r["at"] for r in self._steps(case["id"], number, "resolved")]
                ),
            )
            for number, at in begun
        ]

    def _response(self, case_id: int, round_: int, at: datetime) -> int | None:
        said = [row["at"] for row in self._steps(case_id, round_, "replied", "resolved")]
        return whole_seconds(at, min(said)) if said else None

    def _issues(self, round_: RoundFact) -> list[IssueFact]:
        return [
            IssueFact(**vars(round_), dimension=row["dimension"], aspect=row["aspect"] or None)
            for row in self._found(round_.case_id)
        ]

    def _promise(self, row: Row) -> PromiseFact:
        case = self._case(row["case_id"])
        return PromiseFact(
            **self._of_case(case),
            is_present="yes" if row["round"] == case["round"] else "no",
            **{key: row[key] for key in ("clock", "due_at", "kept_at", "dropped_at", "paused_at")},
        )

    def _resolution(self, row: Row) -> ResolutionFact:
        case_id, round_ = row["case_id"], row["round"]
        said = self._steps(case_id, round_, "accepted", "refused")
        again = self._steps(case_id, round_ + 1, "reopened")
        handling = None
        if said:
            handling = said[-1]["facts"].get("handling", "unsolved")
        return ResolutionFact(
            **self._of_case(self._case(case_id)),
            resolved_at=row["at"],
            handling=handling,
            reopened_after=whole_seconds(row["at"], again[0]["at"]) if again else None,
            replies=len(
                [r for r in self._steps(case_id, round_, "replied") if r["at"] <= row["at"]]
            ),
            followed_after=self._followed_after(self._case(case_id), row["at"]),
        )


def _until(at: datetime, moments: Sequence[datetime]) -> int | None:
    return whole_seconds(at, min(moments)) if moments else None


def _last(at: datetime, moments: Sequence[datetime]) -> int | None:
    return whole_seconds(at, max(moments)) if moments else None


def whole_seconds(first: datetime, later: datetime) -> int:
    return int(later.timestamp() // 1) - int(first.timestamp() // 1)


def _of_case(case: Row) -> Row:
    return {
        "case_id": case["id"],
        **{key: case[key] for key in ("kind", "state", "outcome", "place_id", "mark")},
    }


def _only(sort: type, row: Row) -> Row:
    return {key: row[key] for key in sort.__dataclass_fields__}  # type: ignore[attr-defined]


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
        "service_type": chance.choice(["room", "dinner", None]),
        "staff": chance.choice(["小李", "小陈", None]),
    }
    house.invitations.append(row)
    if answered:
        top = SCALES[row["rules_id"]]
        scores: Row = {"csat": chance.choice([None, *range(1, top + 1)]), "reason": None}
        for key, item in ITEMS.items():
            if item.asked is Asked.CONFIRMATION:
                scores[key] = chance.choice(["worse", "as", "better"])
            elif chance.random() < 0.8:
                scores[key] = chance.choice([None, *range(1, 11 if item.asked is Asked.NPS else 8)])
        for question, score in scores.items():
            house.answers.append(
                {
                    "invitation_id": number,
                    "question": question,
                    "value": score,
                    "score": float(score) if isinstance(score, int) else None,
                    "first_at": answered,
                    "changed_at": completed or answered,
                }
            )


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
        "service_type": asked["service_type"] if asked else None,
        "staff": asked["staff"] if asked else None,
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
    for step in chance.choices(["replied", "replied", "added", "chased"], k=chance.randrange(4)):
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
            body = _rules_asking_on(scale)
            await connection.execute(
                insert(rule_versions).values(
                    id=id_, fingerprint=str(id_), body=body, source="test", added_at=NOW
                )
            )


def _rules_asking_on(scale: int) -> Row:
    questions = [{"key": "csat", "kind": "stars", "scale": scale}, *QUESTIONS]
    return {"surveys": {"questionnaires": {"satisfaction": {"questions": questions}}}}


def _told(row: Row) -> Row:
    return {key: row.get(key) for key in ("service_type", "staff")}


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
