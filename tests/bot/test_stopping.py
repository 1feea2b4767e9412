"""A signal is heard while the loop is held."""

import signal
import subprocess
import sys
import time

import pytest

from tests.house.checkout import ROOT

_HELD = """
import asyncio, time
import bot.stopping as stopping

stopping.PATIENCE = 0.5

async def main():
    told = stopping.told_to_stop()
    print("ready", flush=True)
    if {held}:
        time.sleep(60)
    await told.wait()
    print("told", flush=True)

asyncio.run(main())
"""


@pytest.mark.slow
@pytest.mark.parametrize(("held", "says"), [(False, "told\n"), (True, "")])
def test_a_held_loop_does_not_keep_a_program_alive(*, held: bool, says: str) -> None:
    command = [sys.executable, "-c", _HELD.format(held=held)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        began = time.monotonic()
        program.send_signal(signal.SIGTERM)
        try:
            said, _ = program.communicate(timeout=20)
        finally:
            program.kill()
    assert time.monotonic() - began < 20
    assert program.returncode == 0
    assert said == says


_LEFT_ALONE = """
import asyncio, subprocess, sys
import bot.stopping as stopping

async def main():
    told = asyncio.Event()
    stopping.told_when_left_alone(told, every=0.05)
    print("ready", flush=True)
    await told.wait()
    print("told", flush=True)

if sys.argv[1:]:
    asyncio.run(main())
else:
    with subprocess.Popen([sys.executable, "-c", sys.orig_argv[2], "inner"]) as inner:
        inner.wait()
"""


@pytest.mark.slow
def test_whoever_is_left_alone_is_told() -> None:
    command = [sys.executable, "-c", _LEFT_ALONE]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == "ready\n"
        starter.kill()
        assert starter.stdout.read() == "told\n"
