"""The part of a day in which people may be written to, where they live."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from calendars.hours import Interval
from calendars.zones import aware_utc, local_date, spans_on_wall


@dataclass(frozen=True, kw_only=True)
class SendWindow:
    interval: Interval

    @classmethod
    def parse(cls, text: str) -> "SendWindow":
        """Reads `09:00-20:00`; `20:00-02:00` goes past midnight."""
        return cls(interval=Interval.parse(text))

    def next_allowed(self, instant: datetime, zone: ZoneInfo | str) -> datetime:
        """The instant itself if it is in the window, else its next opening; the end is outside."""
        instant = aware_utc(instant)
        place = ZoneInfo(zone) if isinstance(zone, str) else zone
        today = local_date(instant, place)
        for ahead in range(-1, 8):
            wall = self.interval.on(today + timedelta(days=ahead))
            for start, end in spans_on_wall(*wall, place):
                if instant < end:
                    return max(instant, start)
        raise AssertionError("a window of some minutes opens within a week")

    def allows(self, instant: datetime, zone: ZoneInfo | str) -> bool:
        return self.next_allowed(instant, zone) == aware_utc(instant)

    def __str__(self) -> str:
        return str(self.interval)
