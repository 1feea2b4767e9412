"""The demo's time: real time plus an offset that only grows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def real_now() -> datetime:
    return datetime.now(UTC)


class PlaygroundClock:
    """`now()` is aware UTC and never goes back, not even when the machine's own clock does."""

    def __init__(self, source: Callable[[], datetime] = real_now) -> None:
        self._source = source
        self._offset = timedelta()
        self._latest = source()
        self._moved: list[Callable[[], None]] = []

    @property
    def offset(self) -> timedelta:
        return self._offset

    def now(self) -> datetime:
        self._latest = max(self._latest, self._source() + self._offset)
        return self._latest

    def timestamp(self) -> int:
        return int(self.now().timestamp())

    def advance(self, by: timedelta) -> datetime:
        if by < timedelta():
            raise ValueError("the playground's time never goes back")
        return self.advance_to(self.now() + by)

    def advance_to(self, when: datetime) -> datetime:
        """An instant already passed changes nothing."""
        if when > self.now():
            self._offset += when - self.now()
            self._latest = when
            for told in self._moved:
                told()
        return self.now()

    def on_move(self, told: Callable[[], None]) -> None:
        self._moved.append(told)

    def kept(self) -> dict[str, float]:
        return {"offset": self._offset.total_seconds(), "latest": self._latest.timestamp()}

    def restore(self, kept: dict[str, float]) -> None:
        self._offset = timedelta(seconds=kept["offset"])
        self._latest = max(self._latest, datetime.fromtimestamp(kept["latest"], UTC))
