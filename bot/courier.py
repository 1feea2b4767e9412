"""Hands to Telegram what the outbox holds: in order within a chat, within the limits, and once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from itertools import groupby
from typing import Protocol

from bot.bundles import ALERTS, FEWEST, MOST, bundles
from bot.clock import Clock
from bot.failures import OUTSIDE, is_outside, name_of, place_of
from bot.gone import Gone
from bot.pacing import Pace
from channels.posting import ANSWER
from people.telling import NoteKind, Policy, policy_of
from people.values import ROBOT
from storage import outbox, points
from storage.engine import Database
from storage.outbox import Outcome, Outgoing, Unknown
from storage.work import UnitOfWork, begin_work

log = logging.getLogger("huiyin.courier")

IN_FLIGHT = 40
ALERTS_TOGETHER = outbox.Together(kinds=ALERTS, fewest=FEWEST, most=MOST)
IDLE = 0.5
GATHER = 0.005
# Seconds for which what is being written may keep a courier from looking by itself.
AT_MOST = 2.0
MEMORY = timedelta(seconds=60)
# How often, and how soon, something is made again that could not be read from the database.
MOST_READINGS = 20
READ_AGAIN = timedelta(seconds=1)


class Deliver(Protocol):
    """Renders and sends one row; `prepare` reads what rows claimed together need."""

    async def prepare(self, rows: Sequence[Outgoing]) -> None: ...

    async def __call__(self, row: Outgoing) -> Outcome: ...

    async def together(self, rows: Sequence[Outgoing]) -> list[Outcome]:
        """Alerts for one chat as one message; gives the outcome of each."""
        ...


Aftermath = Callable[[UnitOfWork, Outgoing, Outcome], Awaitable[None]]
Guard = Callable[[UnitOfWork], Awaitable[None]]


class Courier:
    """`deliver` renders and sends one row; `aftermath` lets the room that asked draw conclusions.

    `guard` runs first in every claim and raises when another courier has taken over.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        pace: Pace,
        deliver: Deliver,
        aftermath: Aftermath,
        guard: Guard | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._pace = pace
        self._deliver = deliver
        self._aftermath = aftermath
        self._guard = guard
        self._gone = Gone(clock)
        self._busy: dict[int, int] = {}
        self._settled: list[tuple[Outgoing, Outcome]] = []
        self._settle_bell = asyncio.Event()
        self._bell = asyncio.Event()
        self._recent: dict[int, tuple[int, bool]] = {}
        self._maybe_more = True
        self._under_way: set[int] = set()
        self._is_unsure = False
        self._gathers_until = 0.0
        self.sent = 0

    def wake(self) -> None:
        """There is something new to send."""
        self._maybe_more = True
        self._bell.set()

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """What is written meanwhile is to be said together: idle, it looks when woken only."""
        self._gathers_until = self._clock.monotonic() + AT_MOST
        try:
            yield
        finally:
            self._gathers_until = 0.0
            self._bell.set()

    @property
    def is_quiet(self) -> bool:
        return not self._busy and not self._maybe_more

    async def run(self) -> None:
        """Until cancelled or the guard says that another courier works now.

        It may be begun again: what the run before was sending is nobody's any more.
        """
        self._busy.clear()
        self._under_way.clear()
        await self._settle_known()
        await self.recover()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._settle_all())
            await self._loop(group)

    async def _settle_known(self) -> None:
        """What was sent before the last run ended, and could not be recorded then."""
        while self._settled:
            await self._settle_alone(self._settled[0])
            del self._settled[0]

    async def recover(self) -> None:
        """What a courier who is gone was sending: sent again or left as unknown."""
        now = self._clock.now()
        async with begin_work(self._database, now) as work:
            for row in await outbox.abandoned(work.connection):
                outcome = Unknown(error="unknown", retry_at=now if _may_repeat(row) else None)
                await outbox.settle(work.connection, row, outcome, now)
                if outcome.retry_at is None:
                    await self._aftermath(work, row, outcome)
        await self._remember(now)

    async def _remember(self, now: datetime) -> None:
        """What was sent in the last minute, by whomever, counts: no window is passed by a restart.

        A robot's call is recorded when it began and may have arrived as late as it ended.
        """
        late = timedelta(seconds=ANSWER)
        async with self._database.reading() as connection:
            ago = await outbox.recent_attempts(connection, now - MEMORY - late)
        present = self._clock.monotonic()
        for at, chat_id, telegram_id, kind in ago:
            since = now - at - (late if kind == ROBOT else timedelta())
            if since < MEMORY:
                is_group = kind != "private"
                sent_at = present - max(since.total_seconds(), 0)
                self._pace.record(telegram_id, is_group, sent_at)
                self._recent[chat_id] = (telegram_id, is_group)

    async def _loop(self, group: asyncio.TaskGroup) -> None:
        while True:
            self._bell.clear()
            claimed: list[Outgoing] = []
            if self._busy:
                # While others are under way, a few more come together and cost one transaction.
                await asyncio.sleep(GATHER)
            try:
                claimed = await self._claim()
                await self._prepare(claimed)
            except OUTSIDE as error:
                log.warning("The outbox can't be read (%s); trying again.", name_of(error))
                self._is_unsure = True
                await asyncio.sleep(1)
            for chat_id, rows in groupby(claimed, key=lambda row: row.chat_id):
                in_order = list(rows)
                self._busy[chat_id] = len(in_order)
                self._under_way.update(row.id for row in in_order)
                group.create_task(self._send_in_order(in_order))
            if not claimed:
                await self._rest()

    async def _prepare(self, claimed: list[Outgoing]) -> None:
        """What can't be read for all of them together is read for each alone, and fails there."""
        try:
            await self._deliver.prepare(claimed)
        except OUTSIDE:
            raise
        except Exception as error:
            log.error("Rows can't be prepared (%s at %s).", name_of(error), place_of(error))

    async def _rest(self) -> None:
        await self._woken(self._pause())
        if not self._maybe_more:
            await self._woken(self._gathers_until - self._clock.monotonic())

    async def _woken(self, within: float) -> None:
        """Waits for the bell for so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._bell.wait()

    def _pause(self) -> float:
        """How long nothing can be sent unless something happens, in seconds."""
        if not self._maybe_more:
            return IDLE
        now = self._clock.monotonic()
        free = [self._pace.free_at(0, False, now)] if self._is_full(now) else []
        free += [self._pace.free_at(*self._recent[chat], now) for chat in self._paced(now)]
        return min(IDLE, max(0.005, min(free, default=now) - now))

    def _is_full(self, now: float) -> bool:
        return self._pace.free_at(0, False, now) > now

    async def _claim(self) -> list[Outgoing]:
        moment = self._clock.monotonic()
        room = min(IN_FLIGHT - len(self._busy), self._pace.room(moment))
        if room <= 0 or self._is_full(moment):
            return []
        if self._is_unsure:
            await self._give_back()
        now, held = self._clock.now(), {*self._busy, *self._paced(moment)}
        if not self._maybe_more and not await self._has_ready(held):
            return []
        async with begin_work(self._database, now) as work:
            if self._guard is not None:
                await self._guard(work)
            rows = await outbox.claim(
                work.connection, now, held, room, self._pace.burst, ALERTS_TOGETHER
            )
        if not rows:
            self._maybe_more = bool(held - set(self._busy))
        return rows

    async def _give_back(self) -> None:
        """After a commit whose answer was lost: what was claimed and never begun waits again."""
        now = self._clock.now()
        async with begin_work(self._database, now) as work:
            if self._guard is not None:
                await self._guard(work)
            count = await outbox.give_back(work.connection, self._under_way)
        self._is_unsure = False
        if count:
            log.info("%d messages that were claimed and not begun wait again.", count)

    async def _has_ready(self, held: set[int]) -> bool:
        """A look that takes no write lock, for the many times when there is nothing to do."""
        async with self._database.glancing() as connection:
            return await outbox.has_ready(connection, self._clock.now(), held)

    def _paced(self, now: float) -> list[int]:
        """Chats that were written to so lately that nothing of theirs may be claimed yet."""
        self._recent = {
            chat_id: (telegram_id, is_group)
            for chat_id, (telegram_id, is_group) in self._recent.items()
            if self._pace.free_at(telegram_id, is_group, now) > now
        }
        return list(self._recent)

    async def _send_in_order(self, rows: list[Outgoing]) -> None:
        for alike in bundles(rows):
            await self._send(alike)

    async def _send(self, rows: list[Outgoing]) -> None:
        if self._gone.is_refused(rows[0]):
            self._is_settled(rows, [outbox.Refused(error=rows[0].chat_state) for _ in rows])
            return
        row = rows[0]
        is_group = row.chat_kind != "private"
        self._pace.record(row.telegram_id, is_group, self._clock.monotonic())
        self._recent[row.chat_id] = (row.telegram_id, is_group)
        points.reached(f"sending {' '.join(one.key for one in rows)}")
        try:
            if len(rows) == 1:
                outcomes = [await self._deliver(row)]
            else:
                outcomes = await self._deliver.together(rows)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            outcomes = [self._not_made(row, error) for row in rows]
        self._pace.ended(row.telegram_id, self._clock.monotonic())
        self._is_settled(rows, outcomes)

    def _is_settled(self, rows: Sequence[Outgoing], outcomes: Sequence[Outcome]) -> None:
        self._settled.extend(zip(rows, outcomes, strict=True))
        self._settle_bell.set()

    def _not_made(self, row: Outgoing, error: Exception) -> Outcome:
        """Nothing left the house: it is made again when only the database did not answer."""
        what, ids = (row.kind, name_of(error), place_of(error)), {"ids": {"outbox": row.id}}
        if is_outside(error) and row.attempts < MOST_READINGS:
            log.warning("A %s could not be made (%s at %s); trying again.", *what, extra=ids)
            return outbox.Refused(error="database", retry_at=self._clock.now() + READ_AGAIN)
        # Without the traceback: its last line would quote the customer.
        log.error("A %s could not be made (%s at %s).", *what, extra=ids)
        return outbox.Refused(error=f"bug: {name_of(error)}")

    async def _settle_all(self) -> None:
        """Outcomes that come together are recorded together; one that can't be, alone."""
        while True:
            await self._settle_bell.wait()
            if len(self._settled) < len(self._busy):
                await asyncio.sleep(GATHER)
            self._settle_bell.clear()
            batch, self._settled = self._settled, []
            await self._settle_each(batch)
            self._under_way.difference_update(row.id for row, _ in batch)
            for row, _ in batch:
                self._busy[row.chat_id] -= 1
                if not self._busy[row.chat_id]:
                    del self._busy[row.chat_id]
            self.sent += len(batch)
            self.wake()

    async def _settle_each(self, batch: list[tuple[Outgoing, Outcome]]) -> None:
        left = list(batch)
        try:
            try:
                await self._settle(batch)
            except Exception:
                while left:
                    await self._settle_alone(left[0])
                    del left[0]
        except asyncio.CancelledError:
            # What is known is kept for the next run of this courier, if there is one.
            self._settled[:0] = left
            raise

    async def _settle(self, batch: list[tuple[Outgoing, Outcome]]) -> None:
        now = self._clock.now()
        async with begin_work(self._database, now) as work:
            await outbox.settle_all(work.connection, batch, now)
            for row, outcome in batch:
                await self._aftermath(work, row, outcome)

    async def _settle_alone(self, item: tuple[Outgoing, Outcome]) -> None:
        while True:
            try:
                await self._settle([item])
            except OUTSIDE as error:
                log.warning("An outcome can't be recorded (%s).", name_of(error))
                await asyncio.sleep(1)
            except Exception as error:
                log.error("What follows from a %s failed (%s).", item[0].kind, name_of(error))
                await self._record_only(item)
                return
            else:
                return

    async def _record_only(self, item: tuple[Outgoing, Outcome]) -> None:
        """What was sent stays sent, even when a room could not draw its conclusions."""
        now = self._clock.now()
        async with begin_work(self._database, now) as work:
            await outbox.settle(work.connection, *item, now)


def _may_repeat(row: Outgoing) -> bool:
    return row.is_face or policy_of(NoteKind(row.kind)) is Policy.REPEAT
