"""Works the inbox off: lanes side by side, the updates of one lane strictly in their order."""

import asyncio
import logging
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Protocol

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.clock import Clock
from bot.failures import is_outside, name_of, place_of
from storage import inbox
from storage.engine import Database
from storage.inbox import LaneLost, Waiting

log = logging.getLogger("huiyin.lanes")

WORKERS = 16
TRIES = 3
BETWEEN_TRIES = 0.3
SWEEP_EVERY = 1.0

# Failures of the database or the disk: the update is not to blame, and it is tried until it works.
OUTSIDE = (DBAPIError, PoolTimeout, OSError)


class Handle(Protocol):
    async def __call__(self, item: Waiting, lane: str, fence: int | None) -> None: ...


class Claims(Protocol):
    """Who works on which lane: inside this process, or between processes on one PostgreSQL."""

    async def claim(self, lane: str) -> int | None: ...

    async def release(self, lane: str, fence: int | None) -> None: ...


class OwnClaims:
    """On SQLite one process has the file; what it works on it knows by itself."""

    async def claim(self, lane: str) -> int | None:
        return 0

    async def release(self, lane: str, fence: int | None) -> None:
        pass


class SharedClaims:
    """Leases in the table `lanes`, on the database's clock."""

    def __init__(self, database: Database, holder: str) -> None:
        self._database = database
        self._holder = holder

    async def claim(self, lane: str) -> int | None:
        async with self._database.writing() as connection:
            return await inbox.claim_lane(connection, lane, self._holder)

    async def release(self, lane: str, fence: int | None) -> None:
        if fence is not None:
            async with self._database.writing() as connection:
                await inbox.release_lane(connection, lane, self._holder, fence)


class Lanes:
    """`handle` does one update in one transaction."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        claims: Claims,
        handle: Handle,
        workers: int = WORKERS,
    ) -> None:
        self._database = database
        self._clock = clock
        self._claims = claims
        self._handle = handle
        self._workers = workers
        self._ready: deque[str] = deque()
        self._known: set[str] = set()
        self._again: set[str] = set()
        self._bell = asyncio.Event()
        self.at_work = 0

    def wake(self, lanes: Iterable[str]) -> None:
        """These lanes have something to do."""
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
        async with self._database.reading() as connection:
            self.wake(await inbox.waiting_lanes(connection))

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
            try:
                await self._drain(lane)
            except OUTSIDE as error:
                log.warning("The database did not answer (%s); trying again.", name_of(error))
                await asyncio.sleep(1)
            finally:
                self.at_work -= 1
                self._known.discard(lane)
                if lane in self._again:
                    self._again.discard(lane)
                    self.wake([lane])

    async def _drain(self, lane: str) -> None:
        fence = await self._claims.claim(lane)
        if fence is None:
            return
        try:
            while items := await self._next(lane):
                for item in items:
                    await self._do(item, lane, fence)
        except LaneLost:
            log.info("A lane went over to another process.")
            return
        await self._claims.release(lane, fence)

    async def _next(self, lane: str) -> list[Waiting]:
        async with self._database.reading() as connection:
            return await inbox.next_waiting(connection, lane)

    async def _do(self, item: Waiting, lane: str, fence: int | None) -> None:
        """Three tries within a second; then it is set aside and the lane goes on."""
        tries = 0
        while True:
            try:
                await self._handle(item, lane, fence)
                return
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
                    return
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
        )
