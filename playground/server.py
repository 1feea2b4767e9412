"""The playground as one HTTP server: the Bot API, the files, the page and the page's calls."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Generator
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import APIRouter, FastAPI
from starlette.responses import Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from playground.bot_api import BotApi, BotFiles
from playground.control import Control
from playground.page import Scene, page_routes
from playground.state import Playground
from playground.webhooks import Deliveries

STATIC = Path(__file__).parent / "static"


def create_app(
    playground: Playground,
    control: Control | None = None,
    *,
    scene: Scene | None = None,
    webhook_pause: float = 0.5,
) -> FastAPI:
    """`webhook_pause`: seconds before a refused webhook delivery is tried again, then doubled."""
    deliveries = Deliveries(playground, first_pause=webhook_pause)

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        deliveries.start()
        yield
        await deliveries.stop()

    app = FastAPI(title="Huiyin playground", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.playground = playground
    api, files = BotApi(playground), BotFiles(playground)
    app.router.routes.append(Route("/bot{token}/{method}", endpoint=api))
    app.router.routes.append(Route("/file/bot{token}/{path:path}", endpoint=files))
    page = _Page(lambda: page_routes(playground, control, scene or Scene()))
    app.router.routes.append(Route("/page/{path:path}", endpoint=page))
    if STATIC.is_dir():
        app.mount("/", PageFiles(directory=STATIC, html=True))
    return app


class _Page:
    """The page's calls, put together when the first one comes: a bot alone never makes one."""

    def __init__(self, make: Callable[[], APIRouter]) -> None:
        self._make = make
        self._routes: APIRouter | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._routes is None:
            self._routes = self._make()
        await self._routes(scope, receive, send)


class PageFiles(StaticFiles):
    """A browser asks each time whether its copy is still right: an upgrade shows at once."""

    def file_response(self, *given: Any, **named: Any) -> Response:
        response = super().file_response(*given, **named)
        response.headers["Cache-Control"] = "no-cache"
        return response


class Served:
    """A server that runs; `url` has the port that the machine gave."""

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self.url = f"http://{host}:{port}"


@contextlib.asynccontextmanager
async def serve(app: FastAPI, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[Served]:
    """Serves inside this event loop; port 0 takes a free one. OSError when the port is taken."""
    playground: Playground = app.state.playground
    playground.closing.clear()
    listening = _listening(host, port)
    config = uvicorn.Config(
        app,
        http=CuttableProtocol,
        log_level="warning",
        access_log=False,
        lifespan="on",
        timeout_graceful_shutdown=1,
        timeout_keep_alive=75,
    )
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        while not server.started:
            if running.done():
                await running
                raise RuntimeError("the playground did not start")
            await asyncio.sleep(0.005)
        yield Served(host, listening.getsockname()[1])
    finally:
        server.leave()
        playground.hang_up()
        await running
        listening.close()


class CuttableProtocol(H11Protocol):
    """Lets a fault cut the connection: an application has no way to it otherwise."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.app_state = {**self.app_state, "connection": self}

    def cut(self) -> None:
        self.transport.abort()


class _Server(uvicorn.Server):
    """Signals belong to the program around it; the end comes at once, not at the next look."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._leaving = asyncio.Event()

    def leave(self) -> None:
        self.should_exit = True
        self._leaving.set()

    async def main_loop(self) -> None:
        ticks = 0
        while not self._leaving.is_set():
            # The tick writes the answers' date, which is due once a second.
            await self.on_tick(ticks)
            ticks += 10
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    await self._leaving.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


def _listening(host: str, port: int) -> socket.socket:
    # Without the protocol's number asyncio leaves Nagle's delay on: 40 ms an answer.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    return listening
