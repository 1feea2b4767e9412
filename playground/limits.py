"""Telegram's sending limits, enforced when a test or the demo asks for it."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(kw_only=True)
class Window:
    """At most `most` sends in any stretch of `seconds`."""

    most: int
    seconds: float
    sent: deque[float] = field(default_factory=deque)

    def wait(self, at: float, count: int) -> float:
        """Seconds until `count` more would fit; 0 when they fit now."""
        while self.sent and self.sent[0] <= at - self.seconds:
            self.sent.popleft()
        over = len(self.sent) + count - max(self.most, count)
        return 0.0 if over <= 0 else self.sent[over - 1] + self.seconds - at

    def add(self, at: float, count: int) -> None:
        self.sent.extend([at] * count)


@dataclass(kw_only=True)
class Limits:
    """`slack` forgives what the way to the server squeezes together."""

    per_second: int = 30
    per_chat_second: int = 1
    per_group_minute: int = 20
    slack: float = 0.05
    monotonic: Callable[[], float] = time.monotonic
    _windows: dict[tuple[int, int, str], Window] = field(default_factory=dict)

    def retry_after(self, bot_id: int, chat_id: int, *, group: bool, count: int = 1) -> int | None:
        """None when the send fits, and then it is counted."""
        at = self.monotonic()
        windows = self._concerned(bot_id, chat_id, group)
        wait = max(window.wait(at, count) for window in windows)
        if wait > 0:
            return max(1, math.ceil(wait))
        for window in windows:
            window.add(at, count)
        return None

    def _concerned(self, bot_id: int, chat_id: int, group: bool) -> list[Window]:
        windows = [
            self._window(bot_id, 0, "all", self.per_second, 1.0),
            self._window(bot_id, chat_id, "second", self.per_chat_second, 1.0),
        ]
        if group:
            windows.append(self._window(bot_id, chat_id, "minute", self.per_group_minute, 60.0))
        return windows

    def _window(self, bot_id: int, chat_id: int, name: str, most: int, seconds: float) -> Window:
        key = (bot_id, chat_id, name)
        if key not in self._windows:
            self._windows[key] = Window(most=most, seconds=seconds - self.slack)
        return self._windows[key]
