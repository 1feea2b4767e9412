"""The demo as a process of its own, and a browser to look at it."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from tests import needs
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
# Milliseconds. After many messages the bot waits for the group's minute, as Telegram wants it.
PATIENCE = 60_000
START_SECONDS = 120


@contextlib.contextmanager
def running_demo(folder: Path, *options: str) -> Iterator[str]:
    """`huiyin demo`, ready; stopped as Ctrl-C does."""
    port = free_port()
    command = [sys.executable, "-m", "bot", "demo", "--port", str(port), "--no-browser"]
    with (folder / "demo.log").open("w") as log:
        process = subprocess.Popen(
            [*command, "--folder", str(folder / "demo"), *options], cwd=ROOT, stdout=log, stderr=log
        )
        try:
            wait_until_ready(f"http://127.0.0.1:{port}/", folder / "demo.log")
            yield f"http://127.0.0.1:{port}/"
        finally:
            stop(process)


@contextlib.contextmanager
def opened_browser() -> Iterator[Browser]:
    chromium = needs.chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


def still_page(browser: Browser) -> Page:
    """Where nothing moves: to draw what does takes a machine without a graphics card longer than
    all the rest. What is looked at on a phone moves as it does for most people.
    """
    return browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")


def wait_until_ready(url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urlopen(url, timeout=2):
            if "已就绪" in log.read_text(encoding="utf-8"):
                return
        time.sleep(0.2)
    raise AssertionError(f"the demo did not start: {log.read_text(encoding='utf-8')}")


def stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(15)
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
