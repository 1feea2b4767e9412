"""Two windows of the same figures, and in a word whether anything changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from calendars.periods import Period
from calendars.zones import local_date
from reports.intervals import Interval, chance_of, discoveries, medians, newcombe, rates, welch
from reports.values import Figures, Number

# Fewer than so many on either side say nothing yet.
LEAST = 5
# Months are of one sort, though they differ by up to so many days.
ABOUT, SHORTEST_MONTH = 3, 28
HIGHER_IS_BETTER = ("csat", "response_rate", "first_response_on_time", "on_time", "handling")
LOWER_IS_BETTER = ("reopened",)
SHARES = HIGHER_IS_BETTER + LOWER_IS_BETTER
COMPARED = ("csat", "csat_mean", "response_rate", "complaints", "first_response",
            "first_response_on_time", "on_time", "reopened", "handling")  # fmt: skip


class Verdict(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = "unclear"


@dataclass(frozen=True, kw_only=True)
class Change:
    """`interval` is of now less before: shares, scores, seconds, or complaints a day."""

    key: str
    now: Number
    before: Number
    interval: Interval | None
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class Comparison:
    now: Figures
    before: Figures
    changes: tuple[Change, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "now": self.now.as_json(),
            "before": self.before.as_json(),
            "changes": [
                {
                    "figure": change.key,
                    "verdict": change.verdict.value,
                    "interval": change.interval and [round(end, 4) for end in change.interval],
                }
                for change in self.changes
            ],
        }


def fair_before(period: Period, now: datetime) -> Period:
    """As many days before it, on the same weekdays: a Friday is held against a Friday.

    Of a period that still runs only what has begun is compared: until three in the afternoon
    against until three in the afternoon.
    """
    begun = _begun_part(period, now)
    before = begun.shifted(-7 * -(-begun.length // 7))
    return replace(before, closes=begun.closes)


def as_far(period: Period, other: Period, now: datetime) -> Period:
    """What was asked to be held against a period, as far as that one has come.

    A week that runs is held against as much of the last; a day against a month as they are.
    """
    begun = _begun_part(period, now)
    is_running = begun.closes is not None
    if not is_running or not _are_alike(period, other) or other.last >= period.first:
        return other
    last = other.first + timedelta(days=begun.length - 1)
    if last > other.last:
        # The 31st against February: that month was over by then.
        return other
    cut = replace(other, last=last, closes=begun.closes)
    return replace(cut, key=cut.dates)


def _are_alike(period: Period, other: Period) -> bool:
    shorter, longer = sorted((period.length, other.length))
    return shorter == longer or (shorter >= SHORTEST_MONTH and longer - shorter <= ABOUT)


def _begun_part(period: Period, now: datetime) -> Period:
    today = local_date(now, period.zone)
    if not period.first <= today <= period.last:
        return period if period.last < today else replace(period, last=period.first)
    return replace(period, last=today, closes=now.astimezone(period.zone).time())


def around(day: Period, now: datetime) -> tuple[Period, Period]:
    """(since that day, as many days before it, on the same weekdays)."""
    since = replace(day, key="", last=max(day.last, local_date(now, day.zone)))
    since = replace(since, key=since.dates)
    return since, fair_before(since, now)


Samples = Mapping[str, Sequence[float]]


def compare(
    now: Figures,
    before: Figures,
    times: tuple[Sequence[float], Sequence[float]] = ((), ()),
    *,
    was_heard: bool = True,
) -> Comparison:
    """`times` are the sorted seconds to the first response, of now and of before.

    Where nobody listened yet before (`was_heard`) nothing is said to have changed.
    Of so many at once some would seem to change by chance alone: that is taken out.
    """
    found = [_change(key, now, before, times) for key in COMPARED]
    changes = [change for change in found if change is not None]
    if not was_heard:
        changes = [replace(each, interval=None, verdict=Verdict.UNCLEAR) for each in changes]
    told = [change for change in changes if change.interval is not None]
    stands = discoveries([chance_of(c.interval) for c in told if c.interval is not None])
    doubtful = {c.key for c, stays in zip(told, stands, strict=True) if not stays}
    return Comparison(
        now=now,
        before=before,
        changes=tuple(
            replace(change, verdict=Verdict.UNCLEAR) if change.key in doubtful else change
            for change in changes
        ),
    )


def _change(
    key: str, now: Figures, before: Figures, times: tuple[Sequence[float], Sequence[float]]
) -> Change | None:
    first, other = _number(key, now), _number(key, before)
    if not first.n and not other.n:
        return None
    interval = _interval(key, (now, before), (first, other), times)
    return Change(
        key=key, now=first, before=other, interval=interval, verdict=_verdict(key, interval)
    )


def _number(key: str, figures: Figures) -> Number:
    return figures.mean[1] if key == "csat_mean" else figures[key]


def _interval(
    key: str,
    sides: tuple[Figures, Figures],
    numbers: tuple[Number, Number],
    times: tuple[Sequence[float], Sequence[float]],
) -> Interval | None:
    first, other = numbers
    if key == "complaints":
        spans = [_days(figures) for figures in sides]
        enough = first.n + other.n >= LEAST and all(spans)
        return rates(first.n, spans[0], other.n, spans[1]) if enough else None
    if min(first.n, other.n) < LEAST:
        return None
    if key in SHARES:
        return newcombe(first.hits or 0, first.n, other.hits or 0, other.n)
    if key == "csat_mean":
        same = sides[0].mean[0] == sides[1].mean[0]
        return welch(_sums(first), _sums(other)) if same else None
    return medians(*times) if all(times) else None


def _sums(number: Number) -> tuple[float, float, float]:
    return number.n, number.total or 0.0, number.squares or 0.0


def _days(figures: Figures) -> float:
    """How long it has run, in days."""
    return (figures.period.until(figures.now) - figures.period.start) / timedelta(days=1)


def _verdict(key: str, interval: Interval | None) -> Verdict:
    if interval is None or interval[0] <= 0 <= interval[1]:
        return Verdict.UNCLEAR
    is_more = interval[0] > 0
    is_good = is_more == (key in HIGHER_IS_BETTER or key == "csat_mean")
    return Verdict.BETTER if is_good else Verdict.WORSE


def today_of(figures: Figures) -> Period:
    day = local_date(figures.now, figures.period.zone)
    return replace(figures.period, key=day.isoformat(), first=day, last=day)
