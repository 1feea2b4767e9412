"""Surveys sent within Telegram's limits, in simulated time: `python -m benchmarks.surveys`."""

import argparse
import asyncio
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, insert, select

from benchmarks.hurried import WHOLE, HurriedLoop, LoopClock, StrictTelegram, run_hurried
from bot.aftermath import Aftermath
from bot.app import _still_wanted
from bot.courier import Courier
from bot.delivery import Delivery
from bot.pacing import Pacing
from bot.rulebook import Rulebook
from bot.rules import Rules, load_rules
from bot.showing import Showing
from bot.ticks import Ticks
from storage import schema
from storage.engine import Database, open_database
from storage.tables import chats, invitations, persons, places, services

# Nine in the morning in Shanghai, when the hours for sending begin.
START = datetime(2030, 1, 7, 1, 0, tzinfo=UTC)
BATCH = 5000
FIRST_CHAT = 500_000


async def fill(database: Database, version: Any, count: int, span: float) -> None:
    """`count` customers, each with a survey that is due within the first `span` seconds."""
    rules = version.rules.surveys
    async with database.writing() as connection:
        house = {"name": "回音酒店", "zone": "Asia/Shanghai", "created_at": START}
        await connection.execute(insert(places).values(**house))
    for start in range(0, count, BATCH):
        numbers = range(start + 1, min(start + BATCH, count) + 1)
        due = {n: START + timedelta(seconds=span * n / count) for n in numbers}
        async with database.writing() as connection:
            await connection.execute(
                insert(persons),
                [{"id": n, "telegram_id": FIRST_CHAT + n, "created_at": START} for n in numbers],
            )
            await connection.execute(
                insert(chats),
                [
                    {"id": n, "telegram_id": FIRST_CHAT + n, "kind": "private", "person_id": n}
                    for n in numbers
                ],
            )
            made = [_service(n, due[n] - rules.delay) for n in numbers]
            await connection.execute(insert(services), made)
            planned = [_invitation(n, due[n], version) for n in numbers]
            await connection.execute(insert(invitations), planned)


def _service(n: int, finished_at: datetime) -> dict[str, Any]:
    return {
        "id": n,
        "external_id": f"order-{n}",
        "status": "finished",
        "customer_ref": f"guest-{n}",
        "person_id": n,
        "place_id": 1,
        "finished_at": finished_at,
        "body_hash": b"",
        "created_at": START,
        "changed_at": START,
    }


def _invitation(n: int, due_at: datetime, version: Any) -> dict[str, Any]:
    questionnaire = version.rules.surveys.questionnaire_for(None)
    return {
        "service_id": n,
        "person_id": n,
        "place_id": 1,
        "questionnaire": questionnaire.key,
        "version": questionnaire.version,
        "rules_id": version.id,
        "planned_at": START,
        "due_at": due_at,
        "next_due_at": due_at,
    }


async def simulate(loop: HurriedLoop, folder: Path, count: int, span: float) -> dict[str, float]:
    clock = LoopClock(loop, START)
    database = open_database(f"sqlite:///{folder}/{count}-{span:.0f}.sqlite3")
    telegram = StrictTelegram(clock)
    try:
        await schema.upgrade(database)
        rulebook = Rulebook()
        await rulebook.open(database, _rules(), "hotel", clock.now())
        await fill(database, rulebook.current, count, span)
        loop.ahead = 0.0
        await _run(database, rulebook, clock, telegram, count)
        async with database.reading() as connection:
            delivered = invitations.c.delivered_at.is_not(None)
            kept = await connection.scalar(select(func.count()).where(delivered))
    finally:
        await database.close()
    return {
        "sent": len(telegram.times),
        "recorded": kept or 0,
        "twice": sum(times > 1 for times in telegram.sent.values()),
        "429": telegram.refused,
        "last": telegram.times[-1],
        "limit": max(span, count / WHOLE[0] * WHOLE[1]),
    }


def _rules() -> Rules:
    return load_rules("hotel")


async def _run(
    database: Database, rulebook: Rulebook, clock: LoopClock, telegram: StrictTelegram, count: int
) -> None:
    bot = Bot("42:TEST", session=telegram, default=DefaultBotProperties(parse_mode="HTML"))
    pace = Pacing()

    async def at_once(row: Any, now: datetime) -> None:
        return None

    delivery = Delivery(
        bot=bot,
        clock=clock,
        pace=pace,
        showing=Showing(database, rulebook, "huiyin_bot"),
        wanted=_still_wanted(database),
        hold=at_once,
        alert=at_once,  # type: ignore[arg-type]
    )
    courier = Courier(
        database=database,
        clock=clock,
        pace=pace,
        deliver=delivery,
        aftermath=Aftermath(rulebook),
    )
    ticks = Ticks(database, clock, rulebook, courier.wake)

    async def tick() -> None:
        while True:
            await ticks.ask_when_due()
            await asyncio.sleep(1)

    going = [asyncio.ensure_future(courier.run()), asyncio.ensure_future(tick())]
    while len(telegram.times) < count and not any(task.done() for task in going):
        await asyncio.sleep(1)
    await asyncio.sleep(2)
    for task in going:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.surveys")
    options.add_argument("--day", type=int, default=100_000, help="surveys spread over a day")
    options.add_argument("--minute", type=int, default=5_000, help="surveys due in one minute")
    given = options.parse_args()
    console = Console()
    table = Table(title="Surveys sent in simulated time; a day is the eleven hours for sending")
    for heading in (
        "due",
        "within",
        "sent",
        "recorded",
        "twice",
        "429",
        "last out",
        "of the limit",
    ):
        table.add_column(heading, justify="right")
    runs = [(given.minute, 60.0), (given.day, 10.9 * 3600)]
    with tempfile.TemporaryDirectory() as folder:
        for count, span in runs:
            if not count:
                continue
            found = run_hurried(partial(simulate, folder=Path(folder), count=count, span=span))
            told = [f"{found[key]:.0f}" for key in ("sent", "recorded", "twice", "429")]
            ratio = f"{found['last'] / found['limit']:.3f}"
            table.add_row(f"{count:,}", f"{span:.0f} s", *told, f"{found['last']:.1f} s", ratio)
    console.print(table)


if __name__ == "__main__":
    main()
