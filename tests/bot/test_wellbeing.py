"""One line a week: that all is well, or what an owner can do about it."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.rulebook import Rulebook
from bot.rules import load_rules
from bot.wellbeing import Wellbeing, last_backup
from handlers.notes_house import well
from handlers.rendering import Context, Rendered
from handlers.words import words_in
from people.values import Role
from storage.engine import Database
from storage.tables import inbox, outbox, places
from storage.work import begin_work

FOUNDED = datetime(2026, 11, 1, tzinfo=UTC)
# Ten in the morning of a Monday in Shanghai.
MONDAY = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)


@pytest.fixture
async def wellbeing(database: Database) -> Wellbeing:
    rulebook = Rulebook()
    await rulebook.open(database, load_rules("general"), "general", FOUNDED)
    async with begin_work(database, FOUNDED) as work:
        house = {"name": "本店", "zone": "Asia/Shanghai", "created_at": FOUNDED}
        await work.connection.execute(insert(places).values(**house))
        owner = await work.people.add_walk_in("店长", FOUNDED)
        await work.people.chat(7, "private", None, owner.id, FOUNDED)
        await work.people.grant(owner.id, Role.OWNER, 1, None, None, FOUNDED)
    return Wellbeing(database, rulebook)


async def told(database: Database) -> list[Mapping[str, Any]]:
    async with database.reading() as connection:
        rows = await connection.execute(select(outbox.c.facts).where(outbox.c.kind == "well"))
        return [row.facts for row in rows]


async def test_owners_hear_once_on_monday_morning(wellbeing: Wellbeing, database: Database) -> None:
    for hours in (-24, -3, 0, 1, 5, 24):
        await wellbeing(MONDAY + timedelta(hours=hours))
    assert len(await told(database)) == 1
    assert await wellbeing(MONDAY + timedelta(days=7))
    assert len(await told(database)) == 2


async def test_a_second_process_says_nothing_again(
    wellbeing: Wellbeing, database: Database
) -> None:
    await wellbeing(MONDAY)
    rulebook = Rulebook()
    await rulebook.open(database, load_rules("general"), "general", MONDAY)
    await Wellbeing(database, rulebook)(MONDAY + timedelta(hours=1))
    assert len(await told(database)) == 1


async def test_the_week_is_counted(wellbeing: Wellbeing, database: Database) -> None:
    async with database.writing() as connection:
        for number, days in enumerate((1, 6, 8), 1):
            came = {"bot_id": 1, "update_id": number, "lane": "1", "state": "done"}
            at = MONDAY - timedelta(days=days)
            await connection.execute(insert(inbox).values(**came, received_at=at))
    await wellbeing(MONDAY)
    (facts,) = await told(database)
    assert (facts["heard"], facts["said"], facts["aside"]) == (2, 0, 0)


def shown(**facts: Any) -> str:
    context = Context(_=words_in("zh-hans"), zone="Asia/Shanghai", now=MONDAY, is_group=False)
    whole = {"heard": 120, "said": 310, "aside": 0, "silent": [], "backup": None} | facts
    rendered = well({"keeps_backups": True} | whole, context)
    assert isinstance(rendered, Rendered)
    return rendered.text


def test_all_well_is_one_line() -> None:
    yesterday = (MONDAY - timedelta(days=1)).isoformat()
    assert shown(backup=yesterday) == (
        "我很好：这一周收到 120 条消息，发出 310 条。最近备份：昨天 10:00。"
    )
    assert shown(keeps_backups=False).count("\n") == 0


def test_what_is_not_well_says_what_to_do() -> None:
    text = shown(aside=3, silent=["duty"])
    assert "huiyin replay" in text
    assert "huiyin check --send" in text
    assert "huiyin backup" in text
    assert "我很好" not in text


def test_the_newest_copy_counts(tmp_path: Path) -> None:
    assert last_backup(tmp_path / "huiyin.sqlite3") is None
    folder = tmp_path / "backups"
    folder.mkdir()
    for days in (9, 2):
        file = folder / f"{days}.sqlite3"
        file.touch()
        at = (MONDAY - timedelta(days=days)).timestamp()
        os.utime(file, (at, at))
    assert last_backup(tmp_path / "huiyin.sqlite3") == MONDAY - timedelta(days=2)
