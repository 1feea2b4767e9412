"""A SOCKS5 proxy with a password, which leads to one server whatever is asked for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Proxy:
    def __init__(self, port: int) -> None:
        self.port = port
        self.passed = 0

    @property
    def url(self) -> str:
        return f"socks5://me:hidden-word@127.0.0.1:{self.port}"


@asynccontextmanager
async def proxy_to(port: int) -> AsyncIterator[Proxy]:
    proxy = Proxy(0)

    serving: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        serving.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                if await _let_in(reader, writer):
                    proxy.passed += 1
                    await _join(reader, writer, port)
        finally:
            writer.close()
            serving.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving)


async def _let_in(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """RFC 1928 with the password of RFC 1929; where they want to go is read and not minded."""
    await reader.readexactly((await reader.readexactly(2))[1])
    writer.write(b"\x05\x02")
    await reader.readexactly(1)
    name = await reader.readexactly((await reader.readexactly(1))[0])
    word = await reader.readexactly((await reader.readexactly(1))[0])
    is_known = (name, word) == (b"me", b"hidden-word")
    writer.write(b"\x01\x00" if is_known else b"\x01\x01")
    if is_known:
        kind = (await reader.readexactly(4))[3]
        length = {1: 4, 4: 16}.get(kind) or (await reader.readexactly(1))[0]
        await reader.readexactly(length + 2)
        writer.write(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
    await writer.drain()
    return is_known


async def _join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
    there, back = await asyncio.open_connection("127.0.0.1", port)
    try:
        await asyncio.gather(_pour(reader, back), _pour(there, writer))
    finally:
        back.close()


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()
