"""In the demo the playground owns the time; the bot asks for it when it starts.

Whoever works on a demo's database from outside finds the time in what the playground keeps beside
it, whether the demo runs or not.
"""

import json
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from bot.clock import Clock, ShiftedClock
from bot.settings import Settings
from storage.engine import file_of

# What a demo calls its files.
JOURNAL, DATABASE = "playground.jsonl", "huiyin.sqlite3"
LIVE = "SELECT 1 FROM cases WHERE mark = 'live' LIMIT 1"


async def clock_of(settings: Settings) -> Clock:
    if settings.demo is None:
        return Clock()
    async with aiohttp.ClientSession() as http, http.get(f"{settings.demo}/demo/now") as response:
        told = await response.json()
    return _moved(datetime.fromisoformat(told["now"]))


async def clock_to_go_by(settings: Settings, clock: Clock) -> Clock:
    """`clock`, but for a demo's database the demo's."""
    if settings.demo is not None:
        return await clock_of(settings)
    kept = _demos_time(settings.database_url)
    return clock if kept is None else _moved(kept)


def is_a_demos(settings: Settings) -> bool:
    return settings.demo is not None or _demos_time(settings.database_url) is not None


def _demos_time(address: str) -> datetime | None:
    """None for a database that is no demo's, whatever lies beside it."""
    journal = _journal_beside(address)
    if journal is None or _is_lived_in(journal.with_name(DATABASE)):
        return None
    return _kept(journal)


def _is_lived_in(file: Path) -> bool:
    """Whether real customers were heard there: a demo has none of those."""
    address = file.resolve().as_uri() + "?mode=ro"
    # One that can't be read is told of where it is opened.
    with suppress(sqlite3.Error), closing(sqlite3.connect(address, uri=True)) as connection:
        return connection.execute(LIVE).fetchone() is not None
    return False


def _journal_beside(address: str) -> Path | None:
    file = file_of(address)
    if file is None or file.name != DATABASE:
        return None
    journal = file.with_name(JOURNAL)
    return journal if journal.is_file() else None


def _kept(journal: Path) -> datetime | None:
    """What time it is in the playground that wrote it; it never goes back."""
    kept = None
    with journal.open("rb") as lines:
        for line in lines:
            # A line that is being written, or was torn by a kill, has no end yet.
            if line.startswith(b'["clock",') and line.endswith(b"\n"):
                kept = json.loads(line)[1]
    if kept is None:
        return None
    latest = datetime.fromtimestamp(kept["latest"], UTC)
    return max(latest, Clock().now() + timedelta(seconds=kept["offset"]))


def _moved(instant: datetime) -> ShiftedClock:
    clock = ShiftedClock()
    clock.move_to(instant)
    return clock
