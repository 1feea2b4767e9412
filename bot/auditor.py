"""Each minute: is every case in somebody's hands, does everything go out, does anybody answer?"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime

import aiohttp
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.clock import Clock
from bot.failures import name_of
from people.telling import Note, NoteKind, To
from people.values import Role
from storage import proving
from storage.engine import Database
from storage.proving import Finding
from storage.work import UnitOfWork, begin_work

log = logging.getLogger("huiyin.auditor")

EVERY = 60.0
HEARTBEAT_TIMEOUT = aiohttp.ClientTimeout(total=10)


class Auditor:
    """Owners hear of a finding when it is seen twice in a row, and when it is over; each once."""

    def __init__(
        self, database: Database, clock: Clock, said: Callable[[], None], heartbeat: str | None
    ) -> None:
        self._database = database
        self._clock = clock
        self._said = said
        self._heartbeat = heartbeat
        self._seen: set[str] = set()
        self._gone: set[str] = set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                found = await self.look(self._clock.now())
            except Exception as error:
                log.warning(
                    "The look at everything failed (%s); in a minute again.", name_of(error)
                )
                continue
            if not found and self._heartbeat:
                await self.beat(self._heartbeat)

    async def look(self, now: datetime) -> list[Finding]:
        """What is wrong now; what is new or over by now is told."""
        async with self._database.reading() as connection:
            found = await proving.look(connection, now)
            standing = {told.kind: told for told in await proving.standing(connection)}
        kinds = {one.kind for one in found}
        begun = [one for one in found if one.kind in self._seen and one.kind not in standing]
        over = [told for kind, told in standing.items() if kind in self._gone and kind not in kinds]
        self._seen, self._gone = kinds, set(standing) - kinds
        if begun or over:
            async with begin_work(self._database, now) as work:
                for one in begun:
                    number = await proving.begin(work.connection, one, now)
                    facts = {"kind": one.kind, "count": one.count, "over": False}
                    facts |= {"cases": list(one.cases), "names": list(one.names)}
                    await _tell(work, f"audit-{number}", facts)
                    log.warning("Not as it must be: %s (%d).", one.kind, one.count)
                await proving.end(work.connection, [told.id for told in over], now)
                for told in over:
                    await _tell(work, f"audit-{told.id}-over", {"kind": told.kind, "over": True})
                    log.info("As it must be again: %s.", told.kind)
            self._said()
        return found

    async def beat(self, url: str) -> None:
        """Silence tells whoever listens there; the address is a secret, so no error quotes it."""
        try:
            async with (
                aiohttp.ClientSession(timeout=HEARTBEAT_TIMEOUT) as http,
                http.get(url) as answer,
            ):
                answer.raise_for_status()
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            log.info("The heartbeat was not taken (%s).", name_of(error))


async def findings_of(database: Database) -> Mapping[str, int]:
    """Of what is on record and not over: kind and how many. Without a database, nothing."""
    try:
        async with database.reading() as connection:
            standing = await proving.standing(connection)
    except (DBAPIError, PoolTimeout, OSError):
        return {}
    return {told.kind: int(told.facts["count"]) for told in standing}


async def _tell(work: UnitOfWork, key: str, facts: dict[str, object]) -> None:
    house = await work.people.house()
    for owner in await work.people.holders(Role.OWNER, house.id):
        chat = await work.people.private_chat(owner.id)
        if chat is not None:
            to = To(chat_id=chat.id)
            note = Note(key=f"{key}-to-{owner.id}", kind=NoteKind.AUDIT, to=to, facts=facts)
            await work.telling.note(note)
