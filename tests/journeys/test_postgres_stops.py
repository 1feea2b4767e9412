"""PostgreSQL stops, is taken over from, or has no connection left: nothing is lost or doubled."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator

import asyncpg
import pytest

from dimensions.tagger import Tagger
from tests import needs
from tests.journeys.house import House, open_house
from tests.journeys.test_broken_wire import FIRST, _quiet, _rows
from tests.journeys.test_program import RECEIPT
from tests.mortal_postgres import Mortal, mortal, standby_of
from tests.ports import free_port
from tests.wire import Wire, wire_to

pytestmark = pytest.mark.postgres


@contextlib.asynccontextmanager
async def house_on(server: Mortal, tagger: Tagger) -> AsyncIterator[tuple[House, Wire]]:
    async with wire_to(server.url) as wire, open_house(wire.url, tagger, free_port()) as house:
        yield house, wire


async def _writes(house: House, user: int) -> None:
    house.playground.add_person("客人", id=user)
    await house.playground.send_text(user, user, f"等了{user}分钟没人理我，房间还有烟味")


async def _all_once(house: House, url: str, users: range) -> None:
    # What came in while there was hardly any database has to be worked off first.
    await _quiet(house, url, 30 + len(users))
    assert await _rows(url, "SELECT count(*) FROM cases") == [(len(users),)]
    assert await _rows(url, "SELECT id FROM outbox WHERE state IN ('failed', 'sending')") == []
    unknown = await _rows(
        url,
        "SELECT count(*) FROM outbox WHERE state = 'unknown' AND kind = 'receipt'",
    )
    told = [sum(RECEIPT in said for said in house.texts(user)) for user in users]
    assert max(told) == 1
    # At most once: of a receipt that may have been sent, /status tells.
    assert told.count(0) <= int(str(unknown[0][0]))


async def test_immediate_stops_lose_nothing(tagger: Tagger, rounds: int) -> None:
    chance = random.Random(5)
    written = 0
    with mortal(needs.postgres()) as server:
        async with house_on(server, tagger) as (house, _):
            for _ in range(max(3, rounds // 3)):
                for _ in range(4):
                    await _writes(house, FIRST + written)
                    written += 1
                await asyncio.sleep(chance.uniform(0, 0.3))
                await asyncio.to_thread(server.stop)
                await asyncio.sleep(chance.uniform(0, 0.5))
                await asyncio.to_thread(server.start)
            await _all_once(house, server.url, range(FIRST, FIRST + written))


async def test_a_standby_takes_over_and_nothing_is_lost(tagger: Tagger) -> None:
    with mortal(needs.postgres()) as primary, standby_of(primary) as standby:
        async with house_on(primary, tagger) as (house, wire):
            for number in range(4):
                await _writes(house, FIRST + number)
            await asyncio.sleep(0.1)
            await asyncio.to_thread(primary.stop)
            wire.cut()
            for number in range(4, 8):
                await _writes(house, FIRST + number)
            await asyncio.to_thread(standby.promote)
            wire.mend(standby.socket)
            await _all_once(house, standby.url, range(FIRST, FIRST + 8))


async def test_without_a_free_connection_it_waits_and_goes_on(tagger: Tagger) -> None:
    with mortal(needs.postgres()) as server:
        async with house_on(server, tagger) as (house, wire):
            # Its own connections go first, or it would keep what it has.
            wire.cut()
            held = await _all_connections(server)
            wire.mend()
            await _writes(house, FIRST)
            await asyncio.sleep(2)
            assert RECEIPT not in "".join(house.texts(FIRST))
            for connection in held:
                await connection.close()
            await _all_once(house, server.url, range(FIRST, FIRST + 1))


async def _all_connections(server: Mortal) -> list[asyncpg.Connection]:
    held: list[asyncpg.Connection] = []
    with contextlib.suppress(asyncpg.TooManyConnectionsError):
        while True:
            held.append(await asyncpg.connect(server.url.replace("+asyncpg", "")))
    return held
