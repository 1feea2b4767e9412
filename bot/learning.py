"""What staff corrected by day is learnt by night, and used when it reads better than before."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.failures import name_of
from bot.training import Outcome, keep_in, readable
from dimensions.learned import OWN_SCHEME
from dimensions.lessons import lessons_of
from dimensions.second import FEWEST_CORRECTIONS, Advisor, train_second
from dimensions.tagger import Tagger
from dimensions.training import Trained, UntrainableRows
from storage.corrections import Corrected, corrected_cases, newest_correction
from storage.engine import Database
from storage.models import ModelRows
from storage.tables import places

log = logging.getLogger("huiyin.learning")

EVERY = timedelta(seconds=5)
HOUR = timedelta(hours=1)
# Where the house stands.
NIGHT = range(2, 5)
# Not more often than once a night, and only when there is something new to learn from.
REST = timedelta(hours=20)


class Learner:
    """Keeps the tagger at the model in use; trains a new one when corrections have come."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        tagger: Tagger,
        corpus: Sequence[Mapping[str, Any]] | None = None,
    ) -> None:
        """Learns beside the corpus that ships, unless another is given."""
        self._corpus = corpus
        self._database = database
        self._clock = clock
        self._tagger = tagger
        self._used: int | None = None
        # One at a time: what was looked up before a change must not be put in place after it.
        self._following = asyncio.Lock()

    @property
    def used(self) -> int | None:
        """The number of the model in use; None is what ships."""
        return self._used

    async def run(self) -> None:
        """Until cancelled: every replica follows the model in use."""
        while True:
            await self.follow()
            await asyncio.sleep(EVERY.total_seconds())

    async def teach(self, tagger: Tagger) -> None:
        """From now on this one is kept at the model in use: its words are new."""
        async with self._following:
            self._tagger, self._used = tagger, None
        await self.follow()

    async def run_nightly(self) -> None:
        """Until cancelled: the duty of one replica."""
        while True:
            await asyncio.sleep(HOUR.total_seconds())
            try:
                if await self._is_night():
                    await self.learn()
            except Exception as error:  # noqa: BLE001 - tomorrow is another night
                log.warning("Nothing was learnt tonight (%s).", name_of(error))

    async def _is_night(self) -> bool:
        async with self._database.reader.connect() as connection:
            zone = await connection.scalar(
                select(places.c.zone).where(places.c.parent_id.is_(None)).limit(1)
            )
        return zone is not None and self._clock.now().astimezone(ZoneInfo(zone)).hour in NIGHT

    async def follow(self) -> None:
        """Reads the model in use when it is another than before."""
        try:
            async with self._following:
                await self._follow()
        except Exception as error:  # noqa: BLE001 - the reader goes on as it is
            log.warning("The model in use can't be read (%s).", name_of(error))

    async def _follow(self) -> None:
        async with self._database.reader.connect() as connection:
            rows = ModelRows(connection)
            number = await rows.number_in_use(OWN_SCHEME)
            kept = None if number in {None, self._used} else await rows.in_use(OWN_SCHEME)
        if self._used == number:
            return
        model = await asyncio.to_thread(readable, kept)
        advisor = Advisor(tagger=self._tagger, model=model) if model else None
        self._tagger.advise = advisor.advise if advisor else None
        self._used = number

    async def learn(self) -> Outcome | None:
        """Trains when it is due; the one that reads better is used from now on."""
        now = self._clock.now()
        async with self._database.reader.connect() as connection:
            if not await is_due(connection, now):
                return None
            corrected = await corrected_cases(connection)
        try:
            trained = await asyncio.to_thread(self._trained, corrected)
        except UntrainableRows:
            return None
        async with self._database.writing() as connection:
            outcome = await keep_in(connection, trained, OWN_SCHEME, now)
        await self.follow()
        log.info("Version %d was trained; in use: %s.", outcome.number, outcome.is_used)
        return outcome

    def _trained(self, corrected: Sequence[Corrected]) -> Trained:
        rows = [{"text": one.text, "negative": list(one.negative)} for one in corrected]
        lessons = list(lessons_of(rows, self._tagger))
        return train_second(lessons, self._tagger, corpus=self._corpus)


async def is_due(connection: AsyncConnection, now: datetime) -> bool:
    count, newest = await newest_correction(connection)
    if count < FEWEST_CORRECTIONS or newest is None:
        return False
    made = await ModelRows(connection).newest(OWN_SCHEME)
    return made is None or (newest > made and now - made >= REST)
