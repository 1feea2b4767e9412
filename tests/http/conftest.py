"""The same house as for asking, behind the HTTP interface."""

import pytest

from storage.engine import Database
from tests.surveys.shop import Shop, open_shop


@pytest.fixture
async def shop(database: Database) -> Shop:
    return await open_shop(database)
