"""How many updates of one person are done: a stretch at once, then a few a second.

A token bucket (J. Turner 1986): what was spent comes back with time, up to a stretch.
"""

from collections.abc import Callable
from time import monotonic

# So many updates of one person are done at once, and so many a second come back. Whoever floods
# the bot waits in a line of their own: that is less than the twentieth part of what it can do.
AT_A_STRETCH, A_SECOND = 20, 2.0
# Whoever has nothing left waits until so many are allowed again.
ONCE_MORE = 2
# Nobody has to wait where a program drives the bot.
UNPACED = 1e6
_MOST = 5000


class Allowances:
    def __init__(self, a_second: float = A_SECOND, now: Callable[[], float] = monotonic) -> None:
        self._a_second = a_second
        self._now = now
        # What was left, and when.
        self._left: dict[str, tuple[float, float]] = {}

    def left(self, lane: str) -> int:
        return int(self._at(lane, self._now()))

    def spend(self, lane: str, count: int) -> None:
        now = self._now()
        if len(self._left) >= _MOST:
            full = [one for one in self._left if self._at(one, now) >= AT_A_STRETCH]
            for one in full:
                del self._left[one]
        self._left[lane] = max(0.0, self._at(lane, now) - count), now

    def wait(self, lane: str) -> float:
        """Seconds until it is worth looking again."""
        return max(0.0, (ONCE_MORE - self._at(lane, self._now())) / self._a_second)

    def _at(self, lane: str, now: float) -> float:
        left, at = self._left.get(lane, (float(AT_A_STRETCH), now))
        return min(float(AT_A_STRETCH), left + (now - at) * self._a_second)
