"""What came out: the numbers of a period and place, the same in chat, command line and export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from calendars.periods import Period
from people.values import Place
from reports.figures import SMALL_SAMPLE
from reports.servqual import servqual_of


@dataclass(frozen=True, kw_only=True)
class Number:
    """`n` is how many it is out of; `hits` how many of these count; the rest as the measure has it.

    `total` is the sum of the values, `squares` that of their squares; `median` and `p90` are
    seconds.
    """

    n: int = 0
    hits: int | None = None
    total: float | None = None
    squares: float | None = None
    median: float | None = None
    p90: float | None = None

    @property
    def share(self) -> float | None:
        return None if self.hits is None or not self.n else self.hits / self.n

    @property
    def mean(self) -> float | None:
        return None if self.total is None or not self.n else self.total / self.n

    @property
    def is_small(self) -> bool:
        return self.n < SMALL_SAMPLE

    def as_json(self) -> dict[str, Any]:
        """Only what it has; a share or a mean of nothing is null, never 0."""
        shown: dict[str, Any] = {"n": self.n}
        if self.hits is not None:
            shown |= {"hits": self.hits, "share": _rounded(self.share)}
        if self.total is not None:
            shown["mean"] = _rounded(self.mean)
        if self.median is not None:
            shown |= {"median": self.median, "p90": self.p90}
        if len(shown) > 1:
            shown["small_sample"] = self.is_small
        return shown


NOTHING = Number()
Numbers = Mapping[str, Number]
# Broken down: from the value of the column to its number, the most frequent first.
Groups = Mapping[str, Numbers]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """`places` are those that were asked for; everything below them is counted too.

    `weights` are the points that the rules give each dimension, where they give any;
    `scale` is what expectation and perception were brought to, where they were asked on several.
    """

    period: Period
    now: datetime
    places: tuple[Place, ...]
    numbers: Numbers
    groups: Groups = field(default_factory=lambda: MappingProxyType({}))
    weights: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    scale: int | None = None

    def __getitem__(self, key: str) -> Number:
        return self.numbers.get(key, NOTHING)

    def by(self, key: str) -> Numbers:
        return self.groups.get(key, {})

    @property
    def mean(self) -> tuple[int, Number]:
        """(highest score, mean) on the scale that was answered most; scales are never mixed."""
        found = self.by("csat_mean")
        for scale, number in found.items():
            return int(scale), number
        return 5, NOTHING

    @property
    def nps(self) -> tuple[float, Number] | None:
        """(-100..100, out of how many); None when nobody was asked."""
        for_it, against = self["nps_promoters"], self["nps_detractors"]
        if for_it.share is None or against.share is None:
            return None
        return 100 * (for_it.share - against.share), Number(n=for_it.n)

    @property
    def top_issue(self) -> tuple[str, Number] | None:
        """The aspect that most complaints are about; None when none was found in two of them."""
        for aspect, number in self.by("complaints_by_aspect").items():
            return (aspect, number) if number.n > 1 else None
        return None

    @property
    def is_empty(self) -> bool:
        """Nothing was asked, answered, heard or due in the period."""
        asked = self["delivered"].n + self["delivery_unknown"].n + self["csat"].n
        heard = sum(number.n for number in self.by("heard_by_kind").values())
        return not (asked or heard or self["on_time"].n or self["resolved"].n)

    def as_json(self) -> dict[str, Any]:
        return {
            "period": _period_as_json(self.period, self.now),
            "places": [{"id": place.id, "name": place.name} for place in self.places],
            "clock": "calendar",
            "figures": {key: number.as_json() for key, number in self.numbers.items()},
            "nps": None
            if self.nps is None
            else {"n": self.nps[1].n, "value": _rounded(self.nps[0])},
            "servqual": servqual_of(self.groups, self.weights).as_json()
            | ({} if self.scale is None else {"brought_to_scale": self.scale}),
            "breakdowns": {
                key: {value: number.as_json() for value, number in numbers.items()}
                for key, numbers in self.groups.items()
            },
        }


def ranked(found: Mapping[str, Number]) -> Numbers:
    """The most frequent first; equals by name, so that the same data reads the same."""
    return dict(sorted(found.items(), key=lambda item: (-item[1].n, item[0])))


def percentile(sorted_values: Sequence[float], share: float) -> float:
    """By linear interpolation between the two nearest of at least one value."""
    low, high, weight = ranks(len(sorted_values), share)
    return between(sorted_values[low], sorted_values[high], weight)


def between(first: float, second: float, weight: float) -> float:
    return round(first + (second - first) * weight, 3)


def ranks(count: int, share: float) -> tuple[int, int, float]:
    """The two places (from 0) between which the percentile lies, and how far from the first."""
    place = (count - 1) * share
    low = int(place)
    return low, min(low + 1, count - 1), place - low


def _period_as_json(period: Period, now: datetime) -> dict[str, Any]:
    return {
        "key": period.key,
        "dates": period.dates,
        "zone": str(period.zone),
        "from": period.start.isoformat(),
        "until": period.until(now).isoformat(),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
