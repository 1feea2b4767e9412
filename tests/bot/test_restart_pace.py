"""A restart forgets no window: what the courier before sent in the last minute still counts."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.clock import Clock
from bot.courier import Courier
from bot.pacing import Pacing
from people.telling import Note, NoteKind, To
from storage.engine import Database
from storage.outbox import Outcome, Outgoing, Sent
from storage.tables import outbox
from storage.work import UnitOfWork, begin_work

pytestmark = pytest.mark.slow


class Service:
    """Takes everything and remembers it."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def prepare(self, rows: Sequence[Outgoing]) -> None:
        pass

    async def __call__(self, row: Outgoing) -> Outcome:
        return (await self.together([row]))[0]

    async def together(self, rows: Sequence[Outgoing]) -> list[Outcome]:
        self.taken += [row.key for row in rows]
        return [Sent() for _ in rows]


async def nothing(_work: UnitOfWork, _row: Outgoing, _outcome: Outcome) -> None:
    pass


@pytest.mark.parametrize(("seconds", "waits"), [(20, True), (69, True), (75, False)])
async def test_a_robot_that_was_full_before_a_restart_is_full_after_it(
    database: Database, *, seconds: int, waits: bool
) -> None:
    clock, service = Clock(), Service()
    now = clock.now()
    async with begin_work(database, now) as work:
        await work.channels.found({"duty"}, now)
        (chat,) = await work.channels.open()
        for number in range(21):
            to, key = To(chat_id=chat.id), f"n-{number:02}"
            await work.telling.note(Note(key=key, kind=NoteKind.ESCALATION, to=to))
        sent = {"state": "sent", "attempted_at": now - timedelta(seconds=seconds)}
        await work.connection.execute(update(outbox).where(outbox.c.key != "n-20").values(**sent))
    courier = Courier(
        database=database, clock=clock, pace=Pacing(), deliver=service, aftermath=nothing
    )
    running = asyncio.ensure_future(courier.run())
    await asyncio.sleep(0.4)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert service.taken == ([] if waits else ["n-20"])
