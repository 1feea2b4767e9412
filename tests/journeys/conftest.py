"""A running house for each journey, on SQLite, and on PostgreSQL where SQL may tell them apart.

`make campaign` takes every journey through both.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from dimensions.tagger import Tagger
from tests.journeys.house import House, open_house
from tests.ports import free_port


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return Tagger.load()


@pytest_asyncio.fixture
async def house(
    database_url: str, tagger: Tagger, request: pytest.FixtureRequest
) -> AsyncIterator[House]:
    findings_from = getattr(request.module, "FINDINGS_FROM", 4)
    async with open_house(database_url, tagger, free_port(), findings_from=findings_from) as opened:
        yield opened


# Of the others the suite takes a walk on SQLite only, since a house takes seconds to open.
ON_BOTH = frozenset(
    {
        "test_any_order",
        "test_complaint",
        "test_erased",
        "test_kill",
        "test_ladder",
        "test_leaving",
        "test_program",
    }
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A house that opens takes a second each time: these are for the whole suite."""
    left_out: list[pytest.Item] = []
    for item in items:
        if "/journeys/" not in item.path.as_posix():
            continue
        item.add_marker(pytest.mark.slow)
        is_twin = "[postgres" in item.name and item.path.stem not in ON_BOTH
        if is_twin and config.getoption("--rounds") is None:
            left_out.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
