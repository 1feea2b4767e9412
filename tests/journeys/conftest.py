"""A running house for each journey, on SQLite and on PostgreSQL."""

import socket
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from dimensions.tagger import Tagger
from tests.journeys.house import House, open_house


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return Tagger.load()


@pytest_asyncio.fixture
async def house(database_url: str, tagger: Tagger) -> AsyncIterator[House]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with open_house(database_url, tagger, port) as opened:
        yield opened


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A house that opens takes a second each time: these are for the whole suite."""
    for item in items:
        if "/journeys/" in item.path.as_posix():
            item.add_marker(pytest.mark.slow)
