"""The gap is what was found less what was expected, and weighs what customers weigh."""

import pytest

from reports.servqual import Source, servqual_of
from reports.values import Number


def mean(value: float, n: int = 40) -> Number:
    return Number(n=n, total=value * n)


GROUPS = {
    "perception": {"reliability": mean(5.0), "empathy": mean(6.0), "tangibles": mean(4.0, 9)},
    "expectation": {"reliability": mean(6.5), "empathy": mean(5.5)},
    "perception_paired": {"reliability": mean(5.2, 30), "empathy": mean(6.0)},
    "expectation_paired": {"reliability": mean(6.4, 30), "empathy": mean(5.5)},
    "weight": {"reliability": mean(75), "empathy": mean(25), "tangibles": mean(0)},
}


def test_a_gap_rests_on_those_who_said_both() -> None:
    table = servqual_of(GROUPS)
    assert [line.dimension for line in table.lines] == ["tangibles", "reliability", "empathy"]
    gaps = {line.dimension: line.gap for line in table.lines}
    assert gaps["reliability"] == pytest.approx(-1.2)
    assert gaps["empathy"] == pytest.approx(0.5)
    assert gaps["tangibles"] is None, "nobody was asked what they expected of it"


def test_the_whole_is_weighted_with_weights_that_add_up_to_one() -> None:
    table = servqual_of(GROUPS)
    weights = [line.weight for line in table.lines if line.weight is not None]
    assert sum(weights) == pytest.approx(1)
    assert table.weighted == pytest.approx(0.75 * -1.2 + 0.25 * 0.5)
    even = servqual_of({**GROUPS, "weight": {}})
    assert even.weighted == pytest.approx((-1.2 + 0.5) / 2)


def test_the_weights_of_the_rules_hold_until_enough_customers_have_weighed() -> None:
    of_the_rules = {"reliability": 30, "empathy": 70}
    told = servqual_of(GROUPS, of_the_rules)
    assert (told.source, told.weights_n) == (Source.CUSTOMERS, 40)
    few = {name: mean(75 if name == "reliability" else 25, 29) for name in GROUPS["weight"]}
    ruled = servqual_of({**GROUPS, "weight": few}, of_the_rules)
    assert (ruled.source, ruled.weights_n) == (Source.RULES, 29)
    assert ruled.weighted == pytest.approx(0.3 * -1.2 + 0.7 * 0.5)
    assert servqual_of({**GROUPS, "weight": few}).source is Source.EVEN


def test_perception_alone_has_no_gap() -> None:
    table = servqual_of({"perception": GROUPS["perception"]})
    assert table.weighted is None
    assert all(line.gap is None for line in table.lines)
    assert servqual_of({}).lines == ()
