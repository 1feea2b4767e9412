"""The bot is killed while customers write: every complaint is there, once."""

import asyncio
import random
from collections import Counter

import pytest
from sqlalchemy import text

from bot.clock import Clock
from playground.cast import seat
from playground.server import create_app, serve
from playground.state import Playground
from storage.engine import open_database
from tests.journeys.house import GROUP, OWNER, _furnish
from tests.journeys.program import program

pytestmark = pytest.mark.slow
FIRST = 70_000
EACH_ROUND = 8


async def test_every_complaint_survives_kills_exactly_once(database_url: str, rounds: int) -> None:
    playground = Playground()
    bot, _ = seat(playground)
    await _furnish(database_url, Clock().now())
    chance = random.Random(7)
    written = 0
    async with serve(create_app(playground)) as served:
        for _ in range(max(2, rounds // 4)):
            async with program(served.url, database_url):
                if not written:
                    await playground.add_bot_to_group(OWNER, GROUP)
                for _ in range(EACH_ROUND):
                    user = FIRST + written
                    playground.add_person("客人", id=user)
                    await playground.send_text(user, user, f"等了{user}分钟没人理我，房间还有烟味")
                    written += 1
                await _some_time(playground, bot.id, chance)
        async with program(served.url, database_url):
            await _until_all_are_kept(database_url, written)
            await _until_quiet(database_url)
    kept = await _rows(database_url, "SELECT text, count(*) FROM words GROUP BY text")
    assert len(kept) == written
    assert {count for _, count in kept} == {1}
    assert await _rows(database_url, "SELECT count(*) FROM cases") == [(written,)]
    _no_receipt_twice(playground, written)


async def _some_time(playground: Playground, bot_id: int, chance: random.Random) -> None:
    """Until the bot has begun to fetch, and then a moment that is never the same."""
    queue = playground.queue(bot_id)
    before = len(queue.pending)
    async with asyncio.timeout(30):
        while len(queue.pending) >= before:
            await asyncio.sleep(0.01)
    await asyncio.sleep(chance.uniform(0, 0.25))


async def _rows(database_url: str, query: str) -> list[tuple[object, ...]]:
    database = open_database(database_url)
    try:
        async with database.reading() as connection:
            return [tuple(row) for row in await connection.execute(text(query))]
    finally:
        await database.close()


async def _until_all_are_kept(database_url: str, count: int) -> None:
    async with asyncio.timeout(60):
        while await _rows(database_url, "SELECT count(*) FROM cases") != [(count,)]:
            await asyncio.sleep(0.2)


async def _until_quiet(database_url: str) -> None:
    waiting = "SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')"
    async with asyncio.timeout(60):
        while await _rows(database_url, waiting) != [(0,)]:
            await asyncio.sleep(0.2)


def _no_receipt_twice(playground: Playground, written: int) -> None:
    receipts: Counter[int] = Counter()
    for user in range(FIRST, FIRST + written):
        for message in playground.messages(user):
            receipts[user] += "已收到，编号" in message.get("text", "")
    assert max(receipts.values()) == 1
