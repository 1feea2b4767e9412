"""The gap is what was found less what was expected, and weighs what customers weigh."""

import pytest

from reports.servqual import servqual_of
from reports.values import Number


def mean(value: float, n: int = 40) -> Number:
    return Number(n=n, total=value * n)


GROUPS = {
    "perception": {"reliability": mean(5.0), "empathy": mean(6.0), "tangibles": mean(4.0, 9)},
    "expectation": {"reliability": mean(6.5), "empathy": mean(5.5)},
    "perception_paired": {"reliability": mean(5.2, 30), "empathy": mean(6.0)},
    "expectation_paired": {"reliability": mean(6.4, 30), "empathy": mean(5.5)},
    "weight": {"reliability": mean(75), "empathy": mean(25)},
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


def test_perception_alone_has_no_gap() -> None:
    table = servqual_of({"perception": GROUPS["perception"]})
    assert table.weighted is None
    assert all(line.gap is None for line in table.lines)
    assert servqual_of({}).lines == ()
