"""Fetches the tables that supervisors sent, one at a time, and keeps the figures in them."""

import asyncio
import io
import logging
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from aiogram import Bot
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.clock import Clock
from bot.failures import name_of
from bot.mistakes import UnfitFile
from bot.table_files import open_table
from handlers.others import LARGEST
from handlers.sights import sight_of
from people.telling import Note, NoteKind, To
from reports.others import Other, UnfitTable, read_others
from storage import jobs
from storage.engine import Database
from storage.jobs import Job
from storage.work import UnitOfWork, begin_work

log = logging.getLogger("huiyin.others")

KIND = "others"
PAUSE = 1.0
PATIENCE = 30
# What a sheet of the largest file may hold unpacked: it is read in the bot's own process.
LARGEST_UNPACKED = 30_000_000


class Bounded(io.FileIO):
    """A file that ends a download which is longer than what may be sent, whatever was announced."""

    def write(self, chunk: Any) -> int:
        if self.tell() + len(chunk) > LARGEST:
            raise UnfitTable("large")
        return super().write(chunk)


class TableReader:
    """Runs beside the courier: only one replica fetches a table."""

    def __init__(
        self, database: Database, clock: Clock, bot: Bot, holder: str, said: Callable[[], None]
    ) -> None:
        self._database = database
        self._clock = clock
        self._bot = bot
        self._holder = holder
        self._said = said

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                if not await self.work_off():
                    await asyncio.sleep(PAUSE)
            except (DBAPIError, PoolTimeout, OSError) as error:
                log.warning("A table has to wait (%s).", name_of(error))
                await asyncio.sleep(PAUSE)

    async def work_off(self) -> bool:
        """Whether there was one to do."""
        now = self._clock.now()
        async with self._database.glancing() as connection:
            number = await jobs.waiting(connection, KIND, now)
        if number is None:
            return False
        async with self._database.writing() as connection:
            job = await jobs.claim(connection, number, self._holder, now)
        if job is not None:
            await self._do(job)
        return True

    async def _do(self, job: Job) -> None:
        found: list[Other] = []
        try:
            with tempfile.TemporaryDirectory(prefix="huiyin-") as folder:
                path = Path(folder) / f"table{job.facts['ending']}"
                await self._fetch(str(job.facts["file_id"]), path)
                found = await asyncio.to_thread(_read, path)
            told: dict[str, Any] = {"what": "others_read", "count": len(found)}
        except UnfitTable as flaw:
            told = {"what": "others_wrong", "why": flaw.what, "row": flaw.row, "word": flaw.word}
        except (UnfitFile, UnicodeError, ValueError):
            told = {"what": "others_wrong", "why": "file"}
        except Exception as trouble:  # noqa: BLE001 - its text may hold the token, so only its name
            log.warning("A table could not be fetched (%s).", name_of(trouble))
            told = {"what": "others_wrong", "why": "fetch"}
        await self._finish(job, found, told)

    async def _fetch(self, file_id: str, path: Path) -> None:
        known = await self._bot.get_file(file_id)
        if not known.file_path:
            raise UnfitTable("fetch")
        with Bounded(path, "wb") as bounded:
            await self._bot.download_file(known.file_path, destination=bounded, timeout=PATIENCE)

    async def _finish(self, job: Job, found: list[Other], told: dict[str, Any]) -> None:
        now = self._clock.now()
        async with begin_work(self._database, now) as work:
            if found:
                told |= await _keep(work, found, job.facts.get("person"), now)
            await jobs.finish(work.connection, job.id, now)
            note = Note(
                key=f"job-{job.id}",
                kind=NoteKind.ANSWER,
                to=To(chat_id=int(job.facts["chat"])),
                facts=told,
            )
            await work.telling.note(note)
        self._said()


async def _keep(
    work: UnitOfWork, found: list[Other], person_id: Any, now: datetime
) -> dict[str, Any]:
    """How many were kept, and whose figures a colleague brought and keeps."""
    person = await work.people.person(int(person_id)) if person_id else None
    owns = person is not None and (await sight_of(work, person)).owns_house
    by = int(person_id) if person_id else None
    kept, left = await work.others.keep(found, now, by, owns_house=owns)
    return {"count": kept, "left": left}


def _read(path: Path) -> list[Other]:
    if not path.stat().st_size:
        raise UnfitTable("empty")
    with open_table(path, LARGEST_UNPACKED) as table:
        return read_others(table.head, ((row.number, row.cells) for row in table.rows))
