"""The time of a trial, in a file: who drives it writes, and the bot that lives in it reads."""

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import Clock

AHEAD = struct.Struct("d")


def write_ahead(file: Path, now: datetime) -> None:
    """How far this instant is ahead of real time, in seconds."""
    ahead = (now - datetime.now(UTC)).total_seconds()
    if not file.exists():
        file.write_bytes(AHEAD.pack(ahead))
        return
    with file.open("r+b") as kept:
        kept.write(AHEAD.pack(ahead))


class ToldClock(Clock):
    """`now` as the file says at each moment, forwards and back; monotonic time stays real."""

    def __init__(self, file: Path) -> None:
        with file.open("rb") as kept:
            self._ahead = mmap.mmap(kept.fileno(), AHEAD.size, access=mmap.ACCESS_READ)

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=AHEAD.unpack(self._ahead[:])[0])
