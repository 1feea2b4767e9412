"""What each figure means, counted by hand on a few rows."""

from datetime import datetime, timedelta
from typing import Any

from calendars.periods import parse_period
from reports.facts import (
    CaseFact,
    Fact,
    InvitationFact,
    IssueFact,
    Population,
    PromiseFact,
    RatingFact,
    ResolutionFact,
    RoundFact,
)
from reports.fold import Scope, fold
from reports.values import Figures, Number, Numbers
from tests.reports.house import NOW, WEST

HOUR = timedelta(hours=1)
MORNING = NOW - 4 * HOUR
CASE = {"place_id": WEST, "mark": "live", "kind": "complaint", "state": "open", "outcome": None}


def counted(*rows: Fact, words: str = "today") -> tuple[dict[str, Number], dict[str, Numbers]]:
    facts: dict[Population, list[Fact]] = {}
    for row in rows:
        facts.setdefault(_population(row), []).append(row)
    period = parse_period(words, NOW, "Asia/Shanghai")
    return fold(facts, Scope(period=period, places=frozenset({WEST}), now=NOW))


def _population(row: Fact) -> Population:
    sorts: dict[type[Fact], Population] = {
        InvitationFact: Population.INVITATIONS,
        RatingFact: Population.RATINGS,
        RoundFact: Population.ROUNDS,
        IssueFact: Population.ISSUES,
        PromiseFact: Population.PROMISES,
        ResolutionFact: Population.RESOLUTIONS,
        CaseFact: Population.CASES,
    }
    return sorts[type(row)]


def invitation(**changes: Any) -> InvitationFact:
    values: dict[str, Any] = {
        "place_id": WEST,
        "mark": "live",
        "state": "sent",
        "sent_at": MORNING,
        "delivered_at": MORNING,
        "first_answer_at": None,
        "completed_at": None,
    }
    return InvitationFact(**(values | changes))


def rating(score: float, *, scale: int = 5, satisfied_from: int = 4) -> RatingFact:
    return RatingFact(
        place_id=WEST,
        mark="live",
        score=score,
        scale=str(scale),
        satisfied_from=satisfied_from,
        first_at=MORNING,
    )


def round_of(case_id: int, number: int = 1, at: datetime = MORNING, **changes: Any) -> RoundFact:
    values: dict[str, Any] = {**CASE, "response": None} | changes
    return RoundFact(case_id=case_id, round=number, opened_at=at, **values)


def promise(case_id: int = 1, **changes: Any) -> PromiseFact:
    values: dict[str, Any] = {
        **CASE,
        "clock": "resolution",
        "is_present": "yes",
        "due_at": MORNING,
        "kept_at": None,
        "dropped_at": None,
        "paused_at": None,
    }
    return PromiseFact(case_id=case_id, **(values | changes))


def resolution(case_id: int = 1, **changes: Any) -> ResolutionFact:
    values: dict[str, Any] = {
        **CASE,
        "state": "closed",
        "resolved_at": MORNING,
        "handling": None,
        "reopened_after": None,
    }
    return ResolutionFact(case_id=case_id, **(values | changes))


def test_one_tap_ahead_or_meanwhile_is_no_survey_that_was_left_unanswered() -> None:
    numbers, _ = counted(
        invitation(first_answer_at=MORNING, completed_at=MORNING, state="done"),
        invitation(wave="before"),
        invitation(wave="pulse", first_answer_at=MORNING),
        invitation(wave="again-20261120"),
    )
    assert numbers["response_rate"] == Number(n=2, hits=1)
    assert (numbers["delivered"].n, numbers["partial"].n) == (2, 0)
    assert numbers["delivery_rate"].n == 4, "each of them was a message all the same"


def test_who_may_not_have_got_the_survey_is_not_counted_as_silent() -> None:
    numbers, _ = counted(
        invitation(first_answer_at=MORNING, completed_at=MORNING, state="done"),
        invitation(first_answer_at=MORNING, state="partial"),
        invitation(),
        invitation(state="unknown", delivered_at=None),
        invitation(state="failed", delivered_at=None),
        invitation(state="planned", delivered_at=None, sent_at=None),
    )
    assert numbers["response_rate"] == Number(n=3, hits=1)
    assert numbers["partial"].n == 1
    assert numbers["delivery_unknown"].n == 1
    assert numbers["delivery_rate"] == Number(n=5, hits=3)


def test_satisfied_is_four_of_five_five_of_seven_and_three_of_three() -> None:
    numbers, groups = counted(
        *(rating(score) for score in (1, 3, 4, 5)),
        *(rating(score, scale=7, satisfied_from=5) for score in (4, 5)),
        rating(3, scale=3, satisfied_from=3),
    )
    assert numbers["csat"] == Number(n=7, hits=4)
    assert groups["csat_mean"]["5"].mean == 3.25
    assert groups["csat_mean"]["7"].mean == 4.5


def test_a_complaint_that_came_back_the_same_day_is_one_complaint() -> None:
    numbers, _ = counted(round_of(1, 1), round_of(1, 2, MORNING + HOUR), round_of(2))
    assert numbers["complaints"].n == 2


def test_what_came_back_today_is_a_complaint_of_today() -> None:
    numbers, _ = counted(round_of(1, 1, MORNING - 48 * HOUR), round_of(1, 2, MORNING))
    assert numbers["complaints"].n == 1


def test_praise_is_heard_and_is_no_complaint() -> None:
    numbers, groups = counted(round_of(1), round_of(2, kind="praise", state="closed"))
    assert numbers["complaints"].n == 1
    assert groups["heard_by_kind"] == {"complaint": Number(n=1), "praise": Number(n=1)}


def test_what_the_customer_took_back_was_no_complaint() -> None:
    numbers, _ = counted(round_of(1, state="closed", outcome="withdrawn"))
    assert numbers["complaints"].n == 0


def test_a_case_is_counted_once_for_each_thing_that_was_wrong() -> None:
    issues = [("responsiveness", "wait"), ("responsiveness", "unanswered"), ("tangibles", "smell")]
    rows = [IssueFact(**vars(round_of(1)), dimension=d, aspect=a) for d, a in issues]
    _, groups = counted(*rows)
    assert groups["complaints_by_dimension"] == {
        "responsiveness": Number(n=1),
        "tangibles": Number(n=1),
    }


def test_a_promise_that_nobody_kept_counts_against_the_house_while_the_case_is_open() -> None:
    numbers, _ = counted(promise(1), promise(2, kept_at=MORNING - HOUR))
    assert numbers["on_time"] == Number(n=2, hits=1)


def test_a_promise_kept_late_was_not_kept_on_time() -> None:
    numbers, _ = counted(promise(kept_at=MORNING + HOUR))
    assert numbers["on_time"] == Number(n=1, hits=0)


def test_what_is_due_later_today_is_not_counted_yet() -> None:
    numbers, _ = counted(promise(due_at=NOW + HOUR))
    assert numbers["on_time"].n == 0


def test_while_we_wait_for_the_customer_no_promise_falls_due() -> None:
    waiting = promise(1, state="waiting", paused_at=MORNING - HOUR)
    too_late = promise(2, state="waiting", paused_at=MORNING + HOUR)
    settled = promise(3, paused_at=MORNING - HOUR, kept_at=MORNING + HOUR)
    numbers, _ = counted(waiting, too_late, settled)
    assert numbers["on_time"] == Number(n=2, hits=1)


def test_taking_a_complaint_back_does_not_hide_that_its_promise_was_broken() -> None:
    numbers, _ = counted(
        promise(1, dropped_at=MORNING - HOUR), promise(2, dropped_at=MORNING + HOUR)
    )
    assert numbers["on_time"] == Number(n=1, hits=0)


def test_overdue_now_names_each_case_once_and_none_that_was_answered() -> None:
    numbers, _ = counted(
        promise(1, clock="response"),
        promise(1, clock="resolution"),
        promise(2, kept_at=MORNING + HOUR),
        promise(3, state="closed"),
        promise(4, is_present="no"),
        promise(5, due_at=NOW + HOUR),
    )
    assert numbers["overdue_now"].n == 1


def test_first_response_is_told_by_its_middle_and_its_slow_end() -> None:
    seconds = [60, 120, 180, 240, 6000]
    numbers, _ = counted(*(round_of(n, response=s) for n, s in enumerate(seconds)), round_of(9))
    response = numbers["first_response"]
    assert (response.n, response.median, response.mean) == (5, 180, 1320)
    assert response.p90 == 3696


def test_handling_is_rated_round_by_round() -> None:
    numbers, groups = counted(
        resolution(1, handling="unsolved", reopened_after=600),
        resolution(1, handling="satisfied"),
        resolution(2, handling="partly", reopened_after=31 * 86_400),
        resolution(3),
    )
    assert numbers["handling"] == Number(n=3, hits=1)
    assert numbers["reopened"] == Number(n=4, hits=1)
    assert groups["handling_by_answer"]["partly"].n == 1


def test_what_was_tried_out_is_never_counted_and_what_the_demo_shows_is() -> None:
    numbers, _ = counted(
        invitation(mark="test"),
        invitation(mark="demo"),
        round_of(1, mark="test"),
        promise(mark="test"),
    )
    assert numbers["delivered"].n == 1
    assert numbers["complaints"].n == 0
    assert numbers["overdue_now"].n == 0


def test_thirty_is_enough_and_twenty_nine_is_a_small_sample() -> None:
    small, _ = counted(*(rating(5) for _ in range(29)))
    enough, _ = counted(*(rating(5) for _ in range(30)))
    assert small["csat"].is_small
    assert not enough["csat"].is_small


def test_one_case_alone_is_no_top_issue() -> None:
    def top(*aspects: str) -> tuple[str, Number] | None:
        rows = [
            IssueFact(**vars(round_of(number)), dimension="tangibles", aspect=aspect)
            for number, aspect in enumerate(aspects)
        ]
        numbers, groups = counted(*rows)
        period = parse_period("today", NOW, "Asia/Shanghai")
        return Figures(period=period, now=NOW, places=(), numbers=numbers, groups=groups).top_issue

    assert top("smell") is None
    assert top("smell", "noise", "noise") == ("noise", Number(n=2))
