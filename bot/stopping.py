"""How a run ends: at a signal, soon, and whatever hangs."""

import asyncio
import logging
import os
import signal
import socket
import threading
import time
from contextlib import suppress

log = logging.getLogger("huiyin")

# Seconds for what is under way to end by itself; who runs the program waits twenty.
PATIENCE = 8.0
# Seconds for the last line, which may have nobody who reads it.
FAREWELL = 1.0
SIGNALS = frozenset({signal.SIGINT, signal.SIGTERM})


def told_to_stop() -> asyncio.Event:
    """Set by the first SIGINT or SIGTERM, from the very start on.

    The interpreter writes a signal's number into a socket at once, also while a disk that does
    not answer holds the loop; a thread of its own reads it.
    """
    told = asyncio.Event()
    heard, rung = socket.socketpair()
    rung.settimeout(0)
    for number in SIGNALS:
        signal.signal(number, lambda _number, _frame: None)
    signal.set_wakeup_fd(rung.fileno(), warn_on_full_buffer=False)
    listening = (heard, rung, asyncio.get_running_loop(), told)
    threading.Thread(target=_listen, args=listening, daemon=True).start()
    return told


def cancelled_by_interrupt() -> None:
    """From now on Ctrl-C cancels. A KeyboardInterrupt amid an import would end Python by the
    signal, also where it was caught."""

    def cancel(_number: int, _frame: object) -> None:
        raise asyncio.CancelledError

    signal.signal(signal.SIGINT, cancel)


def told_when_left_alone(told: asyncio.Event, *, every: float = 1.0) -> None:
    """Sets `told` once whoever started this process is gone; looked at each `every` seconds."""
    given = (os.getppid(), every, asyncio.get_running_loop(), told)
    threading.Thread(target=_look_after, args=given, daemon=True).start()


def _look_after(
    parent: int, every: float, loop: asyncio.AbstractEventLoop, told: asyncio.Event
) -> None:
    while os.getppid() == parent:
        time.sleep(every)
    with suppress(RuntimeError):  # the loop is closed already
        loop.call_soon_threadsafe(told.set)


def _listen(
    heard: socket.socket,
    _kept_open: socket.socket,
    loop: asyncio.AbstractEventLoop,
    told: asyncio.Event,
) -> None:
    while not SIGNALS & set(heard.recv(16)):
        pass
    with suppress(RuntimeError):  # the loop is closed already
        loop.call_soon_threadsafe(told.set)
    time.sleep(PATIENCE)
    _end()


def _end() -> None:
    """As safe as a kill: what was not committed is begun again at the next start."""
    farewell = threading.Thread(target=_say_so, daemon=True)
    farewell.start()
    farewell.join(FAREWELL)
    os._exit(0)


def _say_so() -> None:
    log.warning("Something still hangs; stopped without it. It is begun again at the next start.")
    logging.shutdown()
