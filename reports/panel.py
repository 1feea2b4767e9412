"""What the panel of a supervisor shows: each view as data, before it is words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from calendars.periods import Period
from reports.actions import Actions
from reports.comparing import Change, Comparison
from reports.looks import Looks
from reports.loyalty import Loyalty
from reports.others import Others
from reports.values import Figures, Number

CASES_A_PAGE = 8
MOST_PARTS = 12


@dataclass(frozen=True, kw_only=True)
class Part:
    """One place, team, person or sort of service. `code` leads to its own panel."""

    code: str
    name: str
    numbers: Mapping[str, Number]

    def __getitem__(self, key: str) -> Number:
        return self.numbers.get(key, Number())


@dataclass(frozen=True, kw_only=True)
class Parts:
    whole: Figures
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Versus:
    """Two places over the same days; `changes` are of `one` as against `other`."""

    whole: Figures
    one: Figures
    other: Figures
    changes: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True)
class Issue:
    """A dimension, or an aspect of it: how many complaints now, and in as many days before.

    None where nobody listened in all of these days.
    """

    key: str
    now: int
    before: int | None

    @property
    def rise(self) -> int:
        return self.now - (self.before or 0)


@dataclass(frozen=True, kw_only=True)
class Issues:
    whole: Figures
    before: Period | None
    dimensions: tuple[Issue, ...]
    aspects: tuple[Issue, ...]


@dataclass(frozen=True, kw_only=True)
class Trend:
    """Figures bucket by bucket: days, weeks or months.

    Before the first in which anything was counted nobody knows whether anybody listened.
    """

    whole: Figures
    buckets: tuple[Period, ...]
    numbers: Mapping[str, Mapping[str, Number]]

    def series(self, key: str) -> tuple[tuple[Period, Number], ...]:
        """A bucket without answers has no share; one without complaints has none of them."""
        found = self.numbers.get(key, {})
        is_share = any(number.hits is not None for number in found.values())
        nothing = Number(hits=0 if is_share else None)
        begun = next((place for place, each in enumerate(self.buckets) if self._holds(each)), None)
        buckets = () if begun is None else self.buckets[begun:]
        return tuple((bucket, found.get(bucket.dates, nothing)) for bucket in buckets)

    def _holds(self, bucket: Period) -> bool:
        return any(found.get(bucket.dates, Number()).n for found in self.numbers.values())

    def is_over(self, bucket: Period) -> bool:
        """What still runs has not had its time yet, and can't be held against the others."""
        return bucket.end <= self.whole.now


@dataclass(frozen=True, kw_only=True)
class Line:
    """A case as a list shows it; `late` are the clocks that ran out on it in the period."""

    case_id: int
    round: int
    kind: str
    state: str
    severity: int
    opened_at: datetime
    place_name: str
    owner_name: str | None
    is_overdue: bool
    dimensions: tuple[str, ...] = ()
    late: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AnswerLine:
    """A score that doesn't count as satisfied, and the customer's words if there were any."""

    at: datetime
    score: int
    scale: int
    place_name: str
    comment: str | None


@dataclass(frozen=True, kw_only=True)
class Page:
    """`late`: of how many of all its cases each clock ran out; a case may be among both."""

    whole: Figures
    lines: tuple[Line | AnswerLine, ...]
    page: int
    total: int
    late: Mapping[str, int] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // CASES_A_PAGE))


@dataclass(frozen=True, kw_only=True)
class Goal:
    """A target in whole percents, what is reached, and of whom: columns with their values.

    `before` is what was reached in as many days before, on the same weekdays.
    """

    key: str
    of: tuple[tuple[str, str], ...] = ()
    target: int
    number: Number
    before: Number = field(default_factory=Number)

    @property
    def trend(self) -> float | None:
        """In percentage points since then; above zero it went up."""
        if self.number.share is None or self.before.share is None:
            return None
        return (self.number.share - self.before.share) * 100

    @property
    def gap(self) -> float | None:
        """In percentage points; below zero it is missed."""
        return None if self.number.share is None else self.number.share * 100 - self.target


@dataclass(frozen=True, kw_only=True)
class Goals:
    whole: Figures
    goals: tuple[Goal, ...]


@dataclass(frozen=True, kw_only=True)
class Heat:
    """Complaints by place and dimension: for each place its name and its counts."""

    whole: Figures
    dimensions: tuple[str, ...]
    rows: tuple[tuple[str, Mapping[str, Number]], ...]


@dataclass(frozen=True, kw_only=True)
class Waits:
    """How long it took to the first reply, in seconds, the shortest first."""

    whole: Figures
    seconds: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Morning:
    """A digest: what a period was like beside the one before, and what most needs a look.

    `streak` is how many days in a row the issue that most complaints are about has come up.
    """

    comparison: Comparison
    praised: Mapping[str, Number]
    streak: int

    @property
    def whole(self) -> Figures:
        return self.comparison.now


View = (
    Loyalty
    | Morning
    | Heat
    | Waits
    | Figures
    | Parts
    | Issues
    | Trend
    | Page
    | Goals
    | Comparison
    | Versus
    | Looks
    | Actions
    | Others
)


@dataclass(frozen=True, kw_only=True)
class Panel:
    """`cut` names the part that is shown, if it is one; `targets` are those of the house."""

    view: View
    cut: str | None = None
    targets: Mapping[str, int] = field(default_factory=dict)

    @property
    def whole(self) -> Figures:
        return whole_of(self.view)


def whole_of(view: View) -> Figures:
    if isinstance(view, Figures):
        return view
    return view.now if isinstance(view, Comparison) else view.whole


def buckets_of(period: Period) -> tuple[Period, ...]:
    """Days up to two months, then weeks from Monday up to a year, then months."""
    if period.length <= 62:
        return tuple(period.days())
    days = list(period.days())
    found: list[list[Period]] = []
    for day in days:
        begins = day.first.weekday() == 0 if period.length <= 371 else day.first.day == 1
        if begins or not found:
            found.append([])
        found[-1].append(day)
    return tuple(_joined(group[0], group[-1]) for group in found)


def _joined(first: Period, last: Period) -> Period:
    dates = Period(key="", first=first.first, last=last.last, zone=first.zone)
    return Period(key=dates.dates, first=first.first, last=last.last, zone=first.zone)
