"""A playground with two people and a group, served on a port of its own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from playground.model import Person, Room
from playground.server import create_app, serve
from playground.state import Playground

TOKEN = "42:TEST"


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    body: dict[str, Any]

    @property
    def result(self) -> Any:
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def refusal(self) -> str:
        assert not self.body["ok"], self.body
        assert self.status == self.body["error_code"]
        return str(self.body["description"])


@dataclass(frozen=True, kw_only=True)
class Door:
    """The served playground, and a client that knows HTTP and nothing else."""

    url: str
    http: aiohttp.ClientSession

    async def call(self, method: str, *, token: str = TOKEN, **params: Any) -> Answer:
        async with self.http.post(f"{self.url}/bot{token}/{method}", json=params) as answer:
            return Answer(status=answer.status, body=await answer.json())

    async def page(self, path: str, body: dict[str, Any] | None = None) -> Any:
        method = "GET" if body is None else "POST"
        async with self.http.request(method, f"{self.url}/page/{path}", json=body) as answer:
            return await answer.json()


@pytest.fixture
def playground() -> Playground:
    made = Playground()
    made.add_bot(TOKEN)
    return made


@pytest.fixture
def wang(playground: Playground) -> Person:
    return playground.add_person("王女士")


@pytest.fixture
def chen(playground: Playground) -> Person:
    return playground.add_person("小陈", role="staff", username="xiaochen")


@pytest.fixture
async def group(playground: Playground, chen: Person) -> Room:
    room = playground.add_group("前厅", owner=chen.id)
    await playground.add_bot_to_group(chen.id, room.id)
    return room


@pytest.fixture
async def door(playground: Playground) -> AsyncIterator[Door]:
    app = create_app(playground, webhook_pause=0.02)
    async with serve(app) as served, aiohttp.ClientSession() as http:
        yield Door(url=served.url, http=http)
