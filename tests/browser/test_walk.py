"""What a newcomer does after `make demo`, by clicking in a real browser."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests import needs

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
COMPLAINT = "等了两个小时没人理我，房间还有烟味，前台态度也很差"
PATIENCE = 40_000


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[str]:
    """`huiyin demo` as a process of its own; stopped as Ctrl-C does."""
    port = _free_port()
    command = [sys.executable, "-m", "bot", "demo", "--port", str(port), "--no-browser"]
    log = (tmp_path / "demo.log").open("w")
    process = subprocess.Popen(
        [*command, "--folder", str(tmp_path / "demo")], cwd=ROOT, stdout=log, stderr=log
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/", tmp_path / "demo.log")
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(15)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        log.close()


def _wait_for(url: str, log: Path) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urlopen(url, timeout=2):
            if "就绪" in log.read_text():
                return
        time.sleep(0.2)
    raise AssertionError(f"the demo did not start: {log.read_text()}")


@pytest.fixture
def page(demo: str) -> Iterator[Page]:
    chromium = needs.chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        opened = browser.new_page(viewport={"width": 1440, "height": 900})
        opened.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        opened.goto(demo)
        yield opened
        browser.close()


def _pane(page: Page, name: str):  # type: ignore[no-untyped-def]
    return page.get_by_test_id(f"pane-{name}")


def _say(page: Page, pane: str, words: str) -> None:
    page.get_by_test_id(f"input-{pane}").fill(words)
    page.get_by_test_id(f"send-{pane}").click()


def _tap(page: Page, pane: str, label: str) -> None:
    _pane(page, pane).get_by_role("button", name=label, exact=True).last.click()


def test_a_newcomer_walks_a_complaint_a_survey_and_the_figures(page: Page, tmp_path: Path) -> None:
    customer, staff, boss = (_pane(page, name) for name in ("customer", "staff", "supervisor"))
    page.get_by_test_id("chip-complaint").click()
    page.get_by_test_id("send-customer").click()
    expect(customer).to_contain_text("已收到，编号")
    expect(staff).to_contain_text("回应及时：等了两个小时没人理")
    expect(staff).to_contain_text("环境设施：")
    expect(staff).to_contain_text("专业可信：")
    _tap(page, "staff", "我来")
    expect(staff).to_contain_text("小陈 处理中")
    page.screenshot(path=str(tmp_path / "card.png"))
    _say(page, "supervisor", "/stats")
    expect(boss).to_contain_text("投诉")
    page.get_by_test_id("service").click()
    page.keyboard.press("Escape")
    for _ in range(8):
        if customer.get_by_text("点一下就好").count():
            break
        page.get_by_test_id("time-next").click()
        page.wait_for_timeout(4000)
    page.screenshot(path=str(tmp_path / "later.png"))
    expect(boss).to_contain_text("到时限了")
