"""`huiyin backup` and `huiyin restore`, and the copy that is made before the tables change."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn
from rich.progress import Progress as Bar
from sqlalchemy.exc import DBAPIError

from bot.digesting import assume_sent
from bot.replica import sole_user_of
from bot.rulebook import Rulebook
from bot.settings import Settings, read_settings
from bot.spoken import told
from complaints import confirming
from complaints.handling import Refused
from complaints.improving import assume_handled
from complaints.restoring import assume_told
from storage import backup, restored, schema
from storage.backup import BackupError, Label, Progress, put_away, remove, take_out
from storage.engine import Database, file_of, open_database
from storage.restored import Silenced
from storage.work import UnitOfWork, begin_work
from surveys.restoring import assume_asked

FOLDER = "backups"
STAMP = "%Y%m%d-%H%M%S"
SUFFIX = ".sqlite3"
_SERVER = told(
    "PostgreSQL 请用它自己的 pg_dump 和 pg_restore 备份、恢复（见 docs/operating.md）；"
    "huiyin backup 只管 SQLite 文件。",
    "Back PostgreSQL up with its own pg_dump and pg_restore (docs/operating.md); "
    "huiyin backup is for SQLite files.",
)


async def backup_database(console: Console, target: Path | None, now: datetime) -> Path:
    """To a file, or into a folder under a name with the time; the bot may go on meanwhile."""
    source = _file_of(read_settings())
    _require_file(
        source,
        told(
            f"没有 {source} 这个数据库，没什么可备份：请检查 HUIYIN_DATABASE_URL。",
            f"There is no database {source}, so nothing to back up: check HUIYIN_DATABASE_URL.",
        ),
    )
    file = _name_for(target or source.parent / FOLDER, now)
    with _progress(console, told("正在备份……", "Backing up…")) as progress:
        await asyncio.to_thread(put_away, source, file, _label(source, now), progress)
    size = file.stat().st_size / 1_000_000
    console.print(
        told(f"已备份到 {file}（{size:.1f} MB）。", f"Backed up to {file} ({size:.1f} MB)."),
        highlight=False,
        soft_wrap=True,
    )
    console.print(
        told(
            "里面有客人的话：请像保管数据库一样保管它。",
            "It holds customers' words: keep it as safe as the database.",
        )
    )
    return file


async def restore_database(console: Console, file: Path, now: datetime) -> None:
    """Puts a backup in the place of the database, which is kept beside it under another name."""
    target = _file_of(read_settings())
    _require_file(
        file,
        told(f"没有 {file} 这个文件：请检查名字。", f"There is no file {file}: check the name."),
    )
    with _ours_alone(target):
        kept, found = await _replaced(console, file, target, now)
    if kept is not None:
        console.print(
            told(f"原来的数据库留在 {kept}。", f"The database of before is kept as {kept}."),
            highlight=False,
            soft_wrap=True,
        )
    _tell(console, found)


@dataclass(frozen=True, kw_only=True)
class Restored:
    silenced: Silenced
    surveys: int
    forgotten: int
    made_at: str | None


async def _replaced(
    console: Console, file: Path, target: Path, now: datetime
) -> tuple[Path | None, Restored]:
    partial = target.with_name(f"{target.name}{backup.PARTIAL}")
    remove(partial)
    try:
        with _progress(console, told("正在恢复……", "Restoring…")) as progress:
            label = await asyncio.to_thread(take_out, file, partial, progress)
        gone = await asyncio.to_thread(restored.forgotten_in, target)
        found = await _made_quiet(partial, label, gone, now)
        kept = _swapped(partial, target, now)
    except sqlite3.DatabaseError as error:
        raise BackupError(_unfit(error, file)) from None
    except (OSError, DBAPIError):
        raise BackupError(
            told(
                f"{target.parent} 写不下或不能写，没有恢复，原来的数据没有动：请腾出空间，"
                "再来一次。",
                f"{target.parent} is full or can't be written; nothing was restored, your "
                "data is as it was: make room and try again.",
            )
        ) from None
    finally:
        remove(partial)
    if label is not None and label.secret is not None:
        _keep_secret(target, label.secret)
    return kept, found


async def _made_quiet(
    partial: Path, label: Label | None, gone: frozenset[tuple[int, str]], now: datetime
) -> Restored:
    """Brings the tables up to date, and ends what the original may have said since.

    Those who are `gone` from the original are forgotten here too.
    """
    database = open_database(f"sqlite:///{partial}")
    try:
        await _require_ours(database, partial)
        await schema.upgrade(database)
        rulebook = Rulebook()
        await rulebook.join(database)
        async with begin_work(database, now) as work:
            silenced = await restored.silence(work.connection, now)
            due = await restored.due_surveys(work.connection, now)
            for invitation_id in due:
                await assume_asked(work, invitation_id, now)
            await _assume_said(work, rulebook, now)
            await restored.leave_numbers_out(work.connection)
            again = await restored.remembered_again(work.connection, gone)
            for person_id in again:
                await _forget_again(work, person_id, now)
    finally:
        await database.close()
    made_at = label.made_at if label else None
    return Restored(silenced=silenced, surveys=len(due), forgotten=len(again), made_at=made_at)


async def _assume_said(work: UnitOfWork, rulebook: Rulebook, now: datetime) -> None:
    """What the clock alone brings: to customers, of praise, and the letters of colleagues."""
    for case_id in await restored.due_cases(work.connection, now):
        case = await work.cases.get(case_id)
        if case is not None:
            await assume_told(work, rulebook.terms(case.rules_id), case_id, now)
    for digest_id in await restored.due_digests(work.connection, now):
        await assume_sent(work, digest_id, now)
    for action_id in await restored.due_actions(work.connection, now):
        await assume_handled(work, action_id, now)


async def _forget_again(work: UnitOfWork, person_id: int, now: datetime) -> None:
    """Who asked to be forgotten after the copy was made stays forgotten."""
    person = await work.people.person(person_id)
    if person is None:
        return
    for case_id in await work.erasing.live_cases(person_id):
        with suppress(Refused):
            await confirming.withdraw(work, person, case_id, now)
    await work.surveys.stop(person_id)
    await work.erasing.forget(person_id, now)


async def _require_ours(database: Database, file: Path) -> None:
    async with database.reading() as connection:
        step = await schema.present(connection)
    if step is None:
        raise BackupError(
            told(
                "这个文件不是回音的备份，没有恢复：请检查名字。",
                "This file is no backup of Huiyin, nothing was restored: check the name.",
            )
        )
    if step > schema.newest():
        raise BackupError(
            told(
                "这份备份是更新版本的回音做的，没有恢复：请先升级程序。",
                "A newer Huiyin made this backup, nothing was restored: upgrade the program first.",
            )
        )


def _swapped(partial: Path, target: Path, now: datetime) -> Path | None:
    """The new one stands there in one step; gives the name under which the old one is kept."""
    kept = target.with_name(f"{target.name}.before-restore-{now:{STAMP}}")
    _leave_no_log(target, kept)
    if target.exists():
        _named_also(target, kept)
    partial.replace(target)
    return kept if kept.exists() else None


def _leave_no_log(target: Path, kept: Path) -> None:
    """A log that stays behind would be taken for the new file's: it goes into the old one first."""
    log = target.with_name(f"{target.name}-wal")
    if not log.exists():
        return
    try:
        with closing(sqlite3.connect(target)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise BackupError(
            told(
                f"还有别的程序开着 {target}，没有恢复：请停掉它（例如 huiyin stats），再来一次。",
                f"Another program has {target} open, nothing was restored: stop it (huiyin "
                "stats, perhaps) and try again.",
            )
        ) from None
    except sqlite3.DatabaseError:
        # SQLite takes a log that fits no database away by itself.
        with suppress(FileNotFoundError):
            log.replace(kept.with_name(f"{kept.name}-wal"))
    target.with_name(f"{target.name}-shm").unlink(missing_ok=True)


def _named_also(target: Path, kept: Path) -> None:
    try:
        os.link(target, kept)
    except OSError:
        # Not every file system knows a second name for a file.
        shutil.copy(target, kept)


def _keep_secret(target: Path, secret: bytes) -> None:
    """Links that customers have go on working."""
    file = target.with_name(target.name + ".secret")
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as kept:
        kept.write(secret)


def _tell(console: Console, found: Restored) -> None:
    when = (
        told(f"（{found.made_at} 的备份）", f" (backup of {found.made_at})")
        if found.made_at
        else ""
    )
    console.print(
        told(f"已恢复{when}，旧消息不会再发：", f"Restored{when}; nothing old will be sent:"),
        highlight=False,
    )
    console.print(
        told(
            f"  {found.silenced.dropped} 条待发的不发了；{found.surveys} 份到期的问卷当作已经问过，"
            "到期的进展、催确认、简报、改进提醒当作已经发过；投诉的时限照旧，启动后只按最高一级提醒。",
            f"  {found.silenced.dropped} queued messages were dropped; {found.surveys} "
            "surveys that came due count as asked, and what was due of progress, confirmations, "
            "digests and improvements as sent; promises stand, and only the highest level that "
            "is due is told.",
        ),
        highlight=False,
        soft_wrap=True,
    )
    if found.forgotten:
        count = found.forgotten
        console.print(
            told(
                f"  备份以后要求删除的 {count} 位客人，又删了一遍。",
                f"  {count} people who asked to be forgotten since then were forgotten again.",
            ),
            highlight=False,
            soft_wrap=True,
        )
    if found.silenced.aside:
        console.print(
            told(
                f"  {found.silenced.aside} 条没处理完的来信放在一边；要再处理，请运行 huiyin "
                "replay。",
                f"  {found.silenced.aside} messages not yet handled were set aside; huiyin "
                "replay handles them.",
            ),
            highlight=False,
            soft_wrap=True,
        )


async def upgrade_with_backup(database: Database, now: datetime) -> Path | None:
    """Brings the tables up to date; what stood there before is put away first."""
    assert database.path is not None
    async with database.reading() as connection:
        step = await schema.present(connection)
    kept = None
    if step is not None and step != schema.newest():
        source = database.path
        kept = source.parent / FOLDER / f"{source.stem}-before-upgrade-{step}-{now:{STAMP}}{SUFFIX}"
        await asyncio.to_thread(put_away, source, kept, _label(source, now), _silent)
    await schema.upgrade(database)
    return kept


def _file_of(settings: Settings) -> Path:
    file = file_of(settings.database_url)
    if file is None:
        raise BackupError(_SERVER)
    return file


@contextmanager
def _ours_alone(target: Path) -> Iterator[None]:
    target.parent.mkdir(parents=True, exist_ok=True)
    with sole_user_of(target):
        yield


def _require_file(file: Path, sentence: str) -> None:
    if not file.is_file():
        raise BackupError(sentence)


def _name_for(target: Path, now: datetime) -> Path:
    """A folder, or a name without an ending that is none yet, gets a file named by the time."""
    is_folder = target.is_dir() or not target.suffix
    return target / f"huiyin-{now:{STAMP}}{SUFFIX}" if is_folder else target


def _label(source: Path, now: datetime) -> Label:
    file = source.with_name(source.name + ".secret")
    secret = file.read_bytes() if file.is_file() else None
    return Label(made_at=f"{now:%Y-%m-%d %H:%M} UTC", secret=secret)


def _unfit(error: sqlite3.DatabaseError, file: Path) -> str:
    family = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if family in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
        return told(
            "磁盘写不下，没有恢复，原来的数据没有动：请腾出空间，再来一次。",
            "The disk is full; nothing was restored, your data is as it was: make room "
            "and try again.",
        )
    return told(
        f"{file} 不是完好的备份，没有恢复，原来的数据没有动：请换一份。",
        f"{file} is no sound backup; nothing was restored, your data is as it was: take another.",
    )


@contextmanager
def _progress(console: Console, words: str) -> Iterator[Progress]:
    with Bar("{task.description}", BarColumn(), console=console, transient=True) as bar:
        task = bar.add_task(words)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _silent(_done: int, _total: int) -> None:
    pass
