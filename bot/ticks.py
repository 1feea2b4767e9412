"""What happens by itself: the database says what is due, the scheduler only asks."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext, suppress
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.digesting import send_digest
from bot.failures import is_outside, name_of, place_of
from bot.keeping import Keeper
from bot.rulebook import Rulebook
from bot.watching import Watching
from complaints import improving
from complaints.escalating import handle_due
from storage import inbox
from storage.actions import ActionRows
from storage.cases import CaseRows
from storage.digests import due_digests
from storage.engine import Database
from storage.rolling import refresh
from storage.surveys import SurveyRows
from storage.work import UnitOfWork, begin_work
from surveys.asking import take_due_step

log = logging.getLogger("huiyin.ticks")

EVERY_SECONDS = 1
BATCH = 100
# Days touched since are counted live until they are kept anew; a long history is kept in an hour.
KEEP_EVERY_SECONDS, KEEP_FOR_SECONDS = 15, 1
# An item that fails is left alone for this long, so that it neither stops the rest nor spins.
PUT_OFF = timedelta(minutes=1)
# What moved is looked for so often; each place is looked at once a day.
LOOK_EVERY = timedelta(minutes=20)

Due = Callable[[AsyncConnection, datetime, int], Awaitable[Sequence[int]]]
Act = Callable[[UnitOfWork, int, datetime], Awaitable[object]]
Guard = Callable[[UnitOfWork], Awaitable[None]]


class Ticks:
    """Each due item is claimed and done in a transaction of its own, which reads it again."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        rulebook: Rulebook,
        said: Callable[[], None],
        guard: Guard | None = None,
        wellbeing: Callable[[datetime], Awaitable[bool]] | None = None,
        gathering: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._keeper = Keeper(database, rulebook)
        self._database = database
        self._clock = clock
        self._rulebook = rulebook
        self._said = said
        self._guard = guard
        self._wellbeing = wellbeing
        self._gathering = gathering
        self._put_off: dict[tuple[str, int], datetime] = {}
        self._has_said = False
        self._watching = Watching(database)
        self._look_at = clock.now() + LOOK_EVERY
        self._one_at_a_time = asyncio.Lock()

    async def run(self) -> None:
        """Until cancelled."""
        # What fails in a look is said by the look; one that is cut off at the end is no news.
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
        scheduler = AsyncIOScheduler(timezone="UTC")
        options = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        scheduler.add_job(self._tick, "interval", seconds=EVERY_SECONDS, **options)
        scheduler.add_job(self.look_when_due, "interval", seconds=5, **options)
        scheduler.add_job(self.keep_no_longer, "interval", minutes=1, **options)
        scheduler.add_job(self.keep_days, "interval", seconds=KEEP_EVERY_SECONDS, **options)
        scheduler.add_job(self.forget_old, "interval", hours=1, **options)
        scheduler.add_job(self.say_how_it_is, "interval", minutes=5, **options)
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.shutdown(wait=False)

    async def _tick(self) -> None:
        """One that the end of the program cuts short is undone with its transaction: no error."""
        with suppress(asyncio.CancelledError):
            await self.act_on_what_is_due()

    async def act_on_what_is_due(self) -> int:
        """Everything that is due by now; gives how many items were handled."""
        async with self._one_at_a_time:
            try:
                return (
                    await self.escalate_overdue()
                    + await self.ask_when_due()
                    + await self.send_digests()
                    + await self.see_to_actions()
                )
            except Exception as error:
                log.warning("A tick failed (%s at %s).", name_of(error), place_of(error))
                return 0

    async def escalate_overdue(self) -> int:
        return await self._each("case", _due_cases, self._handle_case)

    async def ask_when_due(self) -> int:
        return await self._each("invitation", _due_invitations, self._handle_invitation)

    async def send_digests(self) -> int:
        return await self._each("digest", due_digests, send_digest)

    async def see_to_actions(self) -> int:
        return await self._each("action", _due_actions, _handle_action)

    async def look_when_due(self) -> None:
        """By the time of the business, from the start on: a morning that is run to has its news."""
        now = self._clock.now()
        if now >= self._look_at:
            self._look_at = now + LOOK_EVERY
            await self.tell_moves()

    async def tell_moves(self) -> None:
        try:
            if await self._watching.look(self._clock.now()):
                self._said()
        except Exception as error:
            log.warning("What moved is told later (%s at %s).", name_of(error), place_of(error))

    async def keep_days(self) -> None:
        """Figures of days that are over, so that a year is told at once; a little at a time."""
        begun = time.monotonic()
        try:
            await refresh(
                self._database,
                self._clock.now(),
                lambda: time.monotonic() - begun > KEEP_FOR_SECONDS,
                self._alone,
            )
        except Exception as error:
            log.warning("Days are kept later (%s at %s).", name_of(error), place_of(error))

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[AsyncConnection]:
        async with begin_work(self._database, self._clock.now()) as work:
            if self._guard is not None:
                await self._guard(work)
            yield work.connection

    async def forget_old(self) -> None:
        try:
            async with self._database.writing() as connection:
                await inbox.forget_old(connection, self._clock.now())
        except Exception as error:
            log.warning("Old updates stay a little longer (%s).", name_of(error))

    async def keep_no_longer(self) -> None:
        """Who asked to be forgotten is soon; what is old, at night."""
        try:
            await self._keeper(self._clock.now())
        except Exception as error:
            log.warning("What is old stays a little longer (%s).", name_of(error))

    async def say_how_it_is(self) -> None:
        """The owners' weekly line; what can't be said is no trouble of theirs."""
        try:
            if self._wellbeing is not None and await self._wellbeing(self._clock.now()):
                self._said()
        except Exception as error:
            log.warning("How it is can't be told (%s).", name_of(error))

    async def _handle_case(self, work: UnitOfWork, case_id: int, now: datetime) -> object:
        case = await work.cases.get(case_id)
        if case is None:
            return False
        return await handle_due(work, self._rulebook.terms(case.rules_id), case_id, now)

    async def _handle_invitation(self, work: UnitOfWork, item: int, now: datetime) -> object:
        await take_due_step(work, item, now)
        return None

    async def _each(self, sort: str, due: Due, act: Act) -> int:
        handled, seen = 0, set[int]()
        while True:
            now = self._clock.now()
            async with self._database.glancing() as connection:
                found = await due(connection, now, BATCH)
            items = [i for i in found if i not in seen and not self._is_put_off(sort, i, now)]
            if not items:
                return handled
            # Alerts are said together; surveys leave as fast as they may, each to its own chat.
            with self._gathering() if sort == "case" else nullcontext():
                for item in items:
                    seen.add(item)
                    handled += await self._one(sort, item, act)
            self._tell_courier()

    def _tell_courier(self) -> None:
        """After a whole batch, so that what comes together can be said together."""
        if self._has_said:
            self._has_said = False
            self._said()

    def _is_put_off(self, sort: str, item: int, now: datetime) -> bool:
        return self._put_off.get((sort, item), now) > now

    async def _one(self, sort: str, item: int, act: Act) -> int:
        now = self._clock.now()
        try:
            async with begin_work(self._database, now) as work:
                if self._guard is not None:
                    await self._guard(work)
                await act(work, item, now)
        except Exception as error:
            # What failed because the database was away is looked at again with the next tick.
            if not is_outside(error):
                self._put_off[sort, item] = now + PUT_OFF
            what = (sort, name_of(error), place_of(error))
            log.error("A due %s failed (%s at %s).", *what, extra={"ids": {sort: item}})
            return 0
        self._put_off.pop((sort, item), None)
        self._has_said |= work.telling.said_something
        return 1


async def _due_cases(connection: AsyncConnection, now: datetime, limit: int) -> Sequence[int]:
    return await CaseRows(connection).due(now, limit)


async def _due_actions(connection: AsyncConnection, now: datetime, limit: int) -> Sequence[int]:
    return await ActionRows(connection).due(now, limit)


async def _handle_action(work: UnitOfWork, action_id: int, now: datetime) -> object:
    return await improving.handle_due(work, action_id, now)


async def _due_invitations(connection: AsyncConnection, now: datetime, limit: int) -> Sequence[int]:
    return await SurveyRows(connection).due(now, limit)
