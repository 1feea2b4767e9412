"""One browser for the tests of a file; each of them has a page of its own, which knows nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.stage import opened_browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with opened_browser() as opened:
        yield opened
