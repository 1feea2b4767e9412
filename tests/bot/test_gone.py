"""A group that is no more holds nobody up: what is meant for it is refused without a call."""

import asyncio
from contextlib import suppress

import pytest
from sqlalchemy import func, insert, select

from bot.clock import Clock
from bot.courier import Courier
from bot.gone import TRY_EVERY
from bot.pacing import Pacing
from people.telling import Note, NoteKind, To
from storage.engine import Database, open_database
from storage.tables import chats, outbox
from storage.work import begin_work
from tests.bot.test_restart_pace import Service, nothing

# More than a group takes in a minute.
LETTERS = 24


class Later(Clock):
    """As many seconds later as it is told."""

    late = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.late


@pytest.mark.slow
async def test_its_queue_is_empty_at_once_and_it_is_tried_again_after_ten_minutes(
    sqlite_url: str,
) -> None:
    database = open_database(sqlite_url)
    clock, service = Later(), Service()
    async with begin_work(database, clock.now()) as work:
        gone = {"telegram_id": -8, "kind": "group", "state": "gone", "state_since": clock.now()}
        await work.connection.execute(insert(chats).values(**gone))
    await write(database, clock, LETTERS)
    courier = Courier(
        database=database, clock=clock, pace=Pacing(), deliver=service, aftermath=nothing
    )
    running = asyncio.ensure_future(courier.run())
    try:
        await until_nothing_waits(database)
        assert len(service.taken) == 1
        clock.late = TRY_EVERY
        await write(database, clock, 1, "later")
        courier.wake()
        await until_nothing_waits(database)
        assert len(service.taken) == 2
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await database.close()


async def write(database: Database, clock: Clock, count: int, name: str = "first") -> None:
    async with begin_work(database, clock.now()) as work:
        for number in range(count):
            note = Note(key=f"{name}-{number}", kind=NoteKind.ANSWER, to=To(chat_id=1))
            await work.telling.note(note)


async def until_nothing_waits(database: Database) -> None:
    waiting = select(func.count()).where(outbox.c.state.in_(["queued", "sending"]))
    async with asyncio.timeout(10):
        while True:
            async with database.reading() as connection:
                if not await connection.scalar(waiting):
                    return
            await asyncio.sleep(0.02)
