"""p- and u-charts: what is ordinary from day to day, and when something has moved.

Shares and counts are put on a scale on which chance has the same spread everywhere (Freeman and
Tukey 1950), so that a day of 8 answers and one of 800 are held to the same rules:

1. one point beyond 3 of these spreads,
2. two of three in a row beyond 2 on the same side,
3. eight in a row on the same side of the middle, each by a tenth of a spread at least.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from reports.values import Number

FAR, NEAR, RUN = 3.0, 2.0, 8
BESIDE = 0.1


class Rule(StrEnum):
    ONE_FAR = "one_far"
    TWO_OF_THREE = "two_of_three"
    RUN = "run"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How far is far for one point, and for two of three; how many in a row are a run."""

    far: float = FAR
    near: float = NEAR
    run: int = RUN


USUAL = Limits()
# Looked at every day, and by many, the usual ones cry wolf several times a year for each figure.
ALERT = Limits(far=3.5, near=2.7, run=11)


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A share: `hits` of `n`. A rate: `hits` in `n` units of time or of business."""

    hits: int
    n: float


@dataclass(frozen=True, kw_only=True)
class Chart:
    """`is_share`: a p-chart, else a u-chart. `middle` is what the baseline says is ordinary."""

    middle: float
    is_share: bool

    def spread_of(self, sample: Sample) -> float:
        """How far from the middle, in spreads; nothing was counted: not at all."""
        if sample.n <= 0:
            return 0.0
        if not self.is_share:
            expected = math.sqrt(4 * self.middle * sample.n + 1)
            return math.sqrt(sample.hits) + math.sqrt(sample.hits + 1) - expected
        first = math.asin(math.sqrt(sample.hits / (sample.n + 1)))
        other = math.asin(math.sqrt((sample.hits + 1) / (sample.n + 1)))
        middle = math.asin(math.sqrt(self.middle))
        return math.sqrt(sample.n + 0.5) * (first + other - 2 * middle)

    def limits(self, n: float) -> tuple[float, float] | None:
        """Three spreads below and above, for so many; None where nothing was counted."""
        if n <= 0:
            return None
        if not self.is_share:
            root, step = math.sqrt(self.middle), FAR / (2 * math.sqrt(n))
            return max(0.0, root - step) ** 2, (root + step) ** 2
        angle, step = math.asin(math.sqrt(self.middle)), FAR / (2 * math.sqrt(n))
        low, high = max(0.0, angle - step), min(math.pi / 2, angle + step)
        return math.sin(low) ** 2, math.sin(high) ** 2


def chart_of(baseline: Sequence[Sample], *, is_share: bool) -> Chart | None:
    """None when the baseline holds nothing."""
    hits, n = sum(sample.hits for sample in baseline), sum(sample.n for sample in baseline)
    return Chart(middle=hits / n, is_share=is_share) if n else None


@dataclass(frozen=True, kw_only=True)
class Signal:
    """`at` is the place where the rule was met, `since` where the move seems to have begun."""

    rule: Rule
    at: int
    since: int
    is_up: bool


@dataclass
class Watch:
    """Takes samples one by one and says when a rule is met; points of no business are left out."""

    chart: Chart
    limits: Limits = USUAL
    spreads: list[tuple[int, float]] = field(default_factory=list)
    place: int = -1

    def take(self, sample: Sample) -> Signal | None:
        self.place += 1
        if sample.n <= 0:
            return None
        self.spreads.append((self.place, self.chart.spread_of(sample)))
        for sign in (1, -1):
            rule = self._met([sign * spread for _, spread in self.spreads])
            if rule is not None:
                return Signal(rule=rule, at=self.place, since=self._since(sign), is_up=sign > 0)
        return None

    def _met(self, spreads: Sequence[float]) -> Rule | None:
        limits = self.limits
        if spreads[-1] > limits.far:
            return Rule.ONE_FAR
        last = spreads[-3:]
        if last[-1] > limits.near and sum(spread > limits.near for spread in last) >= 2:
            return Rule.TWO_OF_THREE
        run = spreads[-limits.run :]
        return Rule.RUN if len(run) == limits.run and min(run) > BESIDE else None

    def _since(self, sign: int) -> int:
        """The place from which on the sum of spreads is the largest: the likeliest beginning."""
        best, total, since = -math.inf, 0.0, self.place
        for place, spread in reversed(self.spreads):
            total += sign * spread - 0.5
            if total > best:
                best, since = total, place
        return since


def first_signal(chart: Chart, samples: Sequence[Sample], limits: Limits = USUAL) -> Signal | None:
    watch = Watch(chart, limits)
    for sample in samples:
        signal = watch.take(sample)
        if signal is not None:
            return signal
    return None


def odd_ones(chart: Chart, samples: Sequence[Sample]) -> set[int]:
    """The places that lie beyond three spreads."""
    return {place for place, sample in enumerate(samples) if abs(chart.spread_of(sample)) > FAR}


def sample_of(number: Number, span: float = 1.0) -> Sample:
    """A share as it is; a count as a rate over a span of time."""
    if number.hits is not None:
        return Sample(hits=number.hits, n=number.n)
    return Sample(hits=number.n, n=span)
