"""Forgets who asked for it, and at night what has been kept long enough."""

import logging
from datetime import datetime, timedelta

from bot.rulebook import Rulebook
from bot.rules_keeping import Keeping
from storage.engine import Database
from storage.forgetting import finish_leaving, forget_by_age, scrub

log = logging.getLogger("huiyin.keeping")

# Looked at once a day, at an hour of the house when few write.
HOUR = 4
# What colleagues wrote without saying whom it is for.
DRAFTS = timedelta(days=1)


class Keeper:
    """Called every minute: who asked to be forgotten is soon, what is old is at night."""

    def __init__(self, database: Database, rulebook: Rulebook) -> None:
        self._database = database
        self._rulebook = rulebook
        self._last = ""
        # Another process may have forgotten something and been stopped before the log was clean.
        self._is_unclean = True

    async def __call__(self, now: datetime) -> int:
        """Gives how many chats were left and rows were forgotten."""
        async with self._database.writing() as connection:
            changed = await finish_leaving(connection, now)
        changed += await self._nightly(now)
        if changed or self._is_unclean:
            self._is_unclean = not await scrub(self._database)
        return changed

    async def _nightly(self, now: datetime) -> int:
        rules = self._rulebook.current.rules
        local = now.astimezone(rules.zone)
        day = f"{local:%Y-%m-%d}"
        if local.hour < HOUR or self._last == day:
            return 0
        keep = {name: getattr(rules.keeping, name) for name in Keeping.model_fields}
        keep["drafts"] = DRAFTS
        forgotten = await forget_by_age(self._database, keep, now)
        self._last = day
        if forgotten:
            log.info("Kept long enough, and forgotten: %d rows.", forgotten)
        return forgotten
