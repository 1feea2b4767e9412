"""Serves the HTTP application in this event loop."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from errno import EADDRINUSE

import uvicorn
from fastapi import FastAPI

from bot.spoken import told, why


class PortTaken(Exception):
    """Another program listens there; the message is a sentence for the operator."""


class _Server(uvicorn.Server):
    """Signals belong to the program around it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listening(host: str, port: int) -> socket.socket:
    """A bound socket; raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except (OSError, OverflowError) as error:
        bound.close()
        raise PortTaken(_why(f"{host}:{port}", error)) from None
    return bound


def _why(place: str, error: OSError | OverflowError) -> str:
    if isinstance(error, OverflowError):
        return told(
            f"{place}：端口是 1 到 65535 之间的数。",
            f"{place}: a port is a number from 1 to 65535.",
        )
    if error.errno == EADDRINUSE:
        return told(
            f"{place} 已被别的程序占用：请停掉它，或用 HUIYIN_LISTEN 换一个端口。",
            f"Another program uses {place}: stop it, or choose another port with HUIYIN_LISTEN.",
        )
    return told(
        f"不能在 {place} 上听（{why(error)}）：请用 HUIYIN_LISTEN 换一个地址或大些的端口。",
        f"Can't listen on {place} ({why(error)}): choose another address, or a port above "
        "1024, with HUIYIN_LISTEN.",
    )


async def serve(app: FastAPI, host: str, port: int) -> None:
    """Until cancelled."""
    config = uvicorn.Config(
        app,
        # Its own handlers would write the text of an error, which quotes what was sent.
        log_config=None,
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    bound = listening(host, port)
    running = asyncio.ensure_future(server.serve(sockets=[bound]))
    try:
        await asyncio.shield(running)
    finally:
        server.should_exit = True
        with contextlib.suppress(asyncio.CancelledError):
            await running
        bound.close()
