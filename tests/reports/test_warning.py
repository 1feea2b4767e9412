"""A move is told once, with where it began, to those who look after the place."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.rulebook import Rulebook
from bot.ticks import Ticks
from bot.watching import Watching
from people.values import Role
from reports.charts import Sample
from reports.warning import moved
from storage.engine import Database
from storage.tables import alerts, outbox
from storage.work import begin_work
from tests.reports.house import DESK, EAST, NOW, WEST, House, furnish, made_up, write

EVEN = [Sample(hits=17 + number % 3, n=20) for number in range(60)]
BAD = [Sample(hits=9, n=20)] * 6


def test_nothing_is_told_while_nothing_moves_or_little_is_known() -> None:
    assert moved(EVEN, is_share=True) is None
    assert moved(EVEN[:8] + BAD, is_share=True) is None
    assert moved([Sample(hits=0, n=0)] * 80, is_share=True) is None


def test_a_fall_is_told_with_its_first_day_and_both_levels() -> None:
    move = moved(EVEN + BAD, is_share=True)
    assert move is not None
    assert (move.since, move.is_up) == (60, False)
    assert round(move.before, 2) == 0.9
    assert round(move.after, 2) == 0.45


def test_what_was_told_is_the_new_ordinary_and_is_not_told_again() -> None:
    assert moved(EVEN + BAD * 6, is_share=True, told_since=60) is None
    again = moved([*EVEN, *BAD * 6, *EVEN[:6]], is_share=True, told_since=60)
    assert again is not None
    assert again.is_up


def fallen(days: int, bad: int) -> House:
    """15 ratings a day at the West Lake house; of the last `bad` days most are low."""
    house, row = House(), dict(made_up(1).invitations[0])
    for number in range(days * 15):
        day = number // 15
        at = NOW - timedelta(days=days - day, minutes=number % 15)
        good = number % 15 < (5 if day >= days - bad else 13)
        house.invitations.append(
            row | {"id": number + 1, "service_id": number + 1, "place_id": WEST, "mark": "live",
                   "rules_id": 1, "sent_at": at, "delivered_at": at, "first_answer_at": at,
                   "completed_at": at}
        )  # fmt: skip
        score = 5 if good else 1
        house.answers.append(
            {"invitation_id": number + 1, "question": "csat", "value": score,
             "score": float(score), "first_at": at, "changed_at": at}
        )  # fmt: skip
    return house


@dataclass(kw_only=True)
class At(Clock):
    """Stands still until it is put on."""

    at: datetime

    def now(self) -> datetime:
        return self.at


@pytest.fixture
async def house(database: Database) -> Database:
    """The West Lake house fell four days ago; the second of three supervisors is of another."""
    await furnish(database)
    await write(database, fallen(60, 4))
    async with begin_work(database, NOW) as work:
        for telegram_id, place, team in ((1, WEST, None), (2, EAST, None), (3, WEST, DESK)):
            person = await work.people.meet(
                telegram_id, name="周", username=None, language="zh-hans", now=NOW
            )
            await work.people.chat(telegram_id, "private", None, person.id, NOW)
            await work.people.grant(person.id, Role.SUPERVISOR, place, team, None, NOW)
    return database


async def test_supervisors_of_the_place_hear_of_it_once(house: Database) -> None:
    assert await Watching(house).look(NOW.replace(hour=18)) == 0, "nobody is woken for it"
    watching = Watching(house)
    assert await watching.look(NOW) == 1
    assert await watching.look(NOW) == 0
    assert await Watching(house).look(NOW) == 0, "a restart tells nothing again"
    assert await Watching(house).look(NOW + timedelta(days=1)) == 0
    told = await _told(house)
    assert [facts["figure"] for facts in told] == ["csat"]
    assert told[0]["place_name"] == "西湖店"
    assert told[0]["dates"].startswith("2026-11-16")


async def test_what_could_not_be_told_is_looked_at_again(house: Database) -> None:
    watching = Watching(house)
    async with house.writer.begin() as connection:
        await connection.execute(text("ALTER TABLE outbox RENAME TO aside"))
    with pytest.raises(DBAPIError):
        await watching.look(NOW)
    async with house.writer.begin() as connection:
        await connection.execute(text("ALTER TABLE aside RENAME TO outbox"))
    assert await watching.look(NOW) == 1
    assert len(await _told(house)) == 1


async def test_a_morning_that_comes_right_after_the_start_has_its_news(house: Database) -> None:
    clock = At(at=NOW)
    ticks = Ticks(house, clock, Rulebook(), lambda: None)
    clock.at += timedelta(hours=1)
    await ticks.look_when_due()
    assert len(await _told(house)) == 1


async def _told(database: Database) -> list[dict[str, Any]]:
    async with database.reading() as connection:
        assert len((await connection.execute(select(alerts))).all()) == 1
        rows = await connection.execute(select(outbox.c.facts).where(outbox.c.kind == "moved"))
        return [facts for (facts,) in rows]
