"""The demo says what it is doing, that its time is made up, and ends as quietly as it was asked."""

import contextlib
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.stage import ROOT, wait_until_ready
from tests.ports import free_port

pytestmark = pytest.mark.slow


@contextlib.contextmanager
def demo(folder: Path, port: int) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    log = folder / "demo.log"
    command = [sys.executable, "-m", "bot", "demo", "--port", str(port), "--no-browser"]
    with log.open("w") as said:
        process = subprocess.Popen(
            [*command, "--folder", str(folder / "demo")], cwd=ROOT, stdout=said, stderr=said
        )
        try:
            yield process, log
        finally:
            process.kill()
            process.wait()


def said_by(log: Path, words: str, seconds: float = 30) -> str:
    deadline = time.monotonic() + seconds
    while words not in (said := log.read_text(encoding="utf-8")):
        assert time.monotonic() < deadline, said
        time.sleep(0.05)
    return said


def test_a_demo_tells_each_step_its_own_time_and_the_end(tmp_path: Path) -> None:
    port = free_port()
    with demo(tmp_path, port) as (process, log):
        wait_until_ready(f"http://127.0.0.1:{port}/", log)
        said = log.read_text(encoding="utf-8")
        steps = ("正在启动演示", f"http://localhost:{port}", "正在布置", "正在启动机器人", "已就绪")
        assert [said.index(step) for step in steps] == sorted(said.index(step) for step in steps)
        assert "读词典" in said
        assert re.search(r"演示里的时间是编的：20\d\d-\d\d-\d\d \d\d:\d\d", said)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert "演示结束了" in log.read_text(encoding="utf-8")
        assert "Traceback" not in log.read_text(encoding="utf-8")


def test_a_demo_stopped_while_it_starts_ends_quietly_as_well(tmp_path: Path) -> None:
    with demo(tmp_path, free_port()) as (process, log):
        said_by(log, "正在启动演示")
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        said = log.read_text(encoding="utf-8")
        assert "演示结束了" in said
        assert "Traceback" not in said
