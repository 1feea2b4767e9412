"""The process that forks takes seconds to start, so all trials share one, and its loop."""

from collections.abc import AsyncIterator

import pytest_asyncio

from trials.lives import Zygote, zygote


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def forking() -> AsyncIterator[Zygote]:
    async with zygote() as started:
        yield started
