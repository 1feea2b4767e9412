"""Who floods the bot waits in a line of their own; a group's backlog is done at once."""

import asyncio
from contextlib import suppress

import pytest

from bot.allowance import AT_A_STRETCH, Allowances
from bot.clock import Clock
from bot.lanes import Lanes, OwnClaims
from storage import inbox
from storage.engine import Database, open_database
from storage.inbox import Arrival, Hold, Waiting


async def _order(database: Database, first: str) -> list[str]:
    """Whose updates were handled after each other by a single worker, all of them in the end."""
    handled: list[str] = []
    in_order: list[int] = []

    async def handle(item: Waiting, hold: Hold, *, is_last: bool) -> None:
        async with database.writing() as connection:
            await inbox.finish_held(connection, item.id, Clock().now(), hold, is_last)
        handled.append(hold.lane)
        if hold.lane == first:
            in_order.append(item.update_id)

    lanes = Lanes(database, Clock(), OwnClaims(), handle, Allowances(500.0))
    lanes._workers = 1
    many = [(number, first) for number in range(1, 3 * AT_A_STRETCH)]
    arrivals = [
        Arrival(bot_id=1, update_id=number, lane=lane, raw=b"{}")
        for number, lane in [*many, (900, "c2")]
    ]
    async with database.writing() as connection:
        await inbox.put(connection, arrivals, Clock().now())
    running = asyncio.ensure_future(lanes.run())
    async with asyncio.timeout(10):
        while len(handled) < len(arrivals):
            await asyncio.sleep(0.005)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert in_order == sorted(in_order)
    return handled


@pytest.mark.parametrize(("lane", "before"), [("c1", AT_A_STRETCH), ("c-1", 3 * AT_A_STRETCH - 1)])
async def test_after_a_stretch_of_one_person_others_have_their_turn(
    sqlite_url: str, lane: str, before: int
) -> None:
    database = open_database(sqlite_url)
    try:
        handled = await _order(database, lane)
    finally:
        await database.close()
    assert handled.index("c2") == before
    assert len(handled) == 3 * AT_A_STRETCH


@pytest.mark.slow
async def test_whoever_goes_on_flooding_gets_a_few_at_a_time(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    stretches: list[int] = []

    class Counted(OwnClaims):
        async def claim(self, lane: str) -> Hold | None:
            stretches.append(0)
            return await super().claim(lane)

    async def handle(item: Waiting, hold: Hold, *, is_last: bool) -> None:
        async with database.writing() as connection:
            await inbox.finish_held(connection, item.id, Clock().now(), hold, is_last)
        stretches[-1] += 1

    lanes, many = Lanes(database, Clock(), Counted(), handle, Allowances(50.0)), 2 * AT_A_STRETCH
    arrivals = [
        Arrival(bot_id=1, update_id=number, lane="c1", raw=b"{}") for number in range(1, many + 1)
    ]
    async with database.writing() as connection:
        await inbox.put(connection, arrivals, Clock().now())
    running = asyncio.ensure_future(lanes.run())
    async with asyncio.timeout(10):
        while sum(stretches) < many:
            await asyncio.sleep(0.005)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await database.close()
    assert stretches[0] == AT_A_STRETCH
    assert 0 < max(stretches[1:5]) < AT_A_STRETCH / 2
