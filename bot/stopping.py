"""How a run ends: at a signal, soon, and whatever hangs."""

import asyncio
import logging
import os
import signal
import threading

log = logging.getLogger("huiyin")

# Seconds for what is under way to end by itself; who runs the program waits twenty.
PATIENCE = 8.0


def told_to_stop() -> asyncio.Event:
    """Set by the first SIGINT or SIGTERM, from the very start on."""
    told = asyncio.Event()

    def on_signal() -> None:
        if not told.is_set():
            told.set()
            _wait_no_longer_than(PATIENCE)

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, on_signal)
    return told


def _wait_no_longer_than(seconds: float) -> None:
    """A thread of its own: a disk that does not answer holds the loop, or the end of a thread."""
    last = threading.Timer(seconds, _end)
    last.daemon = True
    last.start()


def _end() -> None:
    """As safe as a kill: what was not committed is begun again at the next start."""
    log.warning("Something still hangs; stopped without it. It is begun again at the next start.")
    logging.shutdown()
    os._exit(0)
