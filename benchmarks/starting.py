"""From the start of the process to a customer's answer, over years: `-m benchmarks.starting`.

What they wrote while nothing ran waits at Telegram, as after a deploy. Each run is a process of
its own on the same database, ended by SIGKILL or by SIGTERM in turn. On PostgreSQL whoever comes
after a kill takes back what the dead one held, since it has no session any more.
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
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.__main__ import TEXT, Contender, _beside, _huiyin, running
from benchmarks.figures import prepare
from bot.rules import load_rules
from playground.cast import seat
from playground.server import create_app, serve
from playground.state import Playground
from storage.engine import Database
from storage.tables import TABLES, chats, rule_versions
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
        if connection.dialect.name == "postgresql":
            await _count_on(connection)
        await connection.execute(update(rule_versions).values(body=body))
        chat = {"telegram_id": 5, "kind": "private", "person_id": 5, "state_since": LONG_AGO}
        number = await connection.scalar(insert(chats).values(**chat).returning(chats.c.id))
        at = LONG_AGO if connection.dialect.name != "sqlite" else f"{LONG_AGO:%Y-%m-%d %H:%M:%S.%f}"
        await connection.execute(text(SENT), {"chat": number, "at": at, "most": most})


async def _count_on(connection: AsyncConnection) -> None:
    """The made-up rows brought their numbers along, so that PostgreSQL knows of none."""
    for table in TABLES.sorted_tables:
        if "id" in table.c and table.c.id.primary_key:
            last = f"(SELECT max(id) FROM {table.name} HAVING max(id) > 0)"
            which = f"pg_get_serial_sequence('{table.name}', 'id')"
            await connection.execute(text(f"SELECT setval({which}, {last})"))


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


async def measure(contender: Contender, *, starts: int) -> list[Start]:
    playground = Playground()
    seat(playground)
    async with serve(create_app(playground)) as served:
        return [await start(contender, playground, served.url, n) for n in range(starts)]


def told(name: str, found: list[Start]) -> list[str]:
    """A row of the table: every second start follows a kill, the others were told to stop."""
    took = [one.took for one in found]
    numbers = (took[0], median(took[2::2]), median(took[1::2]))
    worked = median(one.worked for one in found)
    return [name, *(f"{number:.1f}" for number in (*numbers, worked, os.getloadavg()[0]))]


async def compare(table: Table, *, answers: int, starts: int, given: str | None) -> bool:
    """Both databases, and a bot that keeps nothing; whether the promise was kept."""
    kept = True
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        addresses = {"SQLite": f"sqlite:///{folder}/huiyin.sqlite3"}
        programs = find_programs()
        if given is not None:
            addresses["PostgreSQL"] = given
        elif programs is not None:
            addresses["PostgreSQL"] = stack.enter_context(server(programs))
        for name, address in addresses.items():
            await furnish(address, answers)
            found = await measure(_huiyin(name, address), starts=starts)
            table.add_row(*told(f"{name}, {answers:,} answers", found))
            kept &= max(one.took for one in found[::2]) <= PROMISED
    beside = _beside("echo-aiogram", "echo", 1)
    table.add_row(*told("aiogram echo, for comparison", await measure(beside, starts=3)))
    return kept


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m benchmarks.starting")
    options.add_argument("--answers", type=int, default=300_000, help="how long a history")
    options.add_argument("--starts", type=int, default=7, help="of each, three or more")
    options.add_argument("--postgres", help="an empty database; else a server of its own")
    given = options.parse_args()
    heads = ("first s", "after SIGTERM s", "after SIGKILL s", "processor s", "load")
    table = Table("from the process to the answer", *heads)
    run = compare(table, answers=given.answers, starts=given.starts, given=given.postgres)
    is_kept = asyncio.run(run)
    Console(width=110).print(table)
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
