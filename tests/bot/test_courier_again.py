"""A courier that begins again: what was under way, known, or claimed without its knowing."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from sqlalchemy import select, update

from bot.clock import Clock
from bot.courier import IDLE, Courier
from bot.pacing import NoPacing
from people.telling import Note, NoteKind, To
from storage import outbox as rows
from storage.engine import Database
from storage.outbox import Outcome, Outgoing
from storage.tables import outbox
from storage.work import begin_work
from tests.bot.test_restart_pace import Service, nothing

CLOCK = Clock()


class Slow(Service):
    """Never comes back from its first call."""

    async def together(self, rows: Sequence[Outgoing]) -> list[Outcome]:
        if not self.taken:
            self.taken.append("hung")
            await asyncio.Event().wait()
        return await super().together(rows)


def courier_on(database: Database, service: Service) -> Courier:
    return Courier(
        database=database, clock=CLOCK, pace=NoPacing(), deliver=service, aftermath=nothing
    )


async def write(database: Database, *keys: str, kind: NoteKind = NoteKind.RECEIPT) -> None:
    now = CLOCK.now()
    async with begin_work(database, now) as work:
        await work.channels.found({"duty"}, now)
        (chat,) = await work.channels.open()
        for key in keys:
            await work.telling.note(Note(key=key, kind=kind, to=To(chat_id=chat.id)))


async def states(database: Database) -> dict[str, str]:
    async with database.reading() as connection:
        found = await connection.execute(select(outbox.c.key, outbox.c.state))
        return {row.key: row.state for row in found}


async def run_until(courier: Courier, seen: Callable[[], Awaitable[bool]]) -> None:
    running = asyncio.ensure_future(courier.run())
    try:
        async with asyncio.timeout(10):
            while not await seen():
                await asyncio.sleep(0.01)
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def resting(courier: Courier) -> None:
    """It has looked, and waits for news."""
    async with asyncio.timeout(10):
        while not courier.is_quiet:
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)


async def test_a_chat_is_not_busy_for_ever_when_a_run_ended_in_a_send(database: Database) -> None:
    service = Slow()
    courier = courier_on(database, service)

    async def hangs() -> bool:
        return service.taken == ["hung"]

    async def said() -> bool:
        return (await states(database)).get("second") == "sent"

    await write(database, "first")
    await run_until(courier, hangs)
    await write(database, "second")
    await run_until(courier, said)
    assert await states(database) == {"first": "unknown", "second": "sent"}


async def test_a_stop_that_comes_with_news_is_a_stop(database: Database) -> None:
    courier = courier_on(database, Service())
    running = asyncio.ensure_future(courier.run())
    await resting(courier)
    courier.wake()
    # One turn of the loop: the wait for news is over, and the courier does not know it yet.
    await asyncio.sleep(0)
    running.cancel()
    done, _ = await asyncio.wait([running], timeout=5)
    assert done
    assert running.cancelled()


async def test_what_was_claimed_without_its_knowing_waits_again(database: Database) -> None:
    await write(database, "one", "two")
    async with begin_work(database, CLOCK.now()) as work:
        claimed = await rows.claim(work.connection, CLOCK.now(), [], 10, burst=10)
        assert await rows.give_back(work.connection, {claimed[0].id}) == 1
    assert await states(database) == {"one": "sending", "two": "queued"}


async def test_a_late_refusal_leaves_alone_what_another_courier_sent(database: Database) -> None:
    now = CLOCK.now()
    await write(database, "alarm", kind=NoteKind.ESCALATION)
    async with begin_work(database, now) as work:
        (mine,) = await rows.claim(work.connection, now, [], 10)
        again = update(outbox).values(state="queued", not_before=None)
        await work.connection.execute(again)
        await rows.claim(work.connection, now, [], 10)
        await rows.settle(work.connection, mine, rows.Refused(error="429", retry_at=now), now)
    assert await states(database) == {"alarm": "sending"}


class Counting(Service):
    """Remembers how many came with each call."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[int] = []

    async def together(self, rows: Sequence[Outgoing]) -> list[Outcome]:
        self.calls.append(len(rows))
        return await super().together(rows)


@asynccontextmanager
async def at_work(courier: Courier) -> AsyncIterator[None]:
    running = asyncio.ensure_future(courier.run())
    try:
        await resting(courier)
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def test_what_is_written_in_one_go_is_said_in_one_go(database: Database) -> None:
    service = Counting()
    async with at_work(courier := courier_on(database, service)), asyncio.timeout(10):
        with courier.gathering():
            await write(database, "first", kind=NoteKind.ESCALATION)
            await asyncio.sleep(IDLE * 1.5)
            await write(database, "second", "third", kind=NoteKind.ESCALATION)
        while len(service.taken) < 3:
            await asyncio.sleep(0.01)
    assert service.calls == [3]


async def test_who_writes_for_ever_keeps_nobody_waiting(database: Database) -> None:
    service = Counting()
    async with at_work(courier := courier_on(database, service)), asyncio.timeout(10):
        with courier.gathering():
            await write(database, "first", kind=NoteKind.ESCALATION)
            while not service.taken:
                await asyncio.sleep(0.01)
    assert service.calls == [1]
