"""A bot's undelivered updates: in order, for a day, presses for 150 seconds."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

DAY = 86_400
PRESS_LIFE = 150
# These three are sent only to bots that name them.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """`raw` is the update as it goes out: poison needs no form that a parser would accept."""

    id: int
    kind: str
    lane: int
    at: float
    raw: str

    def expired(self, now: float) -> bool:
        return now - self.at > (PRESS_LIFE if self.kind == "callback_query" else DAY)


@dataclass(kw_only=True)
class UpdateQueue:
    next_id: int = 1
    allowed: list[str] | None = None
    pending: deque[Pending] = field(default_factory=deque)
    served: list[Pending] = field(default_factory=list)
    # What grew too old before anybody asked for it.
    expired: list[Pending] = field(default_factory=list)
    poller: asyncio.Future[None] | None = None

    def wants(self, kind: str) -> bool:
        if self.allowed:
            return kind in self.allowed
        return kind not in ON_REQUEST

    def add(self, update: Pending) -> None:
        self.pending.append(update)
        self.next_id = max(self.next_id, update.id + 1)
        self.wake()

    def confirm(self, offset: int) -> bool:
        """Forgets what lies before the offset; a negative one keeps that many of the newest."""
        before = len(self.pending)
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        while offset > 0 and self.pending and self.pending[0].id < offset:
            self.pending.popleft()
        return len(self.pending) != before

    def remove(self, update: Pending) -> None:
        if self.pending and self.pending[0] is update:
            self.pending.popleft()
        elif update in self.pending:
            self.pending.remove(update)

    def ready(self, limit: int, now: float) -> Sequence[Pending]:
        return list(self._alive(limit, now))

    def wake(self) -> None:
        if self.poller and not self.poller.done():
            self.poller.set_result(None)

    def interrupt(self, why: BaseException) -> None:
        if self.poller and not self.poller.done():
            self.poller.set_exception(why)
        self.poller = None

    def _alive(self, limit: int, now: float) -> Iterator[Pending]:
        stale = []
        found = 0
        for update in self.pending:
            if found == limit:
                break
            if update.expired(now):
                stale.append(update)
                continue
            found += 1
            yield update
        for update in stale:
            self.pending.remove(update)
        self.expired += stale
