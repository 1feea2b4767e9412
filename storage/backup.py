"""A SQLite database as one file to put away: copied while the bot runs, checked, whole or not."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from storage.mistakes import Mistake
from storage.one_hop import make_for_owner

# So many pages of 4 KiB are copied between two looks at the progress.
PAGES = 1024
LABEL = "backup_label"
PARTIAL = ".part"

Progress = Callable[[int, int], None]


class BackupError(Mistake):
    """The copy was not made, or can't be used; the message is a sentence for the operator."""


@dataclass(frozen=True, kw_only=True)
class Label:
    """What a backup says of itself. `secret` is the house's, where a file keeps it."""

    made_at: str
    secret: bytes | None = None


def put_away(source: Path, target: Path, label: Label, progress: Progress) -> None:
    """Copies a database as it stands at this moment, others writing meanwhile, to a new file.

    Raises BackupError; then there is no file, and no half of one.
    """
    with _whole_or_nothing(target) as partial:
        with closing(_copied(source, partial, progress)) as copy:
            _write_label(copy, label)
            _require_sound(copy, partial)
        _to_disk(partial)


def take_out(backup: Path, target: Path, progress: Progress) -> Label | None:
    """Copies a backup to where it will be used, and takes its label off; None had none."""
    with closing(_copied(backup, target, progress)) as copy:
        _require_sound(copy, backup)
        label = _read_label(copy)
        copy.execute(f"DROP TABLE IF EXISTS {LABEL}")
        return label


@contextmanager
def _whole_or_nothing(target: Path) -> Iterator[Path]:
    """A name to write under, which becomes the target's when the block ends well."""
    if target.exists():
        raise BackupError(
            f"{target} 已经在了，没有动它：请换一个名字，或者写一个文件夹。",
            f"{target} is there already and was left alone: choose another name, or name a folder.",
        )
    partial = target.with_name(target.name + PARTIAL)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        yield partial
        partial.replace(target)
        _to_disk(target.parent)
    except (sqlite3.Error, OSError) as error:
        raise BackupError(*_sentences(error, target)) from None
    finally:
        remove(partial)


def remove(file: Path) -> None:
    """With what SQLite keeps beside it."""
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm", f"{file.name}-journal"):
        with suppress(OSError):
            file.with_name(name).unlink(missing_ok=True)


def _copied(source: Path, target: Path, progress: Progress) -> sqlite3.Connection:
    """The open copy, which is one file of its owner's: no log stands beside it."""
    make_for_owner(target)
    copy = sqlite3.connect(target, isolation_level=None)
    try:
        with closing(_opened(source)) as original:
            # As long as this transaction is open, what others write does not start it anew.
            original.execute("BEGIN")
            original.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            original.backup(
                copy, pages=PAGES, progress=lambda _, left, total: progress(total - left, total)
            )
            original.rollback()
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("PRAGMA secure_delete=ON")
    except BaseException:
        copy.close()
        raise
    return copy


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file.resolve().as_uri() + "?mode=ro", uri=True, isolation_level=None)


def _require_sound(copy: sqlite3.Connection, file: Path) -> None:
    found = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if found is None or found[0] != "ok":
        raise BackupError(
            f"{file} 里的数据不完整，没有用它：请换一份备份。",
            f"The data in {file} is not whole and was not used: take another backup.",
        )


def _write_label(copy: sqlite3.Connection, label: Label) -> None:
    copy.execute(f"CREATE TABLE {LABEL} (made_at TEXT NOT NULL, secret BLOB)")
    copy.execute(f"INSERT INTO {LABEL} VALUES (?, ?)", (label.made_at, label.secret))  # noqa: S608 (a name of ours)


def _read_label(copy: sqlite3.Connection) -> Label | None:
    known = "SELECT 1 FROM sqlite_schema WHERE name = ?"
    if copy.execute(known, (LABEL,)).fetchone() is None:
        return None
    made_at, secret = copy.execute(f"SELECT made_at, secret FROM {LABEL}").fetchone()  # noqa: S608
    return Label(made_at=made_at, secret=secret)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sentences(error: Exception, target: Path) -> tuple[str, str]:
    """Never the driver's text alone: what to do stands first."""
    code = getattr(error, "sqlite_errorcode", None)
    family = code & 0xFF if isinstance(code, int) else None
    if family in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return (
            "数据库文件已损坏，没有备份成：请停掉机器人，用上一份备份 huiyin restore。",
            "The database file is damaged, no backup was made: stop the bot, restore the last one.",
        )
    if family == sqlite3.SQLITE_CANTOPEN or isinstance(error, PermissionError):
        return (
            f"{target.parent} 打不开或不能写：请检查文件夹在不在、有没有权限。",
            f"{target.parent} can't be opened or written: is it there, may you write in it?",
        )
    return (
        f"{target.parent} 的磁盘写不下或出错了，没有留下半份：请腾出空间，再来一次。",
        f"The disk of {target.parent} is full or failing, no half was left: make room, try again.",
    )
