"""What a test needs of the machine: handed over, or a sentence on why the test can't run."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_CIRCLE = ":charset=1f534"
_MAC_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def missing(sentence: str) -> NoReturn:
    """Skip with `sentence`; on a build machine (CI=true) nothing may be missing, so fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI=true, and {sentence}", pytrace=False)
    pytest.skip(sentence)


@cache
def chromium() -> Path:
    on_path = [Path(found) for found in map(shutil.which, _CHROMIUMS) if found]
    for candidate in (*on_path, _MAC_CHROME, *_chromiums_of_playwright()):
        if candidate.exists() and _answers(candidate):
            return candidate
    missing("no Chromium here: .ci/run installs it, or `apt install chromium`")


def fonts_for_pictures() -> None:
    """Signs such as the red circle of a grave case, and Chinese; without a font they are boxes."""
    for package, wanted in (("fonts-noto-cjk", ":lang=zh"), ("fonts-noto-color-emoji", _CIRCLE)):
        found = subprocess.run(["fc-list", wanted], capture_output=True, check=False)
        if not found.stdout.strip():
            missing(f"no font for {wanted}, pictures would show boxes: `apt install {package}`")


def libreoffice() -> Path:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        missing("no LibreOffice here: `apt install libreoffice-calc`")
    return Path(found)


def postgres() -> Path:
    """The folder of PostgreSQL's programs: the test requirement's own, else the system's."""
    from tests import postgres as server

    programs = server.find_programs()
    if programs is None:
        missing("no PostgreSQL here: set TEST_DATABASE_URL or `apt install postgresql`")
    return programs


def _answers(browser: Path) -> bool:
    """Ubuntu's `chromium-browser` is there, and does nothing but ask for a snap."""
    asked = subprocess.run([browser, "--version"], capture_output=True, check=False)
    return asked.returncode == 0


def _chromiums_of_playwright() -> Iterator[Path]:
    caches = (Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright")
    patterns = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
    for downloads in caches:
        for pattern in patterns:
            yield from sorted(downloads.glob(pattern), reverse=True)
