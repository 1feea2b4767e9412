"""A difference is told with how sure it is, and chance alone is not told as a change."""

import math
import random
from datetime import UTC, datetime, timedelta

import pytest

from calendars.periods import parse_period
from reports.against import standing_out
from reports.comparing import Verdict, around, as_far, compare, fair_before
from reports.intervals import discoveries, medians, newcombe, rates, student, welch, wilson
from reports.panel import Part
from reports.values import Figures, Number
from tests.reports.house import NOW

SHANGHAI = "Asia/Shanghai"


def figures(**numbers: Number) -> Figures:
    period = parse_period("7d", NOW, SHANGHAI)
    return Figures(period=period, now=NOW, places=(), numbers=numbers)


def test_newcombe_gives_the_intervals_of_his_paper() -> None:
    """Newcombe 1998, table II: 56/70 and 48/80; 9/10 and 3/10; 10/10 and 0/20."""
    for shares, expected in (
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((10, 10, 0, 20), (0.6791, 1.0)),
    ):
        assert newcombe(*shares) == pytest.approx(expected, abs=0.00006)


def test_an_interval_of_a_share_stays_between_none_and_all() -> None:
    assert wilson(0, 0) == (0, 1)
    assert wilson(0, 10)[0] == pytest.approx(0, abs=1e-9)
    assert wilson(10, 10)[1] == 1
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=0.0001)


def test_students_points_are_those_of_the_tables() -> None:
    known = {1: 12.706, 4: 2.776, 5: 2.571, 10: 2.228, 30: 2.042, 120: 1.980}
    for freedom, point in known.items():
        assert student(freedom) == pytest.approx(point, abs=0.001)


def test_welch_finds_what_two_lists_of_scores_differ_by() -> None:
    first, other = [5.0, 4.0, 5.0, 5.0, 4.0, 5.0], [3.0, 2.0, 4.0, 3.0, 2.0, 3.0]
    low, high = welch(_sums(first), _sums(other))
    assert low < sum(first) / 6 - sum(other) / 6 < high
    assert low > 0
    assert welch(_sums([4.0] * 6), _sums([4.0] * 6)) == (0, 0)


def _sums(values: list[float]) -> tuple[float, float, float]:
    return len(values), sum(values), sum(value * value for value in values)


@pytest.mark.parametrize("sizes", [(9, 14), (60, 41)])
def test_intervals_of_medians_and_rates_hold_the_truth_about_as_often_as_they_say(
    sizes: tuple[int, int],
) -> None:
    chance, held = random.Random(7), 0
    for _ in range(30):
        first = sorted(chance.expovariate(1) for _ in range(sizes[0]))
        other = sorted(chance.expovariate(0.5) for _ in range(sizes[1]))
        low, high = medians(first, other)
        held += low <= math.log(2) - 2 * math.log(2) <= high
    assert held >= 25
    low, high = rates(30, 10.0, 60, 10.0)
    assert low < -3 < high < 0


def test_of_many_comparisons_only_those_stand_that_chance_does_not_explain() -> None:
    assert discoveries([0.001, 0.04, 0.03, 0.8]) == [True, False, False, False]
    assert discoveries([0.01, 0.02, 0.03, 0.04]) == [True] * 4
    assert discoveries([]) == []


def test_what_got_better_or_worse_is_said_and_what_is_not_clear_is_not() -> None:
    now = figures(csat=Number(n=200, hits=120), on_time=Number(n=200, hits=190),
                  reopened=Number(n=200, hits=60), handling=Number(n=6, hits=4),
                  complaints=Number(n=40))  # fmt: skip
    before = figures(csat=Number(n=200, hits=170), on_time=Number(n=200, hits=150),
                     reopened=Number(n=200, hits=20), handling=Number(n=6, hits=3),
                     complaints=Number(n=38))  # fmt: skip
    told = {change.key: change.verdict for change in compare(now, before).changes}
    assert told == {
        "csat": Verdict.WORSE,
        "on_time": Verdict.BETTER,
        "reopened": Verdict.WORSE,
        "handling": Verdict.UNCLEAR,
        "complaints": Verdict.UNCLEAR,
    }


def test_waiting_longer_is_worse_and_more_complaints_are_worse() -> None:
    waits = [float(600 + 7 * n) for n in range(40)], [float(100 + 7 * n) for n in range(40)]
    now = figures(first_response=Number(n=40, median=736), complaints=Number(n=90))
    before = figures(first_response=Number(n=40, median=236), complaints=Number(n=30))
    told = {change.key: change.verdict for change in compare(now, before, waits).changes}
    assert told == {"first_response": Verdict.WORSE, "complaints": Verdict.WORSE}


def test_a_friday_is_held_against_a_friday() -> None:
    for asked, expected in {
        "today": "2026-11-13",
        "7d": "2026-11-07..2026-11-13",
        "30d": "2026-09-17..2026-10-16",
        "month": "2026-10-11..2026-10-30",
    }.items():
        period = parse_period(asked, NOW, SHANGHAI)
        before = fair_before(period, NOW)
        assert before.dates == expected
        assert before.first.weekday() == period.first.weekday()
        # Of today only so much has been: so much of the day before counts too.
        assert before.end == NOW - 7 * timedelta(days=-(-before.length // 7))


def test_a_week_that_runs_is_held_against_as_much_of_the_last_and_a_day_against_a_month() -> None:
    def held(asked: str, other: str) -> tuple[str, datetime]:
        one, two = (parse_period(each, NOW, SHANGHAI) for each in (asked, other))
        found = as_far(one, two, NOW)
        return found.dates, found.end

    week = timedelta(days=7)
    assert held("week", "last-week") == ("2026-11-09..2026-11-13", NOW - week)
    assert held("today", "yesterday") == ("2026-11-19", NOW - timedelta(days=1))
    assert held("month", "last-month") == ("2026-10-01..2026-10-20", NOW - timedelta(days=31))
    # Four days that were named are four days, however short the one that they stand beside.
    assert held("today", "2026-11-10..2026-11-13")[0] == "2026-11-10..2026-11-13"
    end_of_march = datetime(2026, 3, 31, 7, 0, tzinfo=UTC)
    march, before = (parse_period(each, end_of_march, SHANGHAI) for each in ("month", "last-month"))
    february = as_far(march, before, end_of_march)
    assert february.dates == "2026-02-01..2026-02-28"
    assert february.closes is None
    assert held("today", "last-month")[0] == "2026-10-01..2026-10-31"
    assert held("yesterday", "2026-11-12")[0] == "2026-11-12"


def test_since_a_day_is_held_against_as_many_days_before_it() -> None:
    since, before = around(parse_period("2026-11-03", NOW, SHANGHAI), NOW)
    assert (since.dates, before.dates) == ("2026-11-03..2026-11-20", "2026-10-13..2026-10-30")


def _part(code: str, hits: int, n: int) -> Part:
    return Part(code=code, name=code, numbers={"csat": Number(n=n, hits=hits)})


def test_a_place_that_stands_out_of_the_rest_is_named_and_chance_is_not() -> None:
    parts = [_part("1", 90, 100), _part("2", 88, 100), _part("3", 60, 100), _part("4", 3, 3)]
    found = standing_out(parts)
    assert found[("3", "csat")] is Verdict.WORSE
    assert ("4", "csat") not in found


def test_of_forty_places_that_are_alike_hardly_one_seems_to_stand_out() -> None:
    """Each alone at 95 % would name two of forty; over 40 such houses the rate is held."""
    chance, named, compared = random.Random(11), 0, 0
    for _ in range(40):
        parts = [
            _part(str(number), sum(chance.random() < 0.85 for _ in range(60)), 60)
            for number in range(40)
        ]
        named += bool(standing_out(parts))
        compared += 1
    assert named / compared <= 0.15
