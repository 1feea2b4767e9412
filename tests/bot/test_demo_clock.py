"""Whoever looks at a demo's database sees it by the demo's own time, whether it runs or not."""

import asyncio
import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text, update

from bot.demo_clock import DATABASE, JOURNAL
from bot.rules import load_rules
from playground.clock import PlaygroundClock
from playground.state import Playground
from storage.engine import file_of, open_database
from storage.tables import rule_versions
from tests.command import huiyin
from tests.dimensions.test_training import rows as labelled
from tests.reports.house import furnish, made_up, write

pytestmark = pytest.mark.slow
# Noon in Shanghai, far from midnight and from the machine's own day.
THEN = (datetime.now(UTC) + timedelta(days=40)).replace(hour=4, minute=0, second=0, microsecond=0)
DAY_BEFORE = (THEN - timedelta(days=1)).date().isoformat()


@pytest.fixture
async def url(sqlite_url: str, tmp_path: Path) -> str:
    """A database in a folder of its own, as a demo has one, with the places of a house."""
    found = file_of(sqlite_url)
    assert found is not None
    folder = tmp_path / "demo"
    folder.mkdir()
    shutil.copy(found, folder / DATABASE)
    address = f"sqlite:///{folder / DATABASE}"
    database = open_database(address)
    await furnish(database)
    await database.close()
    return address


def journal_of(url: str) -> Path:
    file = file_of(url)
    assert file is not None
    return file.with_name(JOURNAL)


def moved_on(url: str) -> None:
    clock = PlaygroundClock()
    playground = Playground(journal_of(url), clock=clock)
    clock.advance_to(THEN - timedelta(days=3))
    clock.advance_to(THEN)
    playground.close()


def yesterday(url: str) -> str:
    shown = huiyin("stats", "昨天", "--json", HUIYIN_DATABASE_URL=url)
    assert shown.returncode == 0, shown.stderr
    begin = datetime.fromisoformat(json.loads(shown.stdout)["period"]["from"])
    return begin.astimezone(ZoneInfo("Asia/Shanghai")).date().isoformat()


def test_yesterday_in_a_demo_is_the_day_before_the_demos_today(url: str) -> None:
    moved_on(url)
    assert yesterday(url) == DAY_BEFORE


def test_a_line_that_is_torn_off_counts_for_nothing(url: str) -> None:
    moved_on(url)
    with journal_of(url).open("ab") as journal:
        journal.write(b'["clock",{"offset":9e9,"lat')
    assert yesterday(url) == DAY_BEFORE


def test_a_database_without_a_demo_beside_it_goes_by_the_machines_time(url: str) -> None:
    assert yesterday(url) < DAY_BEFORE
    assert "演示" not in huiyin("stats", HUIYIN_DATABASE_URL=url).stdout


def test_a_table_of_a_demo_says_whose_time_it_is(url: str) -> None:
    moved_on(url)
    shown = huiyin("stats", "昨天", HUIYIN_DATABASE_URL=url, COLUMNS="80")
    assert re.search(rf"演示.*{THEN.date()} 12:0\d", shown.stdout)


def test_what_else_is_looked_at_goes_by_the_demos_time_too(url: str) -> None:
    moved_on(url)
    file = journal_of(url).with_name("out.html")
    done = huiyin("export", "figures", str(file), "--period", "昨天", HUIYIN_DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    day = THEN - timedelta(days=1)
    assert f"{day.month}月{day.day}日" in file.read_text(encoding="utf-8")


async def given_rules(url: str) -> None:
    database = open_database(url)
    async with database.writing() as connection:
        body = json.loads(load_rules("general").as_json())
        await connection.execute(update(rule_versions).values(body=body))
    await database.close()


async def written_at(url: str, query: str) -> datetime:
    database = open_database(url)
    async with database.reading() as connection:
        at = (await connection.execute(text(query))).scalar_one()
    await database.close()
    return datetime.fromisoformat(at).replace(tzinfo=UTC)


def is_then(instant: datetime) -> bool:
    return timedelta(0) <= instant - THEN < timedelta(minutes=10)


def test_services_brought_into_a_demo_are_told_of_in_its_own_time(url: str) -> None:
    moved_on(url)
    asyncio.run(given_rules(url))
    table = journal_of(url).with_name("services.csv")
    row = f"1,g-1,{DAY_BEFORE} 11:30,西湖店\n"
    table.write_text(f"编号,客户编号,结束时间,门店\n{row}", encoding="utf-8")
    done = huiyin("import", str(table), "--zone", "Asia/Shanghai", HUIYIN_DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    assert is_then(asyncio.run(written_at(url, "SELECT created_at FROM services")))


def test_words_of_a_demo_are_read_anew_in_its_own_time(url: str) -> None:
    moved_on(url)
    assert huiyin("tag", "--again", HUIYIN_DATABASE_URL=url).returncode == 0
    query = "SELECT finished_at FROM jobs WHERE kind = 'retag'"
    assert is_then(asyncio.run(written_at(url, query)))


def test_a_demo_is_trained_in_its_own_time(url: str) -> None:
    moved_on(url)
    file = journal_of(url).with_name("rows.jsonl")
    file.write_text("\n".join(json.dumps(row) for row in labelled()), encoding="utf-8")
    done = huiyin("train", str(file), HUIYIN_DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    assert is_then(asyncio.run(written_at(url, "SELECT made_at FROM models")))


async def lived_in(url: str) -> None:
    database = open_database(url)
    await write(database, made_up(7))
    await database.close()


def test_a_real_house_goes_by_its_own_time_whatever_lies_beside_it(url: str) -> None:
    asyncio.run(lived_in(url))
    moved_on(url)
    assert yesterday(url) < DAY_BEFORE
    assert "演示" not in huiyin("stats", HUIYIN_DATABASE_URL=url).stdout


def test_a_file_that_no_playground_wrote_makes_no_demo(url: str) -> None:
    journal_of(url).write_text("of the playground\n", encoding="utf-8")
    assert yesterday(url) < DAY_BEFORE
    assert "演示" not in huiyin("stats", HUIYIN_DATABASE_URL=url).stdout
