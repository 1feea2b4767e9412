"""One bot on a SQLite file, any number on a PostgreSQL: who polls, ticks and sends right now."""

import asyncio
import fcntl
import logging
import os
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

from bot.failures import OUTSIDE, is_outside, name_of
from bot.spoken import told
from storage import leases
from storage.engine import Database
from storage.leases import LeaseLost
from storage.work import UnitOfWork

log = logging.getLogger("huiyin.replica")


class FileInUse(Exception):
    """Another bot has this SQLite file; the message is a sentence for the operator."""


@contextmanager
def sole_user_of(path: Path) -> Iterator[None]:
    """Holds a lock beside the file, which ends with the process, however it ends."""
    lock = path.with_name(path.name + ".lock")
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise FileInUse(
            told(
                f"另一个回音正在使用 {path}。一个 SQLite 文件只能由一个机器人使用：请先停掉那一个，"
                "或改用 PostgreSQL。",
                f"Another Huiyin uses {path}. A SQLite file is for one bot: stop the other, "
                "or use PostgreSQL.",
            )
        ) from None
    try:
        yield
    finally:
        os.close(handle)


def new_holder() -> str:
    """A name for this process that no other one has, not even after a restart."""
    return f"{socket.gethostname()[:24]}-{os.getpid()}-{secrets.token_hex(4)}"


class Duty:
    """Something that only one replica does at a time. On SQLite it is always ours."""

    def __init__(self, database: Database, name: str, holder: str) -> None:
        self._database = database
        self._name = name
        self._holder = holder
        self._fence: int | None = None

    async def guard(self, work: UnitOfWork) -> None:
        """Inside a transaction: a write under a stale fence fails with LeaseLost."""
        if not self._database.is_sqlite:
            await leases.check(work.connection, self._name, self._fence or -1)

    async def perform(self, act: Callable[[], Awaitable[None]]) -> None:
        """Until cancelled: does it whenever the lease is ours, and stops when it is lost."""
        if self._database.is_sqlite:
            await act()
            return
        while True:
            async with self._held() as is_ours:
                if is_ours:
                    await self._while_held(act)
            await asyncio.sleep(leases.RENEW.total_seconds() / 3)

    @asynccontextmanager
    async def _held(self) -> AsyncIterator[bool]:
        self._fence = None
        with suppress(*OUTSIDE):
            async with self._database.leasing() as connection:
                self._fence = await leases.acquire(connection, self._name, self._holder)
        try:
            yield self._fence is not None
        finally:
            if self._fence is not None:
                with suppress(*OUTSIDE):
                    async with self._database.leasing() as connection:
                        await leases.release(connection, self._name, self._fence)
            self._fence = None

    async def _while_held(self, act: Callable[[], Awaitable[None]]) -> None:
        log.info("This process is now the %s.", self._name)
        task = asyncio.ensure_future(act())
        try:
            await self._renew_until_done(task)
        except LeaseLost:
            log.warning("Another process is the %s now.", self._name)
        finally:
            task.cancel()
            await self._ended(task)

    async def _renew_until_done(self, task: "asyncio.Future[None]") -> None:
        """Raises LeaseLost. A database that is away for a moment costs nobody the lease."""
        loop = asyncio.get_running_loop()
        pause, renewed_at = leases.RENEW, loop.time()
        while not task.done():
            await asyncio.wait([task], timeout=pause.total_seconds())
            try:
                await self._renew()
                pause, renewed_at = leases.RENEW, loop.time()
            except OUTSIDE as error:
                log.warning("The lease can't be renewed (%s); trying again.", name_of(error))
                pause = leases.RENEW / 6
                if loop.time() - renewed_at > (leases.LIFE - leases.RENEW).total_seconds():
                    raise LeaseLost(self._name) from None

    async def _renew(self) -> None:
        assert self._fence is not None
        async with self._database.leasing() as connection:
            await leases.renew(connection, self._name, self._fence)

    async def _ended(self, task: "asyncio.Future[None]") -> None:
        """What the database or another process ended is begun again; a fault of ours is raised."""
        try:
            await task
        except asyncio.CancelledError:
            pass
        except Exception as error:
            if not _may_go_on_after(error):
                raise
            log.warning("The %s stopped (%s); it begins again.", self._name, name_of(error))


def _may_go_on_after(error: Exception) -> bool:
    if isinstance(error, ExceptionGroup):
        return all(isinstance(one, Exception) and _may_go_on_after(one) for one in error.exceptions)
    return isinstance(error, LeaseLost) or is_outside(error)
