"""The hours of a week: several intervals a day, until 24:00 or past midnight."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CHINESE_DAYS = dict(zip("一二三四五六日", range(7), strict=True)) | {"天": 6}
MINUTES_A_DAY = 24 * 60
TIME = re.compile(r"(\d{1,2}):([0-5]\d)")


@dataclass(frozen=True, kw_only=True, order=True)
class Interval:
    """Minutes after midnight; `closes` is beyond 24:00 when the interval ends on the next day."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < MINUTES_A_DAY or not 0 < self.length <= MINUTES_A_DAY:
            raise ValueError(f"an interval has to begin before it ends: {self}")

    @property
    def length(self) -> int:
        return self.closes - self.opens

    @classmethod
    def parse(cls, text: str) -> "Interval":
        """Reads `09:00-18:00`; `22:00-02:00` ends on the next day, `00:00-24:00` is all day."""
        first, separator, last = text.replace("\N{EN DASH}", "-").partition("-")
        if not separator:
            raise ValueError(f"not an interval: {text!r}")
        opens, closes = _minutes(first), _minutes(last)
        return cls(opens=opens, closes=closes if closes > opens else closes + MINUTES_A_DAY)

    def on(self, day: date) -> tuple[datetime, datetime]:
        """Its two ends as the clock on the wall shows them (naive)."""
        midnight = datetime.combine(day, time())
        return midnight + timedelta(minutes=self.opens), midnight + timedelta(minutes=self.closes)

    def __str__(self) -> str:
        closes = self.closes if self.closes <= MINUTES_A_DAY else self.closes - MINUTES_A_DAY
        return f"{_clock(self.opens)}-{_clock(closes)}"


DayHours = tuple[Interval, ...]


def parse_day(text: str) -> DayHours:
    """Reads `09:00-12:00 13:30-18:00`, in any order; intervals of a day may not overlap."""
    intervals = tuple(
        sorted(Interval.parse(part) for part in re.split(r"[\s,，、]+", text.strip()))
    )
    if any(left.closes > right.opens for left, right in pairwise(intervals)):
        raise ValueError(f"these intervals overlap: {text!r}")
    return intervals


@dataclass(frozen=True, kw_only=True)
class WeekHours:
    """Monday first; an empty day is closed. A week that never opens is refused."""

    days: tuple[DayHours, ...]

    def __post_init__(self) -> None:
        if len(self.days) != 7 or not any(self.days):
            raise ValueError("a week has seven days and opens on one of them at least")

    @classmethod
    def parse(cls, lines: Iterable[str]) -> "WeekHours":
        """Reads lines such as `mon-fri 09:00-18:00`; a day that no line names is closed."""
        days: list[DayHours] = [()] * 7
        for line in lines:
            words = line.replace("\N{EN DASH}", "-").split(maxsplit=1)
            if len(words) != 2:
                raise ValueError(f"a line needs days and hours: {line!r}")
            for weekday in _weekdays(words[0]):
                days[weekday] = parse_day(words[1])
        return cls(days=tuple(days))

    @classmethod
    def always(cls) -> "WeekHours":
        return cls(days=((Interval(opens=0, closes=MINUTES_A_DAY),),) * 7)

    def lines(self) -> tuple[str, ...]:
        """What `parse` reads back to the same hours."""
        return tuple(
            f"{name} {' '.join(map(str, hours))}"
            for name, hours in zip(DAY_NAMES, self.days, strict=True)
            if hours
        )

    def of_a_workday(self) -> DayHours:
        """What a Saturday that is worked instead of a weekday gets, where Saturdays are closed."""
        return next(hours for hours in self.days if hours)


def _minutes(text: str) -> int:
    match = TIME.fullmatch(text.strip())
    minutes = int(match[1]) * 60 + int(match[2]) if match else MINUTES_A_DAY + 1
    if minutes > MINUTES_A_DAY:
        raise ValueError(f"not a time of day: {text!r}")
    return minutes


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _weekdays(text: str) -> Iterable[int]:
    """Days of `mon`, `mon-fri`, `sat-sun`, `daily`, and of 周一, 周一-周五, 每天."""
    if text.lower() == "daily" or text == "每天":
        return range(7)
    first, _, last = text.lower().replace("至", "-").partition("-")
    start, end = _weekday(first), _weekday(last or first)
    return [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]


def _weekday(text: str) -> int:
    if text in DAY_NAMES:
        return DAY_NAMES.index(text)
    if len(text) == 2 and text[0] == "周" and text[1] in CHINESE_DAYS:
        return CHINESE_DAYS[text[1]]
    raise ValueError(f"not a day of the week: {text!r}")
