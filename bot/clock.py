"""The only place that reads a clock: `now` for the business, monotonic time for waiting."""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Real time. `now` is aware and in UTC, `monotonic` in seconds."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class ShiftedClock(Clock):
    """The demo's time: real time plus a distance that only grows, as the playground tells it."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self._ahead = ahead

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def move_to(self, instant: datetime) -> None:
        """Never back: an earlier instant changes nothing."""
        self._ahead = max(self._ahead, instant - datetime.now(UTC))
