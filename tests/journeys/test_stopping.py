"""Told to stop it is gone within twenty seconds, whatever hangs."""

import asyncio
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from playground.faults import FaultKind
from tests.journeys.house import CHEN, GROUP, OWNER, STRANGER, WANG
from tests.journeys.program import READY, program
from tests.journeys.test_complaint import SIMPLIFIED
from tests.journeys.test_kill import _rows
from tests.journeys.test_program import RECEIPT, answered, telegram

STOPS_WITHIN = 20.0


async def test_it_stops_though_telegram_hangs_and_the_disk_is_slow(sqlite_url: str) -> None:
    """Calls that nobody answers, and handlers that wait for the file: both are begun again."""
    file = Path(sqlite_url.partition("///")[2])
    async with telegram(sqlite_url) as (playground, url):
        playground.add_person("客人", id=STRANGER)
        await playground.add_bot_to_group(OWNER, GROUP)
        playground.fault(FaultKind.HALF_OPEN, "sendMessage", times=2)
        async with program(url, sqlite_url) as bot:
            await bot.until_it_says(READY)
            await playground.send_text(WANG, WANG, SIMPLIFIED)
            await playground.wait_for(lambda: not playground.faults.ordered(), seconds=20)
            with closing(sqlite3.connect(file, isolation_level=None)) as slow:
                slow.execute("BEGIN IMMEDIATE")
                await playground.send_text(CHEN, CHEN, SIMPLIFIED)
                await asyncio.sleep(0.3)
                began = time.monotonic()
                bot.send(signal.SIGTERM)
                assert await bot.ends(STOPS_WITHIN) in {0, 143}
                took = time.monotonic() - began
            assert "Traceback" not in bot.said
        await playground.send_text(STRANGER, STRANGER, SIMPLIFIED)
        async with program(url, sqlite_url):
            for user in (STRANGER, CHEN):
                await answered(playground, user)
        assert await _rows(sqlite_url, "SELECT count(*) FROM cases") == [(3,)]
        for user in (WANG, CHEN, STRANGER):
            assert sum(RECEIPT in text for text in playground.texts(user)) <= 1
    assert took < STOPS_WITHIN
