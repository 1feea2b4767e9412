"""What a test needs of the machine: handed over, or a sentence on why the test can't run."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def missing(sentence: str) -> NoReturn:
    """Skip with `sentence`; on a build machine (CI=true) nothing may be missing, so fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI=true, and {sentence}", pytrace=False)
    pytest.skip(sentence)


def chromium() -> Path:
    found = next(filter(None, map(shutil.which, _CHROMIUMS)), None)
    if found is not None:
        return Path(found)
    if _MAC_CHROME.exists():
        return _MAC_CHROME
    downloaded = _chromium_of_playwright()
    if downloaded is not None:
        return downloaded
    missing("no Chromium here: .ci/run installs it, or `apt install chromium`")


def postgres() -> Path:
    """The folder of PostgreSQL's programs: the test requirement's own, else the system's."""
    from tests import postgres as server

    programs = server.find_programs()
    if programs is None:
        missing("no PostgreSQL here: set TEST_DATABASE_URL or `apt install postgresql`")
    return programs


def _chromium_of_playwright() -> Path | None:
    caches = (Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright")
    patterns = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
    for cache in caches:
        for pattern in patterns:
            newest = max(cache.glob(pattern), default=None)
            if newest is not None:
                return newest
    return None
