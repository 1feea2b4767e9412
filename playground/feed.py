"""What the page hears as it happens, and the bell that wakes everybody who waits for a change."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PageEvent:
    id: int
    name: str
    data: Callable[[], dict[str, Any]]


class Feed:
    def __init__(self, first_id: int, kept: int = 5000) -> None:
        self._next = first_id
        self._events: deque[PageEvent] = deque(maxlen=kept)
        self._waiting: set[asyncio.Future[None]] = set()

    @property
    def newest(self) -> int:
        return self._next - 1

    def emit(self, name: str, data: Callable[[], dict[str, Any]]) -> None:
        """`data` is a recipe: a benchmark with no page open pays nothing for it."""
        self._events.append(PageEvent(self._next, name, data))
        self._next += 1
        self.ring()

    def ring(self) -> None:
        if self._waiting:
            for bell in self._waiting:
                if not bell.done():
                    bell.set_result(None)
            self._waiting.clear()

    async def changed(self) -> None:
        bell: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(bell)
        try:
            await bell
        finally:
            self._waiting.discard(bell)

    def since(self, last_id: int) -> list[PageEvent] | None:
        """None when events in between are gone, or the id is of another life of this server."""
        if last_id == self.newest:
            return []
        oldest = self._events[0].id if self._events else self._next
        if not oldest - 1 <= last_id <= self.newest:
            return None
        return [event for event in self._events if event.id > last_id]
