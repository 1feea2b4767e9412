"""The connection to PostgreSQL ends at a COMMIT: done or not, everything happens once."""

import asyncio
import random
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from sqlalchemy import text

from dimensions.tagger import Tagger
from storage.engine import open_database
from tests.journeys.house import GROUP, STAFF_CHEN, House, open_house
from tests.journeys.test_complaint import SIMPLIFIED
from tests.ports import free_port
from tests.wire import Break, Wire, wire_to

pytestmark = pytest.mark.postgres
FIRST = 80_000
ANSWER = "马上给您换一间房"


async def _rows(database_url: str, query: str) -> list[tuple[object, ...]]:
    database = open_database(database_url)
    try:
        async with database.reading() as connection:
            return [tuple(row) for row in await connection.execute(text(query))]
    finally:
        await database.close()


async def _until(database_url: str, query: str, seconds: float = 30) -> None:
    """Until nothing is found any more."""
    async with asyncio.timeout(seconds):
        while found := await _rows(database_url, query):
            await asyncio.sleep(0.2)
    assert not found


UNDER_WAY = "SELECT id FROM outbox WHERE state IN ('queued', 'sending')"
WAITING = "SELECT id FROM inbox WHERE state = 'new'"


async def _quiet(house: House, database_url: str, seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while house.playground.queue(house.app.bot.id).pending:
            await asyncio.sleep(0.05)
    await _until(database_url, WAITING, seconds)
    await _until(database_url, UNDER_WAY, seconds)


async def _a_case(house: House, database_url: str, user: int) -> None:
    """Complained, taken and answered; each step when the last one is through."""
    house.playground.add_person("客人", id=user)
    await house.playground.send_text(user, user, SIMPLIFIED)
    await _quiet(house, database_url)
    card = _newest(house, "我来")
    await house.playground.press(STAFF_CHEN, GROUP, card, "我来")
    await _quiet(house, database_url)
    await house.playground.send_text(STAFF_CHEN, GROUP, ANSWER, reply_to=card)
    await _quiet(house, database_url)
    await house.playground.press(STAFF_CHEN, GROUP, _newest(house, "发给客人"), "发给客人")
    await _quiet(house, database_url)


def _newest(house: House, label: str) -> int:
    """The message in the group under which such a button stands."""
    found = (m for m in reversed(house.playground.messages(GROUP)) if label in _labels(m))
    return int(next(found)["message_id"])


def _labels(message: dict[str, Any]) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


async def test_every_commit_of_a_case_may_break(
    postgres_url: str, tagger: Tagger, rounds: int
) -> None:
    chance = random.Random(11)

    def plan(_number: int) -> Break | None:
        return chance.choice([Break.BEFORE, Break.AFTER, *[None] * 8])

    async with wire_to(postgres_url) as wire, _open(wire, tagger) as house:
        wire.plan = plan
        users = range(FIRST, FIRST + max(2, rounds // 6))
        for user in users:
            await _a_case(house, postgres_url, user)
    assert len(wire.broken) > 5
    for user in users:
        said = house.texts(user)
        assert sum("已收到，编号" in words for words in said) == 1, said
        assert sum(ANSWER in words for words in said) == 1, said
    assert await _rows(postgres_url, "SELECT count(*) FROM cases") == [(len(users),)]
    assert await _rows(postgres_url, "SELECT count(*) FROM outbox WHERE state = 'unknown'") == [
        (0,)
    ]


def _open(wire: Wire, tagger: Tagger) -> AbstractAsyncContextManager[House]:
    return open_house(wire.url, tagger, free_port())
