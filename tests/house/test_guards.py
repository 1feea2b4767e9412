"""Each guard, broken once on purpose."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests import needs
from tests.guards import is_ours
from tests.house.checkout import ROOT

_SLIPS = """
import asyncio, logging, socket
import pytest

def test_logs_an_error():
    logging.getLogger("huiyin").error("the disk is full")

def test_logs_nothing_wrong():
    logging.getLogger("huiyin").warning("the disk is nearly full")

@pytest.mark.expects_errors("disk is full")
def test_expects_its_error():
    logging.getLogger("huiyin").error("the disk is full")

@pytest.mark.expects_errors("disk is full")
def test_expects_an_error_that_does_not_come():
    pass

@pytest.mark.expects_errors("disk is full")
def test_expects_one_error_and_meets_another():
    logging.getLogger("huiyin").error("the disk is full")
    logging.getLogger("huiyin").error("the key is lost")

def test_reaches_beyond_and_swallows_the_refusal():
    try:
        socket.create_connection(("192.0.2.1", 9), timeout=1)
    except Exception:
        pass

async def test_asks_for_a_foreign_name():
    await asyncio.open_connection("api.telegram.org", 443)

def test_meets_a_name_that_never_exists():
    with pytest.raises(OSError):
        socket.create_connection(("telegram.invalid", 443), timeout=1)

async def test_speaks_with_itself():
    server = await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    _, writer = await asyncio.open_connection("localhost", port)
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()

async def test_leaves_a_task():
    globals()["kept"] = asyncio.create_task(asyncio.sleep(3600))

async def test_waits_for_its_task():
    await asyncio.create_task(asyncio.sleep(0))

def test_skips_for_want_of_something():
    from tests import needs
    needs.missing("no such thing here")
"""


def test_each_guard_stops_its_slip_and_nothing_else(tmp_path: Path) -> None:
    told = _run_slips(tmp_path)
    assert _turned_red(told) == {
        "test_logs_an_error",
        "test_expects_an_error_that_does_not_come",
        "test_expects_one_error_and_meets_another",
        "test_reaches_beyond_and_swallows_the_refusal",
        "test_asks_for_a_foreign_name",
        "test_leaves_a_task",
    }
    assert any("1 skipped" in line for line in told)


def test_a_build_machine_takes_no_skip_for_an_answer(tmp_path: Path) -> None:
    told = _run_slips(tmp_path, "-k", "want_of_something", CI="true")
    assert any("CI=true, and no such thing here" in line for line in told)
    assert any("1 failed" in line for line in told)


def test_only_this_machine_counts_as_ours() -> None:
    ours = ["127.0.0.1", "::1", "localhost", "127.8.8.8", b"localhost", None]
    foreign = ["api.telegram.org", "192.168.1.4", "8.8.8.8", "fe80::1%eth0"]
    assert [host for host in ours if not is_ours(host)] == []
    assert [host for host in foreign if is_ours(host)] == []


def test_a_database_server_goes_when_its_tests_are_killed() -> None:
    needs.postgres()
    code = (
        "from tests import postgres, needs\n"
        "with postgres.server(needs.postgres()) as address:\n"
        "    print(address, flush=True)\n"
        "    input()\n"
    )
    tests = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert tests.stdout is not None
    folder = Path(tests.stdout.readline().strip().partition("host=")[2])
    server = int((folder / "data/postmaster.pid").read_text().split()[0])
    tests.send_signal(signal.SIGKILL)
    tests.communicate()
    assert _ends_within(server, seconds=10)


def _turned_red(told: list[str]) -> set[str]:
    summaries = (re.match(r"(?:FAILED|ERROR) \S*::(\w+)", line) for line in told)
    return {summary.group(1) for summary in summaries if summary}


def _run_slips(folder: Path, *options: str, **environment: str) -> list[str]:
    (folder / "test_slips.py").write_text(_SLIPS, encoding="utf-8")
    (folder / "conftest.py").write_text('pytest_plugins = ["tests.guards"]\n', encoding="utf-8")
    settings = [
        "-c",
        str(ROOT / "pyproject.toml"),
        "--rootdir",
        str(folder),
        "-p",
        "no:cacheprovider",
    ]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *settings, *options, str(folder)],
        cwd=ROOT,
        env={**os.environ, "CI": "", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout.splitlines()


def _ends_within(process: int, *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
