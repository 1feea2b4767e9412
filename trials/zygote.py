"""A process that has imported the whole bot and forks one per life: a start costs no imports.

It reads one order a line (JSON) and answers one line each: {"start": ...} with the new process's
number, {"wait": number} with its exit status, {"poll": number} with that or "alive". A fork holds
neither loop nor thread nor connection, so what is killed is a process like any other.
"""

import asyncio
import gc
import json
import os
import signal
import ssl
import sys
import traceback
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import certifi
from aiogram.client.session.aiohttp import AiohttpSession
from rich.console import Console

from bot.__main__ import main as huiyin
from bot.clock import Clock, ShiftedClock
from bot.rules import load_rules
from bot.running import run_bot
from dimensions.tagger import Tagger
from storage import engine, leases, points, schema
from trials import mutants
from trials.time import ToldClock

ROWS: ContextVar[str] = ContextVar("ROWS", default="")
# The field of a call that names the outbox rows behind it; the playground keeps it.
LABEL = "trial_rows"


def main() -> None:
    tagger = Tagger.load()
    tagger.read("等了两个小时没人理我，房间还有烟味")
    load_rules("hotel")
    schema.newest()
    # A quarter of a start's work, and no life of a trial speaks TLS.
    ssl.create_default_context = cache(ssl.create_default_context)  # type: ignore[assignment]
    ssl.create_default_context(cafile=certifi.where())
    gc.collect()
    gc.freeze()
    _say("ready")
    alive: set[int] = set()
    for line in sys.stdin:
        order = json.loads(line)
        if "start" in order:
            number = _fork(order["start"], tagger)
            alive.add(number)
            _say(number)
            continue
        number = order.get("wait") or order["poll"]
        found, status = os.waitpid(number, os.WNOHANG if "poll" in order else 0)
        if found:
            alive.discard(number)
        _say(os.waitstatus_to_exitcode(status) if found else "alive")
    for number in alive:
        os.kill(number, signal.SIGKILL)


def _say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def _fork(order: dict[str, Any], tagger: Tagger) -> int:
    number = os.fork()
    if number:
        return number
    status = 70
    try:
        _live(order, tagger)
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    except BaseException:  # noqa: BLE001 (a fork must never come back into the zygote's loop)
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _live(order: dict[str, Any], tagger: Tagger) -> None:
    """One life of the bot; `die_at` is the number of the point at which it ends by SIGKILL."""
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(log, stream)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.environ.update(order["settings"])
    points.listen(_Passing(order))
    points.listen(_label)
    if order.get("lease"):
        leases.LIFE = timedelta(seconds=order["lease"])
        leases.RENEW = leases.LIFE / 3
        asleep = str(int(order["lease"] * 1000))
        engine.POSTGRES_SETTINGS["idle_in_transaction_session_timeout"] = asleep
    if order.get("mutant"):
        mutants.PLANTED[order["mutant"]]()
    if order.get("command"):
        sys.argv = ["huiyin", *order["command"]]
        huiyin()
        return
    asyncio.run(run_bot(Console(force_terminal=False), _clock(order), tagger))


def _clock(order: dict[str, Any]) -> Clock:
    """One that stands in a file moves while this life lasts."""
    if order.get("clock"):
        return ToldClock(Path(order["clock"]))
    clock = ShiftedClock()
    clock.move_to(datetime.fromisoformat(order["now"]))
    return clock


class _Passing:
    """Counts the points, writes them down, and dies at the one it was told."""

    def __init__(self, order: dict[str, Any]) -> None:
        trace = order.get("trace")
        self._trace = os.open(trace, os.O_WRONLY | os.O_CREAT | os.O_APPEND) if trace else None
        self._die_at = order.get("die_at")
        self._arm = order.get("arm")
        self._passed_over = tuple(order.get("passed_over", ()))
        self._passed = 0

    def __call__(self, name: str) -> None:
        if name.startswith("sending ") or name.endswith(self._passed_over):
            return
        # Until the file is there, points are passed and not counted.
        if self._arm is not None and not Path(self._arm).exists():
            return
        self._passed += 1
        if self._trace is not None:
            os.write(self._trace, f"{name}\n".encode())
        if self._passed == self._die_at:
            os.kill(os.getpid(), signal.SIGKILL)


def _label(name: str) -> None:
    if name.startswith("sending "):
        ROWS.set(name.removeprefix("sending "))


def _labelled() -> None:
    """Every call carries the rows it is for, so that an effect can be told from its repetition."""
    plain = AiohttpSession.build_form_data

    def build(self: AiohttpSession, bot: Any, method: Any) -> Any:
        form = plain(self, bot, method)
        if ROWS.get():
            form.add_field(LABEL, ROWS.get())
        return form

    AiohttpSession.build_form_data = build  # type: ignore[method-assign]


if __name__ == "__main__":
    _labelled()
    main()
