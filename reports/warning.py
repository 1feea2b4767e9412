"""Early warning: what has moved in a daily series, since when, and only once for one move."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts import ALERT, Sample, Signal, chart_of, first_signal

# Days that are looked at anew each day, and how many with business must lie before them.
WINDOW, LEAST_BEFORE = 14, 14
# Answers, or complaints, without which a baseline says little.
LEAST_COUNT = 60


@dataclass(frozen=True, kw_only=True)
class Move:
    """`since` and `at` are places in the series; the levels are shares, or counts a day."""

    since: int
    at: int
    is_up: bool
    rule: str
    before: float
    after: float
    n: float


def moved(days: Sequence[Sample], *, is_share: bool, told_since: int | None = None) -> Move | None:
    """`days` run up to yesterday. `told_since` is where the last move that was told began.

    What lies before it says nothing of what is ordinary now: the move is the new baseline, and is
    not told again.
    """
    start = 0 if told_since is None else told_since
    series = days[start:]
    first = max(len(series) - WINDOW, _place_of(series, LEAST_BEFORE))
    before, window = series[:first], series[first:]
    if sum(sample.n if is_share else sample.hits for sample in before) < LEAST_COUNT:
        return None
    chart = chart_of(before, is_share=is_share)
    if chart is None or not window or not chart.middle > 0:
        return None
    signal = first_signal(chart, window, ALERT)
    return None if signal is None else _move(signal, window, start + first, chart.middle)


def _place_of(series: Sequence[Sample], count: int) -> int:
    """Where so many days with business lie behind."""
    seen = 0
    for place, sample in enumerate(series):
        seen += sample.n > 0
        if seen > count:
            return place
    return len(series)


def _move(signal: Signal, window: Sequence[Sample], offset: int, middle: float) -> Move:
    part = window[signal.since : signal.at + 1]
    hits, n = sum(sample.hits for sample in part), sum(sample.n for sample in part)
    return Move(
        since=offset + signal.since,
        at=offset + signal.at,
        is_up=signal.is_up,
        rule=signal.rule.value,
        before=middle,
        after=hits / n if n else 0.0,
        n=n,
    )
