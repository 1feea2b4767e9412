"""From the start of the process to a customer's answer, over years: `-m benchmarks.starting`.

What they wrote while nothing ran waits at Telegram, as after a deploy. Each run is a process of
its own on the same database, ended by SIGTERM or by SIGKILL in turn.
"""

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert, text, update

from benchmarks.__main__ import TEXT, Contender, _huiyin, running
from benchmarks.figures import prepare
from bot.rules import load_rules
from playground.cast import seat
from playground.server import create_app, serve
from playground.state import Playground
from storage.engine import Database
from storage.tables import chats, rule_versions
from tests.postgres import find_programs, server

FIRST_USER = 700_000
# What the project promises, in seconds.
PROMISED = 5.0
PATIENCE = 120.0
# An earlier time than any window looks back to, and a day on which nothing is due any more.
LONG_AGO = datetime(2026, 11, 18, tzinfo=UTC)
SENT = """INSERT INTO outbox
    (key, sort, kind, facts, chat_id, state, priority, wanted, shown, attempts,
     created_at, attempted_at, finished_at)
    SELECT 'made-up-' || id, 'note', 'receipt', '{}', :chat, 'sent', 5, 1, 1, 1, :at, :at, :at
    FROM answers WHERE id <= :most"""


@dataclass(frozen=True, kw_only=True)
class Start:
    """Seconds by the clock and of the processor; the second hardly minds what else runs."""

    took: float
    worked: float


async def furnish(address: str, answers: int) -> None:
    """Years of answers, a tenth as many cases, and a third as many messages that were sent."""
    database = await prepare(address, answers=answers, cases=answers // 10, seed=1)
    try:
        await _send(database, answers // 3)
    finally:
        await database.close()


async def _send(database: Database, most: int) -> None:
    body = json.loads(load_rules("general").as_json())
    async with database.writer.begin() as connection:
        await connection.execute(update(rule_versions).values(body=body))
        chat = {"telegram_id": 5, "kind": "private", "person_id": 5, "state_since": LONG_AGO}
        number = await connection.scalar(insert(chats).values(**chat).returning(chats.c.id))
        at = LONG_AGO if connection.dialect.name != "sqlite" else f"{LONG_AGO:%Y-%m-%d %H:%M:%S.%f}"
        await connection.execute(text(SENT), {"chat": number, "at": at, "most": most})


async def start(contender: Contender, playground: Playground, url: str, number: int) -> Start:
    """Until somebody who wrote before the start has an answer; then it is ended."""
    user = FIRST_USER + number
    playground.add_person(f"客人{number}", id=user)
    await playground.send_text(user, user, TEXT)
    begun = time.perf_counter()
    async with running(contender, url) as process:
        await playground.wait_for(lambda: len(playground.messages(user)) > 1, seconds=PATIENCE)
        took = time.perf_counter() - begun
        worked = _worked(process.pid)
        if number % 2:
            process.send_signal(signal.SIGTERM)
            await process.wait()
    return Start(took=took, worked=worked)


def _worked(pid: int) -> float:
    """Processor seconds of the process so far, as the kernel tells."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


async def measure(address: str, *, answers: int, starts: int) -> list[Start]:
    await furnish(address, answers)
    playground = Playground()
    seat(playground)
    async with serve(create_app(playground)) as served:
        one = _huiyin("Huiyin", address)
        return [await start(one, playground, served.url, number) for number in range(starts)]


async def compare(table: Table, *, answers: int, starts: int, given: str | None) -> float:
    """Both databases; gives the longest time."""
    longest = 0.0
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        addresses = {"SQLite": f"sqlite:///{folder}/huiyin.sqlite3"}
        programs = find_programs()
        if given is not None:
            addresses["PostgreSQL"] = given
        elif programs is not None:
            addresses["PostgreSQL"] = stack.enter_context(server(programs))
        for name, address in addresses.items():
            found = await measure(address, answers=answers, starts=starts)
            took, worked = [one.took for one in found], [one.worked for one in found]
            longest = max(longest, *took)
            told = (took[0], median(took), max(took), median(worked), os.getloadavg()[0])
            table.add_row(name, f"{answers:,}", *(f"{number:.2f}" for number in told))
    return longest


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m benchmarks.starting")
    options.add_argument("--answers", type=int, default=300_000, help="how long a history")
    options.add_argument("--starts", type=int, default=7)
    options.add_argument("--postgres", help="an empty database; else a server of its own")
    given = options.parse_args()
    table = Table(
        "database", "answers", "first start s", "median s", "longest s", "processor s", "load"
    )
    longest = asyncio.run(
        compare(table, answers=given.answers, starts=given.starts, given=given.postgres)
    )
    Console().print(table)
    return 1 if longest > PROMISED else 0


if __name__ == "__main__":
    sys.exit(main())
