"""Many deadlines at once, within Telegram's limits: `python -m benchmarks.alerts`.

Three runs in real time against the playground, which answers 429 as Telegram does: all due in one
minute to one group; due one by one; due while nobody was there.
"""

import argparse
import asyncio
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import func, insert, select

from benchmarks.house import prepare
from bot.app import App, open_app
from bot.clock import Clock
from bot.settings import Settings
from dimensions.tagger import Tagger
from playground.cast import DEMO_CAST, DEMO_TOKEN, seat
from playground.clock import PlaygroundClock
from playground.limits import Limits
from playground.server import create_app, serve
from playground.state import Playground
from storage.engine import Database
from storage.tables import cases, escalations, outbox, persons, places, promises, words

SUPERVISOR = DEMO_CAST.supervisor.id
EMERGENCIES = 10


class CountedLimits(Limits):
    """As Telegram's, and counts how often it had to refuse."""

    refused = 0

    def retry_after(self, bot_id: int, chat_id: int, *, group: bool, count: int = 1) -> int | None:
        wait = super().retry_after(bot_id, chat_id, group=group, count=count)
        self.refused += wait is not None
        return wait


@dataclass(frozen=True, kw_only=True)
class Run:
    """`ago` and `spread` in seconds: when the first fell due, and how far apart first and last."""

    name: str
    count: int
    ago: float
    spread: float
    to_group: bool


@dataclass(frozen=True, kw_only=True)
class Result:
    messages: int
    refused: int
    seconds: float
    late: list[float]
    emergencies_first: bool

    def late_at(self, share: float) -> float:
        return sorted(self.late)[min(len(self.late) - 1, int(len(self.late) * share))]


async def measure(run: Run, tagger: Tagger, folder: Path) -> Result:
    address = f"sqlite:///{folder}/{run.name}.sqlite3"
    await prepare(address)
    limits = CountedLimits()
    playground = Playground(clock=PlaygroundClock(), limits=limits)
    seat(playground)
    async with serve(create_app(playground)) as served:
        settings = Settings(
            token=DEMO_TOKEN,
            api_base=served.url,
            database_url=address,
            config="hotel",
            secret="a secret of the benchmark",
            listen="127.0.0.1:0",
        )
        async with open_app(settings, Clock(), tagger=tagger) as app:
            await playground.add_bot_to_group(DEMO_CAST.owner.id, DEMO_CAST.group_id)
            await _fill(app, run)
            if not run.to_group:
                await playground.start(SUPERVISOR)
            return await _watch(app, playground, limits, run)


async def _fill(app: App, run: Run) -> None:
    """Cases of customers who have no chat, each with one promise that falls due."""
    now = datetime.now(UTC)
    async with app.database.writing() as connection:
        place_id = await connection.scalar(select(func.max(places.c.id)))
        for number in range(run.count):
            due = now + timedelta(seconds=run.spread * number / run.count - run.ago)
            opened = due - timedelta(hours=1)
            person_id = await connection.scalar(
                insert(persons).values(created_at=opened).returning(persons.c.id)
            )
            kind = "emergency" if run.to_group and number % 50 == 49 else "complaint"
            case_id = await connection.scalar(
                insert(cases)
                .values(
                    person_id=person_id,
                    place_id=place_id,
                    rules_id=app.rulebook.current.id,
                    kind=kind,
                    severity=2,
                    opened_at=opened,
                    round_at=opened,
                    heard_at=opened,
                    next_due_at=due,
                )
                .returning(cases.c.id)
            )
            await connection.execute(
                insert(promises).values(
                    case_id=case_id, clock="response", started_at=opened, due_at=due
                )
            )
            await connection.execute(
                insert(words).values(
                    person_id=person_id, case_id=case_id, sort="said", text="等了很久", at=opened
                )
            )


async def _watch(app: App, playground: Playground, limits: CountedLimits, run: Run) -> Result:
    begun = time.monotonic()
    running = asyncio.ensure_future(app.run())
    try:
        async with asyncio.timeout(300):
            while not await _all_said(app.database, run.count):
                await asyncio.sleep(0.2)
                if running.done():
                    await running
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    room = DEMO_CAST.group_id if run.to_group else SUPERVISOR
    said = [m.get("text", "") for m in playground.messages(room) if m["from"]["is_bot"]]
    alerts = [text for text in said if "超时" in text or "到时限" in text or "🔴" in text]
    return Result(
        messages=len(alerts),
        refused=limits.refused,
        seconds=time.monotonic() - begun,
        late=await _lateness(app.database),
        emergencies_first=await _emergencies_first(app.database) if run.to_group else True,
    )


async def _all_said(database: Database, count: int) -> bool:
    first = escalations.c.level >= 1
    async with database.reading() as connection:
        climbed = await connection.scalar(
            select(func.count(func.distinct(escalations.c.case_id))).where(first)
        )
        waiting = await connection.scalar(
            select(func.count()).where(
                outbox.c.kind == "escalation", outbox.c.state.in_(["queued", "sending"])
            )
        )
    return climbed == count and not waiting


async def _lateness(database: Database) -> list[float]:
    """Seconds from the instant of a step to the moment at which Telegram had it."""
    async with database.reading() as connection:
        rows = await connection.execute(select(promises.c.case_id, promises.c.due_at))
        due = {row.case_id: row.due_at for row in rows}
        sent = await connection.execute(
            select(outbox.c.facts, outbox.c.finished_at).where(outbox.c.kind == "escalation")
        )
        return [(at - due[facts["case"]]).total_seconds() for facts, at in sent]


async def _emergencies_first(database: Database) -> bool:
    """Whether nothing milder that was due as early went out before an emergency."""
    async with database.reading() as connection:
        rows = await connection.execute(select(cases.c.id, cases.c.kind))
        kinds = {row.id: row.kind for row in rows}
        told = await connection.execute(
            select(outbox.c.facts, outbox.c.finished_at).where(outbox.c.kind == "escalation")
        )
        sent = sorted((at, kinds[facts["case"]]) for facts, at in told)
    last = max(at for at, kind in sent if kind == "emergency")
    before = [kind for at, kind in sent if at < last]
    return before.count("complaint") <= len(sent) // 2


async def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.alerts")
    options.add_argument("--count", type=int, default=500, help="deadlines in the first run")
    given = options.parse_args()
    runs = (
        Run(name="one-group", count=given.count, ago=1, spread=0.5, to_group=True),
        Run(name="one-by-one", count=100, ago=-2, spread=60, to_group=False),
        Run(name="after-outage", count=100, ago=1800, spread=1700, to_group=False),
    )
    table = Table(title="Deadlines: messages, refusals (429), seconds")
    for heading in ("run", "due", "messages", "429", "all said", "late p50", "late p99"):
        table.add_column(heading, justify="left" if heading == "run" else "right")
    console = Console()
    tagger = Tagger.load()
    with tempfile.TemporaryDirectory() as folder:
        for run in runs:
            with console.status(run.name):
                result = await measure(run, tagger, Path(folder))
            table.add_row(
                run.name,
                str(run.count),
                str(result.messages),
                str(result.refused),
                f"{result.seconds:.1f} s",
                f"{result.late_at(0.5):.1f} s",
                f"{result.late_at(0.99):.1f} s",
            )
            if run.to_group:
                console.print(f"emergencies first: {result.emergencies_first}")
    console.print(table)


if __name__ == "__main__":
    asyncio.run(main())
