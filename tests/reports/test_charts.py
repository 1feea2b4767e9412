"""A chart keeps quiet while nothing moves, and tells a move soon, with where it began."""

import math
import random

import pytest

from reports.charts import Chart, Rule, Sample, chart_of, first_signal, odd_ones, sample_of
from reports.values import Number

EVEN = Chart(middle=0.8, is_share=True)


def shares(chance: random.Random, share: float, days: int, n: int) -> list[Sample]:
    return [Sample(hits=sum(chance.random() < share for _ in range(n)), n=n) for _ in range(days)]


@pytest.mark.parametrize("n", [8, 40, 400])
def test_the_spread_of_chance_is_about_one_however_many_answers_a_day_has(n: int) -> None:
    spreads = [EVEN.spread_of(sample) for sample in shares(random.Random(n), 0.8, 600, n)]
    middle = sum(spreads) / len(spreads)
    assert abs(middle) < 0.2
    assert 0.85 < math.sqrt(sum((s - middle) ** 2 for s in spreads) / len(spreads)) < 1.15


def test_a_single_terrible_day_is_told_at_once() -> None:
    days = [Sample(hits=32, n=40)] * 5 + [Sample(hits=15, n=40)]
    signal = first_signal(EVEN, days)
    assert signal is not None
    assert (signal.rule, signal.at, signal.since, signal.is_up) == (Rule.ONE_FAR, 5, 5, False)
    assert odd_ones(EVEN, days) == {5}


def test_a_small_lasting_shift_is_told_by_the_run_with_its_beginning() -> None:
    days = [Sample(hits=32, n=40), Sample(hits=33, n=40)] * 4 + [Sample(hits=30, n=40)] * 8
    signal = first_signal(EVEN, days)
    assert signal is not None
    assert (signal.rule, signal.at, signal.is_up) == (Rule.RUN, 15, False)


def test_days_without_business_neither_signal_nor_break_a_run() -> None:
    quiet = [Sample(hits=0, n=0)] * 20
    assert first_signal(EVEN, quiet) is None
    low = [day for _ in range(8) for day in (Sample(hits=30, n=40), Sample(hits=0, n=0))]
    signal = first_signal(EVEN, low)
    assert signal is not None
    assert signal.rule is Rule.RUN


def test_more_complaints_a_day_are_told_on_a_rate_chart() -> None:
    chart = chart_of([sample_of(Number(n=count)) for count in (3, 2, 4, 3, 3)], is_share=False)
    assert chart is not None
    assert chart.middle == 3
    signal = first_signal(chart, [sample_of(Number(n=count)) for count in (3, 4, 12)])
    assert signal is not None
    assert (signal.rule, signal.at, signal.is_up) == (Rule.ONE_FAR, 2, True)
    assert chart_of([], is_share=True) is None


def test_limits_narrow_with_more_answers_and_stay_within_none_and_all() -> None:
    few, many = EVEN.limits(10), EVEN.limits(1000)
    assert few is not None
    assert many is not None
    assert 0 <= few[0] < many[0] < 0.8 < many[1] < few[1] <= 1
    assert EVEN.limits(0) is None
