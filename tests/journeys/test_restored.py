"""A database of this morning comes back in the afternoon: nobody hears anything twice."""

from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from rich.console import Console
from sqlalchemy import text

from bot.backing_up import backup_database, restore_database
from bot.clock import ShiftedClock
from bot.rulebook import Rulebook
from bot.rules import load_rules
from bot.ticks import Ticks
from storage.engine import open_database
from tests.journeys.house import CHEN, WANG, House
from tests.journeys.test_survey import service

QUIET = Console(quiet=True)


@pytest_asyncio.fixture
async def database_url(sqlite_url: str) -> str:
    return sqlite_url


async def test_what_came_due_meanwhile_is_not_said_again(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.post("/services", service(house))
    await house.say(CHEN, "等了两个小时没人理我，房间还有烟味")
    monkeypatch.setenv("HUIYIN_DATABASE_URL", f"sqlite:///{house.app.database.path}")
    away = await backup_database(QUIET, tmp_path / "away.sqlite3", house.clock.now())
    await house.pass_time(hours=5)
    assert any("点一下就好" in said for said in house.texts(WANG))

    back = tmp_path / "back" / "huiyin.sqlite3"
    now = house.clock.now() + timedelta(hours=1)
    monkeypatch.setenv("HUIYIN_DATABASE_URL", f"sqlite:///{back}")
    await restore_database(QUIET, away, now)
    database = open_database(f"sqlite:///{back}")
    clock, rulebook = ShiftedClock(), Rulebook()
    clock.move_to(now)
    await rulebook.open(database, load_rules("hotel"), "hotel", now)
    ticks = Ticks(database, clock, rulebook, lambda: None)
    for _ in range(3):
        await ticks.act_on_what_is_due()
    async with database.reading() as connection:
        said = text("SELECT kind FROM outbox WHERE state = 'queued' AND sort = 'note'")
        kinds = [row.kind for row in await connection.execute(said)]
        surveys = text("SELECT state, step FROM invitations")
        states = [tuple(row) for row in await connection.execute(surveys)]
        rungs = text("SELECT clock, count(*) FROM escalations GROUP BY clock")
        climbed = [tuple(row) for row in await connection.execute(rungs)]
    await database.close()
    assert states == [("unknown", "csat")]
    assert not [kind for kind in kinds if kind in {"invitation", "survey_reminder", "receipt"}]
    assert climbed
    assert all(count == 1 for _, count in climbed), climbed
