"""What was put away is there again, and a database that comes back repeats nothing."""

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import insert, select, text

from bot.backing_up import backup_database, restore_database, upgrade_with_backup
from bot.replica import FileInUse, sole_user_of
from people.telling import Note, NoteKind
from reports.digests import Cadence
from storage import inbox, schema
from storage.backup import BackupError
from storage.engine import Database, open_database
from storage.tables import outbox, persons
from storage.work import begin_work
from tests.storage.test_flow import arrival, chat

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.fixture
def home(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The database of the settings, in a folder of its own."""
    file = tmp_path / "huiyin.sqlite3"
    monkeypatch.setenv("HUIYIN_DATABASE_URL", f"sqlite:///{file}")
    return file


def console() -> Console:
    return Console(quiet=True)


async def write_something(database: Database, number: int) -> None:
    async with begin_work(database, NOW) as work:
        await work.connection.execute(
            insert(persons).values(telegram_id=number, language="zh-hans", created_at=NOW)
        )


async def people_in(file: Path) -> int:
    with closing(sqlite3.connect(file)) as opened:
        found: int = opened.execute("SELECT count(*) FROM persons").fetchone()[0]
        return found


def rights_of(file: Path) -> int:
    return file.stat().st_mode & 0o777


def bytes_of(file: Path) -> bytes:
    return file.read_bytes()


def write(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def files_beside(file: Path) -> set[str]:
    return {found.name for found in file.parent.iterdir()}


async def test_a_backup_is_one_whole_file_though_others_write_meanwhile(
    home: Path, tmp_path: Path
) -> None:
    database = open_database(f"sqlite:///{home}")
    for number in range(1, 40):
        await write_something(database, number)
    target = tmp_path / "away" / "one.sqlite3"
    writing = asyncio.gather(*(write_something(database, n) for n in range(100, 140)))
    await backup_database(console(), target, NOW)
    await writing
    await database.close()
    assert 39 <= await people_in(target) <= 79
    assert files_beside(target) == {"one.sqlite3"}
    assert target.stat().st_mode & 0o077 == 0


async def test_a_folder_gets_a_file_named_by_the_time(home: Path, tmp_path: Path) -> None:
    first = await backup_database(console(), tmp_path, NOW)
    assert first.parent == tmp_path
    assert first.name.startswith("huiyin-20")
    assert (await backup_database(console(), None, NOW)).parent == home.parent / "backups"


async def test_what_is_there_already_is_never_written_over(home: Path, tmp_path: Path) -> None:
    precious = tmp_path / "rules.yaml"
    precious.write_text("extends: hotel")
    with pytest.raises(BackupError, match="没有动它"):
        await backup_database(console(), precious, NOW)
    with pytest.raises(BackupError, match="没有动它"):
        await backup_database(console(), home, NOW)
    assert precious.read_text() == "extends: hotel"


async def test_a_restored_one_has_the_same_rows_and_the_old_one_is_kept(
    home: Path, tmp_path: Path
) -> None:
    database = open_database(f"sqlite:///{home}")
    await write_something(database, 1)
    away = await backup_database(console(), tmp_path / "away.sqlite3", NOW)
    await write_something(database, 2)
    await database.close()
    await restore_database(console(), away, NOW)
    assert await people_in(home) == 1
    kept = [file for file in home.parent.iterdir() if ".before-restore-" in file.name]
    assert [await people_in(file) for file in kept] == [2]
    assert not [name for name in files_beside(home) if name.endswith((".part", "-wal", "-shm"))]
    database = open_database(f"sqlite:///{home}")
    async with database.reading() as connection:
        assert await schema.differences(connection) == []
        label = "SELECT count(*) FROM sqlite_schema WHERE name = 'backup_label'"
        assert await connection.scalar(text(label)) == 0
    await database.close()


async def test_a_restored_one_says_nothing_old(home: Path, tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{home}")
    async with begin_work(database, NOW) as work:
        note = Note(key="x-1", kind=NoteKind.RECEIPT, to=await chat(work), facts={"case": 1})
        await work.telling.note(note)
        await inbox.put(work.connection, [arrival(5)], NOW)
    await database.close()
    away = await backup_database(console(), tmp_path / "away.sqlite3", NOW)
    await restore_database(console(), away, NOW)
    database = open_database(f"sqlite:///{home}")
    async with database.writing() as connection:
        said = (await connection.execute(select(outbox.c.state, outbox.c.error))).one()
        assert tuple(said) == ("dropped", "restored")
        assert await inbox.replay(connection) == 1
    await database.close()


async def test_a_digest_that_was_due_meanwhile_comes_at_its_next_hour(
    home: Path, tmp_path: Path
) -> None:
    database = open_database(f"sqlite:///{home}")
    await write_something(database, 1)
    async with begin_work(database, NOW) as work:
        for cadence, days in ((Cadence.DAILY, 1), (Cadence.MONTHLY, 11)):
            at_nine = NOW.replace(hour=1) + timedelta(days=days)
            await work.digests.want(1, cadence, 9, "Asia/Shanghai", at_nine)
    await database.close()
    away = await backup_database(console(), tmp_path / "away.sqlite3", NOW)
    await restore_database(console(), away, NOW + timedelta(days=3))
    database = open_database(f"sqlite:///{home}")
    async with begin_work(database, NOW) as work:
        due = [digest.next_due_at for digest in await work.digests.of(1)]
    await database.close()
    assert due == [NOW.replace(day=24, hour=1), NOW.replace(month=12, day=1, hour=1)]


@pytest.mark.slow
async def test_who_asked_to_be_forgotten_since_stays_forgotten(home: Path, tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{home}")
    for number in (900000001, 900000002):
        await write_something(database, number)
    away = await backup_database(console(), tmp_path / "away.sqlite3", NOW)
    async with begin_work(database, NOW) as work:
        person = await work.people.person_of_telegram(900000001)
        assert person is not None
        await work.erasing.forget(person.id, NOW)
    await database.close()
    await restore_database(console(), away, NOW)
    assert rights_of(home) == 0o600
    assert await people_in(home) == 2
    with closing(sqlite3.connect(home)) as opened:
        known = opened.execute("SELECT telegram_id FROM persons ORDER BY id").fetchall()
    assert known == [(None,), (900000002,)]


async def test_the_houses_secret_comes_along_so_that_links_go_on_working(
    home: Path, tmp_path: Path
) -> None:
    secret = home.with_name(home.name + ".secret")
    secret.write_bytes(b"of this house")
    away = await backup_database(console(), tmp_path / "away.sqlite3", NOW)
    secret.unlink()
    await restore_database(console(), away, NOW)
    assert secret.read_bytes() == b"of this house"
    assert secret.stat().st_mode & 0o077 == 0


async def test_over_a_running_bot_nothing_is_restored(home: Path, tmp_path: Path) -> None:
    away = await backup_database(console(), tmp_path / "away.sqlite3", NOW)
    before = bytes_of(home)
    with sole_user_of(home), pytest.raises(FileInUse):
        await restore_database(console(), away, NOW)
    assert bytes_of(home) == before


async def test_what_is_no_backup_is_refused_and_the_database_stays(
    home: Path, tmp_path: Path
) -> None:
    before = bytes_of(home)
    nonsense = tmp_path / "nonsense.sqlite3"
    write(nonsense, b"no database at all" * 400)
    stranger = tmp_path / "stranger.sqlite3"
    with closing(sqlite3.connect(stranger)) as other:
        other.execute("CREATE TABLE songs (name TEXT)")
    for file in (nonsense, stranger, tmp_path / "missing.sqlite3"):
        with pytest.raises(BackupError):
            await restore_database(console(), file, NOW)
        assert bytes_of(home) == before
    assert not [name for name in files_beside(home) if name.endswith(".part")]


async def test_a_broken_database_can_be_replaced(home: Path, tmp_path: Path) -> None:
    away = await backup_database(console(), tmp_path / "away.sqlite3", NOW)
    write(home, b"broken" * 1000)
    home.with_name(home.name + "-wal").write_bytes(b"and its log")
    await restore_database(console(), away, NOW)
    assert await people_in(home) == 0


async def test_before_the_tables_change_the_old_ones_are_put_away(
    empty_sqlite_url: str, tmp_path: Path
) -> None:
    database = open_database(empty_sqlite_url)
    assert await upgrade_with_backup(database, NOW) is None
    await schema.downgrade(database, "0001")
    await write_something(database, 1)
    kept = await upgrade_with_backup(database, NOW)
    assert kept is not None
    assert await people_in(kept) == 1
    assert await upgrade_with_backup(database, NOW + timedelta(hours=1)) is None
    await database.close()
    old = open_database(f"sqlite:///{kept}")
    async with old.reading() as connection:
        assert await schema.present(connection) == "0001"
    await old.close()


def test_a_full_disk_is_one_sentence_and_leaves_no_half(home: Path, tmp_path: Path) -> None:
    """The shell allows files of 50 KiB: what is longer fails as on a full disk."""
    target = tmp_path / "away.sqlite3"
    command = f"ulimit -f 50; exec {sys.executable} -m bot backup {target}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "腾出空间" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not [name for name in files_beside(target) if name.startswith("away")]


def test_on_postgresql_it_says_which_tool_to_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIYIN_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(BackupError, match="pg_dump"):
        asyncio.run(backup_database(console(), None, NOW))
