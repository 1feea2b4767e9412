"""Working time: which instants count, and when so much of it has passed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from calendars.holiday import Day, day_of
from calendars.hours import DayHours, parse_day
from calendars.rules import CalendarRules, CountedTime, DayKind
from calendars.zones import Span, aware_utc, local_date, spans_on_wall

ONE_DAY = timedelta(days=1)
# A table of days off may be as long as somebody likes. After this many closed days in a row time
# counts as open, so that every promise has an end.
PATIENCE = 800


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """A house's working time. Instants are aware, and UTC when they come out."""

    rules: CalendarRules
    _known: dict[date, tuple[Span, ...]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.rules.zone)

    def is_open(self, instant: datetime) -> bool:
        return self.next_open(instant) == aware_utc(instant)

    def next_open(self, instant: datetime) -> datetime:
        """The instant itself if the house is open, else the next opening."""
        instant = aware_utc(instant)
        start, _ = next(self._spans_from(instant))
        return max(instant, start)

    def add_working(self, start: datetime, duration: timedelta) -> datetime:
        """The first instant by which `duration` of working time has passed since `start`."""
        start, left = aware_utc(start), duration
        if left < timedelta():
            raise ValueError("working time is added forwards only")
        if not left:
            return start
        for opens, closes in self._spans_from(start):
            begin = max(opens, start)
            if left <= closes - begin:
                return begin + left
            left -= closes - begin
        raise AssertionError("spans never end")

    def working_between(self, a: datetime, b: datetime) -> timedelta:
        """Working time from `a` to `b`; below zero when `b` is the earlier one."""
        a, b = aware_utc(a), aware_utc(b)
        if b < a:
            return -self.working_between(b, a)
        total = timedelta()
        for opens, closes in self._spans_from(a):
            if opens >= b:
                break
            total += min(closes, b) - max(opens, a)
        return total

    def add(self, start: datetime, duration: timedelta, clock: CountedTime) -> datetime:
        if clock is CountedTime.WORKING:
            return self.add_working(start, duration)
        return aware_utc(start) + duration

    def between(self, a: datetime, b: datetime, clock: CountedTime) -> timedelta:
        if clock is CountedTime.WORKING:
            return self.working_between(a, b)
        return aware_utc(b) - aware_utc(a)

    def day(self, day: date) -> Day:
        return day_of(day, self.rules.public_holidays, self.rules.days)

    def is_approximate(self, instant: datetime) -> bool:
        """Whether the days off of that date are a guess, which people are then told."""
        return self.day(local_date(instant, self.zone)).approximate

    def hours_on(self, day: date) -> DayHours:
        known = self.day(day)
        usual = self.rules.hours.days[day.weekday()]
        if known.hours is not None:
            return parse_day(known.hours)
        if known.kind is DayKind.CLOSED:
            return ()
        if known.kind is DayKind.WORKDAY:
            return usual or self.rules.hours.of_a_workday()
        return usual

    def _spans_from(self, instant: datetime) -> Iterator[Span]:
        """Open spans that end after `instant`, in order, none overlapping another, without end."""
        day = local_date(instant, self.zone) - ONE_DAY
        reached, closed_days = instant, 0
        while closed_days <= PATIENCE:
            closed_days += 1
            for start, end in self._spans_on(day):
                closed_days = 0
                if end > reached:
                    yield (start if reached == instant else max(start, reached)), end
                    reached = end
            day += ONE_DAY
        yield max(reached, instant), datetime.max.replace(tzinfo=UTC)

    def _spans_on(self, day: date) -> tuple[Span, ...]:
        if day not in self._known:
            self._known[day] = tuple(
                span
                for interval in self.hours_on(day)
                for span in spans_on_wall(*interval.on(day), self.zone)
            )
        return self._known[day]
