"""A house with a shop for every test about asking."""

import pytest

from storage.engine import Database
from tests.surveys.shop import Shop, open_shop


@pytest.fixture
async def shop(database: Database) -> Shop:
    return await open_shop(database)
