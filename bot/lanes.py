"""Works the inbox off: lanes side by side, the updates of one lane strictly in their order."""

import asyncio
import logging
import sys
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Protocol

from bot.allowance import Allowances
from bot.clock import Clock
from bot.failures import OUTSIDE, is_outside, name_of, place_of
from storage import inbox
from storage.engine import Database
from storage.inbox import Hold, LaneLost, Waiting

log = logging.getLogger("huiyin.lanes")

# One connection writes on SQLite: more than a few workers would only queue for it.
WORKERS, WORKERS_ON_SQLITE = 16, 4
TRIES = 3
BETWEEN_TRIES = 0.3
SWEEP_EVERY = 1.0
MOST_LANES = 1000


class Handle(Protocol):
    async def __call__(self, item: Waiting, hold: Hold, *, is_last: bool) -> None: ...


class Claims(Protocol):
    """Who works on which lane: inside this process, or between processes on one PostgreSQL."""

    async def claim(self, lane: str) -> Hold | None: ...

    async def release(self, hold: Hold) -> None: ...


class OwnClaims:
    """On SQLite one process has the file; what it works on it knows by itself."""

    async def claim(self, lane: str) -> Hold | None:
        return Hold(lane=lane)

    async def release(self, hold: Hold) -> None:
        pass


class SharedClaims:
    """Leases in the table `lanes`, on the database's clock."""

    def __init__(self, database: Database, holder: str) -> None:
        self._database = database
        self._holder = holder

    async def claim(self, lane: str) -> Hold | None:
        async with self._database.writing_one() as connection:
            return await inbox.claim_lane(connection, lane, self._holder)

    async def release(self, hold: Hold) -> None:
        if hold.fence is not None:
            async with self._database.writing_one() as connection:
                await inbox.release_lane(connection, hold.lane, hold.holder, hold.fence)


class Shelf:
    """Updates that were just kept, so that they needn't be read again; the inbox stays the truth.

    A lane is on the shelf as a whole or not at all: what came in before the first look at the
    inbox, or beyond `ROOM`, is read from there.
    """

    ROOM = 5000

    def __init__(self) -> None:
        self._lanes: dict[str, list[Waiting]] = {}
        self._unknown: set[str] = set()
        self._count = 0
        self.is_open = False

    def put(self, lane: str, item: Waiting) -> None:
        if not self.is_open or self._count >= self.ROOM or lane in self._unknown:
            self.doubt(lane)
            return
        self._lanes.setdefault(lane, []).append(item)
        self._count += 1

    def doubt(self, lane: str) -> None:
        """There may be more of this lane in the inbox than is known here."""
        self._unknown.add(lane)
        self._drop(lane)

    def take(self, hold: Hold) -> list[Waiting] | None:
        """All that waits in the lane, in its order; None when the inbox has to be asked."""
        doubtful = hold.lane in self._unknown
        self._unknown.discard(hold.lane)
        items = self._drop(hold.lane)
        if doubtful:
            return None
        if hold.waiting is None:
            return items
        known = {item.id: item for item in items}
        if any(number not in known for number in hold.waiting):
            return None
        return [known[number] for number in hold.waiting]

    def _drop(self, lane: str) -> list[Waiting]:
        items = self._lanes.pop(lane, [])
        self._count -= len(items)
        return items


class Lanes:
    """`handle` does one update in one transaction."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        claims: Claims,
        handle: Handle,
        allowances: Allowances | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._claims = claims
        self._handle = handle
        self._allowances = allowances or Allowances()
        self._workers = WORKERS_ON_SQLITE if database.is_sqlite else WORKERS
        self._ready: deque[str] = deque()
        self._known: set[str] = set()
        self._again: set[str] = set()
        self._bell = asyncio.Event()
        self._shelf = Shelf()
        self.at_work = 0

    def take(self, kept: Iterable[tuple[str, Waiting]]) -> None:
        """These updates were just committed to the inbox."""
        for lane, item in kept:
            self._shelf.put(lane, item)
            self._wake([lane])

    def _wake(self, lanes: Iterable[str]) -> None:
        for lane in lanes:
            if lane in self._known:
                self._again.add(lane)
            else:
                self._known.add(lane)
                self._ready.append(lane)
        if self._ready:
            self._bell.set()

    @property
    def is_quiet(self) -> bool:
        return not self._known

    async def run(self) -> None:
        """Until cancelled; a lane that is at work then finishes its present update."""
        async with asyncio.TaskGroup() as group:
            for _ in range(self._workers):
                group.create_task(self._work())
            group.create_task(self._sweep())

    async def sweep(self) -> None:
        """Finds what waits in the inbox, whoever put it there."""
        async with self._database.glancing() as connection:
            found = await inbox.waiting_lanes(connection, MOST_LANES)
        for lane in found:
            if lane not in self._known:
                self._shelf.doubt(lane)
                self._wake([lane])
        self._shelf.is_open = len(found) < MOST_LANES

    async def _sweep(self) -> None:
        while True:
            with suppress(*OUTSIDE):
                await self.sweep()
            await asyncio.sleep(SWEEP_EVERY)

    async def _work(self) -> None:
        while True:
            while not self._ready:
                self._bell.clear()
                await self._bell.wait()
            lane = self._ready.popleft()
            self.at_work += 1
            has_more = False
            try:
                has_more = await self._drain(lane)
            except OUTSIDE as error:
                log.warning("The database did not answer (%s); trying again.", name_of(error))
                await asyncio.sleep(1)
            finally:
                self.at_work -= 1
                if has_more:
                    # Known until then, so that nobody takes it up before.
                    rest = self._allowances.wait(lane)
                    asyncio.get_running_loop().call_later(rest, self._leave, lane, has_more)
                else:
                    self._leave(lane, has_more)

    def _leave(self, lane: str, has_more: bool) -> None:
        self._known.discard(lane)
        if has_more or lane in self._again:
            self._again.discard(lane)
            self._wake([lane])

    async def _drain(self, lane: str) -> bool:
        """Whether it was left to rest before it was empty."""
        allowed = self._share(lane)
        hold = await self._claims.claim(lane) if allowed else None
        if hold is None:
            self._shelf.doubt(lane)
            return not allowed
        is_free, left = False, allowed
        try:
            while not is_free and left and (items := await self._next(hold)):
                for item in items:
                    if not left:
                        break
                    left -= 1
                    is_last = item is items[-1] and len(items) < inbox.MOST_AT_ONCE
                    is_free = await self._do(item, hold, is_last=is_last) and is_last
        except LaneLost:
            log.info("A lane went over to another process.")
            return False
        finally:
            if _is_of_one_person(lane):
                self._allowances.spend(lane, allowed - left)
        if is_free:
            return False
        await self._claims.release(hold)
        if not left:
            # The rest of it stands in the inbox.
            self._shelf.doubt(lane)
        return not left

    def _share(self, lane: str) -> int:
        """How many updates of it may be done before others have their turn."""
        return self._allowances.left(lane) if _is_of_one_person(lane) else sys.maxsize

    async def _next(self, hold: Hold) -> list[Waiting]:
        items = self._shelf.take(hold)
        if items is not None:
            return items
        async with self._database.glancing() as connection:
            items = await inbox.next_waiting(connection, hold.lane)
        if len(items) == inbox.MOST_AT_ONCE:
            self._shelf.doubt(hold.lane)
        return items

    async def _do(self, item: Waiting, hold: Hold, *, is_last: bool) -> bool:
        """Three tries within a second; then it is set aside and the lane goes on.

        True when it was done, and with the last of them the lane given back.
        """
        tries = 0
        while True:
            try:
                await self._handle(item, hold, is_last=is_last)
                return True
            except LaneLost:
                raise
            except Exception as error:
                if is_outside(error):
                    log.warning("The database did not answer (%s); trying again.", name_of(error))
                    await asyncio.sleep(1)
                    continue
                tries += 1
                if tries >= TRIES:
                    await self._set_aside(item, error, tries)
                    return False
            await asyncio.sleep(BETWEEN_TRIES)

    async def _set_aside(self, item: Waiting, error: Exception, tries: int) -> None:
        async with self._database.writing() as connection:
            await inbox.set_aside(connection, item.id, name_of(error), tries, self._clock.now())
        log.error(
            "Update %d was set aside after %d tries (%s at %s); `huiyin replay` tries it again.",
            item.update_id,
            tries,
            name_of(error),
            place_of(error),
            extra={"ids": {"update": item.update_id, "inbox": item.id}},
        )


def _is_of_one_person(lane: str) -> bool:
    """A private chat has the number of its person; those of groups are below zero."""
    return not lane.startswith("c-")
