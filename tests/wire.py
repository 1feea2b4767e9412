"""The wire between the bot and PostgreSQL, which breaks where a test wants it to."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from sqlalchemy.engine import make_url

COMMIT = b"COMMIT"
# What begins a message that the server answers: a simple query, and the end of an extended one.
QUERY, SYNC = ord("Q"), ord("S")


class Break(StrEnum):
    """BEFORE: the server never hears of it. AFTER: it did it, and its answer is lost."""

    BEFORE = "before"
    AFTER = "after"


# Told the number of a commit, counted from 1 over all connections: how it breaks, or not at all.
Plan = Callable[[int], Break | None]


def _whole(_number: int) -> Break | None:
    return None


@dataclass
class Wire:
    """`url` leads through the wire; `plan` may be changed at any time."""

    url: str
    server: Path
    plan: Plan = _whole
    commits: int = 0
    broken: list[Break] = field(default_factory=list)
    is_cut: bool = False
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    def cut(self) -> None:
        """As when the network is gone: every connection ends, and no new one is taken."""
        self.is_cut = True
        for writer in list(self._open):
            writer.transport.abort()

    def mend(self, server: Path | None = None) -> None:
        """New connections are taken again: by the same server, or by the one that took over."""
        self.server = server or self.server
        self.is_cut = False

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, both ways, until either end closes or the plan breaks it."""
        if self.is_cut:
            writer.transport.abort()
            return
        try:
            there, back = await asyncio.open_unix_connection(str(self.server))
        except OSError:
            writer.transport.abort()
            return
        self._open |= {writer, back}
        silenced = asyncio.Event()
        ways = [
            asyncio.ensure_future(self._to_server(reader, back, silenced)),
            asyncio.ensure_future(_to_client(there, writer, silenced)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            self._open -= {writer, back}
            writer.transport.abort()
            back.transport.abort()

    async def _to_server(
        self,
        reader: asyncio.StreamReader,
        back: asyncio.StreamWriter,
        silenced: asyncio.Event,
    ) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            back.write(await _opening(reader))
            while True:
                head = await reader.readexactly(5)
                body = await reader.readexactly(int.from_bytes(head[1:]) - 4)
                how = self._how(head[0], body)
                if how is Break.BEFORE:
                    return
                if how is Break.AFTER:
                    silenced.set()
                back.write(head + body)
                await back.drain()

    def _how(self, kind: int, body: bytes) -> Break | None:
        if kind != QUERY or not body.startswith(COMMIT):
            return None
        self.commits += 1
        how = self.plan(self.commits)
        if how is not None:
            self.broken.append(how)
        return how


async def _opening(reader: asyncio.StreamReader) -> bytes:
    """The first message, which alone has no letter before its length."""
    head = await reader.readexactly(4)
    return head + await reader.readexactly(int.from_bytes(head) - 4)


async def _to_client(
    there: asyncio.StreamReader, writer: asyncio.StreamWriter, silenced: asyncio.Event
) -> None:
    with contextlib.suppress(OSError):
        while data := await there.read(65536):
            if silenced.is_set():
                # The commit was answered: it is done, and nobody hears it.
                return
            writer.write(data)
            await writer.drain()


@contextlib.asynccontextmanager
async def wire_to(database_url: str) -> AsyncIterator[Wire]:
    """A wire to a server that listens at a socket in a folder, as the tests' own does."""
    url = make_url(database_url)
    server = Path(str(url.query["host"])) / ".s.PGSQL.5432"
    wire = Wire(url="", server=server)
    listener = await asyncio.start_server(wire.carry, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    # The wire reads what it carries, so nothing on it may be encrypted.
    through = url.set(host="127.0.0.1", port=port, query={"ssl": "disable"})
    wire.url = through.render_as_string(hide_password=False)
    try:
        yield wire
    finally:
        listener.close()
        wire.cut()
