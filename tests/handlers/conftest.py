"""A house for whoever asks for figures."""

from collections.abc import AsyncIterator

import pytest

from storage.engine import Database
from tests.handlers.house import House, open_house


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    async with open_house(database) as opened:
        yield opened
