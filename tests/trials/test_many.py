"""Many at once: writers on one file, poison among updates, sends whose outcome nobody knows."""

import asyncio
import random
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot.clock import Clock
from bot.courier import Courier
from bot.delivery import MOST_REPEATS
from bot.pacing import NoPacing
from people.telling import Note, NoteKind, Policy, To, policy_of
from storage.engine import Database, open_database
from storage.outbox import Outcome, Outgoing, Sent, Unknown
from storage.work import UnitOfWork, begin_work
from trials.writers import AT_ONCE

pytestmark = pytest.mark.slow
PROGRAMS = 2


async def test_thirty_two_writers_in_two_programs_lose_nothing_and_lock_nobody_out(
    sqlite_url: str, rounds: int
) -> None:
    database = open_database(sqlite_url)
    async with database.writing() as connection:
        await connection.execute(text("INSERT INTO leases (name, fence) VALUES ('trial', 0)"))
    programs = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "trials.writers", sqlite_url, str(rounds)
        )
        for _ in range(PROGRAMS)
    ]
    assert [await program.wait() for program in programs] == [0] * PROGRAMS
    async with database.reading() as connection:
        counted = await connection.scalar(text("SELECT fence FROM leases WHERE name = 'trial'"))
    await database.close()
    assert counted == PROGRAMS * AT_ONCE * rounds


class Fast(Clock):
    """A second of waiting takes a thousandth."""

    def __init__(self) -> None:
        self._began = super().now()

    def now(self) -> datetime:
        return self._began + (super().now() - self._began) * 1000


class Doubtful:
    """Telegram that delivers, and of this share says nothing; half of that was never delivered."""

    def __init__(self, clock: Clock, share: float) -> None:
        self.shown: Counter[str] = Counter()
        self._clock, self._share = clock, share
        self._chance = random.Random(5)

    async def prepare(self, rows: Sequence[Outgoing]) -> None:
        pass

    async def together(self, rows: Sequence[Outgoing]) -> list[Outcome]:
        return [await self(row) for row in rows]

    async def __call__(self, row: Outgoing) -> Outcome:
        is_told = self._chance.random() >= self._share
        self.shown[row.key] += is_told or self._chance.random() < 0.5
        if is_told:
            return Sent()
        may_repeat = policy_of(NoteKind(row.kind)) is Policy.REPEAT
        again = may_repeat and row.attempts <= MOST_REPEATS
        retry_at = self._clock.now() + timedelta(seconds=2)
        return Unknown(error="unknown", retry_at=retry_at if again else None)


async def nothing(work: UnitOfWork, row: Outgoing, outcome: Outcome) -> None:
    pass


@pytest.mark.parametrize("share", [0.05, 0.5])
async def test_what_is_in_doubt_is_never_doubled_when_it_is_a_survey_and_always_listed(
    database: Database, rounds: int, share: float
) -> None:
    clock = Fast()
    telegram = Doubtful(clock, share)
    count = 40 * rounds
    await _write(database, clock, count)
    courier = Courier(
        database=database, clock=clock, pace=NoPacing(), deliver=telegram, aftermath=nothing
    )
    running = asyncio.ensure_future(courier.run())
    rows = await _settled(database, count)
    running.cancel()
    surveys = [telegram.shown[key] for key, kind, _ in rows if kind == "invitation"]
    assert len(surveys) > count / 3
    assert max(surveys) == 1
    unseen = {key for key, _, state in rows if not telegram.shown[key]}
    assert unseen <= {key for key, _, state in rows if state == "unknown"}
    # Seven times in doubt and never there: one in sixteen thousand, which goes one level up.
    gone = [key for key, kind, _ in rows if kind == "escalation" and key in unseen]
    assert len(gone) <= count * (share / 2) ** (MOST_REPEATS + 1) + 3 * (share == 0.5)
    assert all(
        telegram.shown[key] == 1 for key, kind, s in rows if s == "sent" and kind != "escalation"
    )


async def _write(database: Database, clock: Clock, count: int) -> None:
    now = clock.now()
    async with begin_work(database, now) as work:
        chats = [
            (await work.people.chat(5000 + nth, "private", None, None, now)).id for nth in range(50)
        ]
        for nth in range(count):
            kind = NoteKind.ESCALATION if nth % 2 else NoteKind.INVITATION
            to = To(chat_id=chats[nth % len(chats)])
            await work.telling.note(Note(key=f"trial-{nth}", kind=kind, to=to))


async def _settled(database: Database, count: int) -> list[tuple[str, str, str]]:
    query = text("SELECT key, kind, state FROM outbox WHERE state NOT IN ('queued', 'sending')")
    async with asyncio.timeout(30 + count / 50):
        while True:
            async with database.reading() as connection:
                rows = [(r[0], r[1], r[2]) for r in await connection.execute(query)]
            if len(rows) == count:
                return rows
            await asyncio.sleep(0.1)
