"""The reader in use: it changes with the rules and with what staff taught, and never keeps
anybody waiting."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime

from bot.clock import Clock
from bot.learning import Learner
from bot.rules import Rules
from dimensions.own import Problem, load_tagger, problems_of_words, set_aside
from dimensions.patience import read_in_time
from dimensions.reading import Reading
from dimensions.rules import Understanding
from dimensions.tables import TableError
from dimensions.tagger import Tagger
from storage.engine import Database

log = logging.getLogger("huiyin.reader")

# A few milliseconds' worth of letters; longer texts are read in a thread.
AT_ONCE = 400
# Seconds that one message may take: Telegram's longest takes a tenth of it.
PATIENCE = 0.6


class Reader:
    """Loaded before the first update comes."""

    def __init__(
        self, database: Database, clock: Clock, tagger: Tagger, understanding: Understanding
    ) -> None:
        self.tagger = tagger
        self.learner = Learner(database, clock, tagger)
        self._clock = clock
        self._understanding = understanding

    def read(self, words: str) -> Reading:
        """As far as there is time for."""
        until = self._clock.monotonic() + PATIENCE
        return read_in_time(self.tagger.read, words, lambda: until - self._clock.monotonic())

    async def read_beside(self, words: str) -> Reading:
        """The same; others go on while a long text is read."""
        if len(words) <= AT_ONCE:
            return self.read(words)
        return await asyncio.to_thread(self.read, words)

    def problems(self, understanding: Understanding) -> Sequence[Problem]:
        """What is wrong with the words of new rules; of those in use nothing is."""
        if understanding == self._understanding or understanding.is_empty:
            return []
        try:
            return list(problems_of_words(understanding, self.tagger.shipped))
        except TableError as error:
            return [Problem(zh=str(error), en=str(error))]

    async def follow(self, rules: Rules, now: datetime) -> None:
        """Reads with the words of these rules from now on, once they are loaded."""
        if rules.understanding == self._understanding:
            return
        try:
            tagger = await asyncio.to_thread(load_tagger, rules.understanding, self.tagger.shipped)
        except TableError as error:
            log.warning("The words of the new rules are not used: %s", error)
            return
        await self.learner.teach(tagger)
        self.tagger, self._understanding = tagger, rules.understanding
        log.info("The words of the new rules are in use.")


def first_tagger(understanding: Understanding) -> tuple[Tagger, list[Problem]]:
    """The reader for the start, without words that would tear others apart, and why without."""
    shipped = Tagger.load()
    usable, problems = set_aside(understanding, shipped)
    for problem in problems:
        log.warning("A word of the rules is set aside: %s", problem.en)
    return load_tagger(usable, shipped), problems
