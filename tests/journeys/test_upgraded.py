"""Who comes from an earlier version keeps everything, has a backup, and goes on working."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from bot.backing_up import upgrade_with_backup
from dimensions.tagger import Tagger
from storage import schema
from storage.engine import open_database
from tests.journeys.house import (
    ALEX,
    LIN,
    MORNING,
    STAFF_CHEN,
    SUPERVISOR,
    WANG,
    House,
    open_house,
)
from tests.journeys.released.played import FOLDER
from tests.ports import free_port

RELEASED = sorted(FOLDER.glob("*.sql"))


def load(dump: Path, file: Path) -> None:
    with closing(sqlite3.connect(file)) as database:
        database.executescript(dump.read_text(encoding="utf-8"))


def rows_in(file: Path) -> dict[str, int]:
    with closing(sqlite3.connect(file)) as opened:
        names = [name for (name,) in opened.execute("SELECT name FROM sqlite_master"
                                                    " WHERE type = 'table'")]  # fmt: skip
        return {
            name: opened.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names
        }


@asynccontextmanager
async def opened(file: Path, tagger: Tagger) -> AsyncIterator[House]:
    url = f"sqlite+aiosqlite:///{file}"
    async with open_house(url, tagger, free_port()) as house:
        await house.pass_time(hours=4)
        yield house


@pytest.mark.parametrize("dump", RELEASED, ids=lambda dump: dump.stem)
async def test_everything_is_kept_and_work_goes_on(
    dump: Path, tmp_path: Path, tagger: Tagger
) -> None:
    file = tmp_path / "huiyin.sqlite3"
    load(dump, file)
    before = rows_in(file)
    backup = await upgraded(file)
    assert before.items() <= rows_in(backup).items()
    assert before.items() <= rows_in(file).items()
    async with opened(file, tagger) as house:
        await house.say(WANG, "/status")
        assert "#1001" in house.texts(WANG)[-1]
        await house.say(SUPERVISOR, "/case 1002")
        assert "今天 13:00 上报" in house.texts(SUPERVISOR)[-1]
        await house.say(LIN, "催一下")
        assert "#1002" in house.texts(LIN)[-1]
        await house.say(ALEX, "The room was dirty, I want to complain!")
        assert "1003" in "".join(house.texts(ALEX))
        await house.say(STAFF_CHEN, "/cases")
        assert "#1003" in house.texts(STAFF_CHEN)[-1]


async def upgraded(file: Path) -> Path:
    """The backup that was made first."""
    database = open_database(f"sqlite:///{file}")
    try:
        kept = await upgrade_with_backup(database, MORNING)
        async with database.reading() as connection:
            assert await schema.present(connection) == schema.newest()
    finally:
        await database.close()
    assert kept is not None
    return kept


def test_the_first_step_and_the_last_release_are_kept() -> None:
    assert RELEASED[0].stem == "0001"
