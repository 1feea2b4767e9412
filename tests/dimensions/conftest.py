"""One tagger for all tests of understanding: it is loaded once, as the bot does."""

import pytest

from dimensions import Tagger


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return Tagger.load()
