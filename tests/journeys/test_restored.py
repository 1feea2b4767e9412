"""A database of this morning comes back in the afternoon: nobody hears anything twice."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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
from storage.engine import Database, open_database
from tests.journeys.house import (
    ALEX,
    CHEN,
    GROUP,
    LIN,
    STAFF_CHEN,
    STAFF_LI,
    SUPERVISOR,
    WANG,
    House,
)
from tests.journeys.test_improving import closed_case, plan
from tests.journeys.test_ladder import count
from tests.journeys.test_survey import service
from tests.journeys.test_teamwork import menu

QUIET = Console(quiet=True)
NOTES = "SELECT kind FROM outbox WHERE state = 'queued' AND sort = 'note' ORDER BY id"


@pytest_asyncio.fixture
async def database_url(sqlite_url: str) -> str:
    return sqlite_url


class Back:
    """The house that was brought back: its clock ticks, and nothing is sent."""

    def __init__(self, database: Database, ticks: Ticks, clock: ShiftedClock) -> None:
        self._database = database
        self._ticks = ticks
        self._clock = clock

    async def tick(self, **later: float) -> None:
        self._clock.move_to(self._clock.now() + timedelta(**later))
        for _ in range(3):
            await self._ticks.act_on_what_is_due()

    async def rows(self, query: str) -> list[tuple[object, ...]]:
        async with self._database.reading() as connection:
            return [tuple(row) for row in await connection.execute(text(query))]

    async def said(self) -> list[object]:
        return [kind for (kind,) in await self.rows(NOTES)]


@asynccontextmanager
async def brought_back(
    house: House, away: Path, monkeypatch: pytest.MonkeyPatch, **later: float
) -> AsyncIterator[Back]:
    back = away.parent / "back" / "huiyin.sqlite3"
    now = house.clock.now() + timedelta(**later)
    monkeypatch.setenv("HUIYIN_DATABASE_URL", f"sqlite:///{back}")
    await restore_database(QUIET, away, now)
    database = open_database(f"sqlite:///{back}")
    clock, rulebook = ShiftedClock(), Rulebook()
    clock.move_to(now)
    await rulebook.open(database, load_rules("hotel"), "hotel", now)
    yield Back(database, Ticks(database, clock, rulebook, lambda: None), clock)
    await database.close()


async def put_away(house: House, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUIYIN_DATABASE_URL", f"sqlite:///{house.app.database.path}")
    return await backup_database(QUIET, folder / "away.sqlite3", house.clock.now())


async def test_what_came_due_meanwhile_is_not_said_again(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.post("/services", service(house))
    await house.say(CHEN, "等了两个小时没人理我，房间还有烟味")
    away = await put_away(house, tmp_path, monkeypatch)
    await house.pass_time(hours=5)
    assert any("点一下就好" in said for said in house.texts(WANG))
    async with brought_back(house, away, monkeypatch, hours=1) as back:
        await back.tick()
        kinds = await back.said()
        states = await back.rows("SELECT state, step FROM invitations")
        climbed = await back.rows("SELECT clock, count(*) FROM escalations GROUP BY clock")
    assert states == [("unknown", "csat")]
    assert not [kind for kind in kinds if kind in {"invitation", "survey_reminder", "receipt"}]
    assert climbed
    assert all(number == 1 for _, number in climbed), climbed


async def test_who_was_asked_something_is_not_told_again_how_it_stands(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.say(CHEN, "等了两个小时没人理我，房间还有烟味")
    await menu(house, "请客人补充")
    await house.answer(STAFF_CHEN, "请问是哪个房间？", "补充什么")
    away = await put_away(house, tmp_path, monkeypatch)
    await house.pass_time(hours=49)
    async with brought_back(house, away, monkeypatch, hours=1) as back:
        assert await back.rows("SELECT state FROM cases") == [("waiting",)]
        await back.tick()
        assert await back.rows("SELECT state FROM cases") == [("taken",)]
        assert await back.said() == []


async def test_customers_and_the_regular_letters_of_colleagues_are_not_repeated(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six days that the copy knows nothing of: to Monday morning, when a week is talked over."""
    await closed_case(house)
    await plan(house, "小李周五前把走廊的烟灰缸移走")
    await house.say(CHEN, "等了两个小时没人理我，房间还有烟味")
    await house.press(STAFF_CHEN, "已解决", "#1002", GROUP)
    await house.press(STAFF_CHEN, "不写了，直接办结", "怎么解决的", GROUP)
    await house.say(LIN, "请问早餐几点开始？")
    await house.say(ALEX, "空调坏了一晚上，没有人来修")
    await house.say(WANG, "小李帮我把行李送到车站，太贴心了，谢谢！")
    await house.say(SUPERVISOR, "每天九点发我")
    away = await put_away(house, tmp_path, monkeypatch)
    await house.pass_time(days=6, minutes=30)
    assert count(house.texts(CHEN), "#1002 这样处理可以吗？") == 1
    assert count(house.texts(LIN), "沒有忘。比說好的晚了，抱歉。") == 1
    assert count(house.texts(ALEX), "1004 was not settled in the time we promised") == 1
    assert count(house.texts(STAFF_LI), "改进措施到时间了") == 1
    assert any("昨天" in said for said in house.texts(SUPERVISOR))
    assert count(house.texts(GROUP), "表扬") == 1
    async with brought_back(house, away, monkeypatch) as back:
        await back.tick()
        assert set(await back.said()) == {"escalation"}
        state = "SELECT state, reminded FROM cases WHERE id = 1002"
        assert await back.rows(state) == [("resolved", 1)]
        await back.tick(days=1)
        kinds = await back.said()
    assert kinds.count("digest") == 1
    assert kinds.count("action") == 2
    assert kinds.count("progress") == 2
    assert "confirm_reminder" not in kinds
    assert "praises" not in kinds
