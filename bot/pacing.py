"""Telegram's limits as sliding windows that are never exceeded."""

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Protocol

# A call is counted when it is claimed and leaves a little later, when it has been rendered: the
# windows are that much wider than Telegram's, so that two of them never meet in one second.
WHOLE = (30, 1.05)
CHAT = (1, 1.0)
GROUP = (20, 60.0)


@dataclass
class Window:
    """At most `count` calls within any `span` seconds."""

    count: int
    span: float
    calls: deque[float]

    def free_at(self, now: float) -> float:
        """The earliest moment at which one more call fits."""
        while self.calls and self.calls[0] + self.span <= now:
            self.calls.popleft()
        if len(self.calls) < self.count:
            return now
        return self.calls[-self.count] + self.span

    def room(self, now: float) -> int:
        """How many more calls fit now."""
        self.free_at(now)
        return max(0, self.count - len(self.calls))


class Pace(Protocol):
    @property
    def burst(self) -> int:
        """How many messages for one chat may be claimed at once."""
        ...

    def room(self, now: float) -> int:
        """How many messages in all may leave now."""
        ...

    def free_at(self, chat_id: int, is_group: bool, now: float) -> float: ...

    def record(self, chat_id: int, is_group: bool, at: float) -> None: ...

    def hold(self, chat_id: int | None, until: float) -> None: ...

    def ended(self, chat_id: int, at: float) -> None: ...


class Pacing:
    """About 30 a second in all, 1 a second to a chat, 20 a minute to a group (monotonic seconds).

    The numbers are those of Telegram's bot FAQ; they are not guaranteed, so `retry_after` rules.
    """

    burst = 1

    def __init__(self) -> None:
        self._whole = Window(*WHOLE, deque())
        self._chats: dict[int, Window] = defaultdict(lambda: Window(*CHAT, deque()))
        self._groups: dict[int, Window] = defaultdict(lambda: Window(*GROUP, deque()))
        self._held: dict[int | None, float] = {}

    def room(self, now: float) -> int:
        return self._whole.room(now)

    def free_at(self, chat_id: int, is_group: bool, now: float) -> float:
        waits = [self._whole.free_at(now), self._held.get(None, now), self._held.get(chat_id, now)]
        if chat_id in self._chats:
            waits.append(self._chats[chat_id].free_at(now))
        if is_group and chat_id in self._groups:
            waits.append(self._groups[chat_id].free_at(now))
        return max(now, *waits)

    def record(self, chat_id: int, is_group: bool, at: float) -> None:
        """Seeds and counts: what was sent at `at` takes its place in every window."""
        self._whole.calls.append(at)
        self._chats[chat_id].calls.append(at)
        if is_group:
            self._groups[chat_id].calls.append(at)
        if len(self._chats) > 10_000:
            self._forget(at)

    def hold(self, chat_id: int | None, until: float) -> None:
        """Telegram asked to wait: for one chat, or (None) for all."""
        self._held[chat_id] = max(until, self._held.get(chat_id, 0))

    def ended(self, chat_id: int, at: float) -> None:
        """A call is over: it may have arrived as late as this, so its windows begin here.

        Calls for one chat follow each other, so it is the last one that was recorded.
        """
        for window in (self._chats.get(chat_id), self._groups.get(chat_id)):
            if window is not None and window.calls:
                window.calls[-1] = max(window.calls[-1], at)

    def _forget(self, now: float) -> None:
        quiet = [chat for chat, window in self._chats.items() if window.free_at(now) <= now]
        for chat in quiet:
            del self._chats[chat]


class NoPacing:
    """For measuring only: nothing waits."""

    burst = 100

    def room(self, now: float) -> int:
        return self.burst

    def free_at(self, chat_id: int, is_group: bool, now: float) -> float:
        return now

    def record(self, chat_id: int, is_group: bool, at: float) -> None:
        pass

    def hold(self, chat_id: int | None, until: float) -> None:
        pass

    def ended(self, chat_id: int, at: float) -> None:
        pass
