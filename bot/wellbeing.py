"""Once a week the owners read in one line that all is well, or what is not."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.backing_up import FOLDER
from bot.rulebook import Rulebook
from people.telling import Note, NoteKind, To
from people.values import Role
from storage import inbox
from storage.engine import Database
from storage.tables import inbox as inbox_rows
from storage.tables import outbox as outbox_rows
from storage.tables import places
from storage.ways_out import unanswered
from storage.work import UnitOfWork, begin_work

WEEK = timedelta(days=7)
# On Mondays, at this hour of the house; who was off then hears later in the day.
HOUR, LAST_HOUR = 9, 21


class Wellbeing:
    """Called every few minutes; the note's key makes it once a week."""

    def __init__(self, database: Database, rulebook: Rulebook) -> None:
        self._database = database
        self._rulebook = rulebook
        self._told = ""

    async def __call__(self, now: datetime) -> bool:
        """True when there is something to send."""
        local = now.astimezone(self._rulebook.current.rules.zone)
        week = f"{local:%G-w%V}"
        if local.weekday() or not HOUR <= local.hour < LAST_HOUR or self._told == week:
            return False
        if not await self._is_young(now):
            facts = await self._facts(now)
            async with begin_work(self._database, now) as work:
                await _tell_owners(work, f"well-{week}", facts)
        self._told = week
        return True

    async def _is_young(self, now: datetime) -> bool:
        """A house of less than a week has no week to look back on."""
        async with self._database.reading() as connection:
            founded = await connection.scalar(select(func.min(places.c.created_at)))
        return founded is None or founded > now - WEEK

    async def _facts(self, now: datetime) -> dict[str, object]:
        since = now - WEEK
        async with self._database.reading() as connection:
            heard = await connection.scalar(
                select(func.count()).select_from(inbox_rows).where(inbox_rows.c.received_at > since)
            )
            said = await connection.scalar(
                select(func.count())
                .select_from(outbox_rows)
                .where(outbox_rows.c.state == "sent", outbox_rows.c.finished_at > since)
            )
            aside = (await inbox.counts(connection))["aside"]
            silent = sorted(await unanswered(connection))
        backup = last_backup(self._database.path)
        return {
            "heard": heard or 0,
            "said": said or 0,
            "aside": aside,
            "silent": silent,
            "backup": None if backup is None else backup.isoformat(),
            "keeps_backups": self._database.is_sqlite,
        }


def last_backup(database: Path | None) -> datetime | None:
    """When the newest file in the folder of backups beside a SQLite file was written, aware."""
    if database is None:
        return None
    folder = database.parent / FOLDER
    times = [file.stat().st_mtime for file in folder.glob("*") if file.is_file()]
    return datetime.fromtimestamp(max(times)).astimezone() if times else None


async def _tell_owners(work: UnitOfWork, key: str, facts: dict[str, object]) -> None:
    house = await work.people.house()
    for owner in await work.people.holders(Role.OWNER, house.id):
        chat = await work.people.private_chat(owner.id)
        if chat is not None:
            to = To(chat_id=chat.id)
            note = Note(key=f"{key}-to-{owner.id}", kind=NoteKind.WELL, to=to, facts=facts)
            await work.telling.note(note)
