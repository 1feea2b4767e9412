"""A house of rows as the fold reads them: the slow and plain way that SQL is held against."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from reports.asked import items_of
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
# What is known of a service; where no industry is told, it is that of the house.
TOLD = ("service_type", "staff", "product", "customer_group", "industry")
INDUSTRY = "hotel"
QUESTIONS: list[Row] = [
    {"key": "nps", "kind": "nps"}, {"key": "effort", "kind": "ces"},
    {"key": "p_reliability", "kind": "stars", "scale": 7},
    {"key": "e_reliability", "kind": "stars", "scale": 7},
    {"key": "w_reliability", "kind": "stars", "scale": 7},
    {"key": "p_empathy", "kind": "stars", "scale": 5},
    {"key": "e_empathy", "kind": "stars"},
    {"key": "p_tan_1", "kind": "stars", "scale": 7},
    {"key": "e_tan_1", "kind": "stars", "scale": 7},
    {"key": "confirmation", "kind": "single"}, {"key": "process", "kind": "stars", "scale": 7},
    {"key": "outcome", "kind": "stars"},
]  # fmt: skip
ITEMS = items_of([{"surveys": {"questionnaires": {"one": {"questions": QUESTIONS}}}}])


def on_common_scale(score: float | None, key: str) -> float | None:
    """The short form asks on five points, the pairs on seven: 1 is 1, 3 is 4 and 5 is 7."""
    return 1.5 * score - 0.5 if score is not None and key in {"p_empathy", "e_empathy"} else score


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
        same = {i["id"] for i in self.invitations if i["service_id"] == asked["service_id"]}
        pairs = [
            r for r in self.answers if r["invitation_id"] in same and r["question"] == item.partner
        ]
        return [
            ScoreFact(
                place_id=asked["place_id"],
                mark=asked["mark"],
                asked=item.asked.value,
                dimension=item.dimension,
                score=on_common_scale(row["score"], item.key),
                choice=row["value"] if isinstance(row["value"], str) else None,
                is_paired="yes" if any(r["score"] is not None for r in pairs) else "no",
                satisfied_from=SATISFIED_FROM[item.scale],
                first_at=row["first_at"],
                **{key: asked[key] for key in TOLD},
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
                 "severity", "cause", *TOLD)  # fmt: skip
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
                **{key: asked[key] for key in TOLD},
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
                **self._resolved(case["id"], number, at),
            )
            for number, at in begun
        ]

    def _resolved(self, case_id: int, round_: int, at: datetime) -> Row:
        """To the first time in this round, and to the last of all, without what was waited."""
        here = [r["at"] for r in self._steps(case_id, round_, "resolved")]
        found = [r for r in self.events if (r["case_id"], r["step"]) == (case_id, "resolved")]
        seconds = _until(at, here)
        settled = _last(at, [r["at"] for r in found])
        return {
            "resolution": seconds,
            "worked": None if seconds is None else seconds - self._waited(case_id, round_),
            "settled": None if settled is None else settled - self._waited(case_id),
        }

    def _waited(self, case_id: int, round_: int | None = None) -> int:
        return sum(
            row["paused"] + (_until(row["paused_at"], [row["kept_at"]]) or 0)
            if row["paused_at"] and row["kept_at"]
            else row["paused"]
            for row in self.promises
            if (row["case_id"], row["clock"]) == (case_id, "resolution")
            and round_ in {None, row["round"]}
        )

    def _response(self, case_id: int, round_: int, at: datetime) -> int | None:
        said = [row["at"] for row in self._steps(case_id, round_, "asked", "replied", "resolved")]
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
