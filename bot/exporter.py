"""Works off the exports that people asked for, one at a time, and hands each to the courier."""

import asyncio
import logging
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.clock import Clock
from bot.exporting import Order, file_name, write_export
from bot.failures import name_of, place_of
from bot.rulebook import Rulebook
from handlers.words import words_of
from people.telling import Note, NoteKind, To
from reports.exports import Form
from reports.looks import taken_away
from storage import jobs
from storage.engine import Database
from storage.jobs import Job
from storage.work import begin_work

log = logging.getLogger("huiyin.exports")

KIND = "export"
PAUSE = 1.0
# How often, in seconds, the message that tells how far it is changes.
TOLD_EVERY = 3.0
# Telegram takes files of 50 MB from a bot.
LARGEST = 49 * 1024 * 1024


class Exporter:
    """Runs beside the courier, so that the file lies where it is sent from."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        rulebook: Rulebook,
        holder: str,
        said: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._rulebook = rulebook
        self._holder = holder
        self._said = said
        self._told_at = 0.0

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                if not await self.work_off():
                    await asyncio.sleep(PAUSE)
            except (DBAPIError, PoolTimeout, OSError) as error:
                log.warning("An export has to wait (%s).", name_of(error))
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
        folder = Path(tempfile.mkdtemp(prefix="huiyin-"))
        try:
            path = await self._write(job, folder)
            error = "too_large" if path.stat().st_size > LARGEST else None
        except asyncio.CancelledError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        except Exception as trouble:  # noqa: BLE001 - it is recorded, told and logged by its name
            log.error("An export failed (%s at %s).", name_of(trouble), place_of(trouble))
            path, error = folder, "failed"
        if error is not None:
            shutil.rmtree(folder, ignore_errors=True)
        await self._finish(job, path, error)

    async def _write(self, job: Job, folder: Path) -> Path:
        facts, now = job.facts, self._clock.now()
        rules = self._rulebook.current.rules
        order = Order(
            form=Form(facts["form"]),
            facts=facts,
            words=words_of(
                rules.house.services, str(facts["language"]), rules.understanding.aspects
            ),
            targets=rules.targets,
        )
        path = folder / file_name(order.form, str(facts["dates"]))

        async def progress(done: int, total: int) -> None:
            await self._tell(job, done, total)

        await write_export(self._database, order, path, now, progress)
        return path

    async def _tell(self, job: Job, done: int, total: int) -> None:
        moment = self._clock.monotonic()
        if moment - self._told_at < TOLD_EVERY:
            return
        self._told_at = moment
        now = self._clock.now()
        async with begin_work(self._database, now) as work:
            await jobs.advance(work.connection, job.id, done, total, now)
            await work.telling.faces_of(f"job-{job.id}")
        self._said()

    async def _finish(self, job: Job, path: Path, error: str | None) -> None:
        now = self._clock.now()
        async with begin_work(self._database, now) as work:
            await jobs.finish(work.connection, job.id, now, error)
            await work.telling.faces_of(f"job-{job.id}")
            if error is None:
                await work.telling.note(self._note(job, path))
                by = int(job.facts["person"])
                await work.looks.add(by, KIND, taken_away(job.facts), now)
        self._said()

    def _note(self, job: Job, path: Path) -> Note:
        return Note(
            key=f"job-{job.id}",
            kind=NoteKind.EXPORT,
            to=To(chat_id=int(job.facts["chat"])),
            facts={**job.facts, "what": "file", "path": str(path)},
        )


def forget_file(path: str) -> None:
    """Once it was sent, or was not, nothing of it stays on the machine."""
    folder = Path(path).parent
    if folder.name.startswith("huiyin-"):
        shutil.rmtree(folder, ignore_errors=True)
