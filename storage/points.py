"""Named points around every commit and every call to the outside, for whoever wants to stop there.

Nobody listens in operation, and then a point costs one comparison. The crash sweep ends the
process at each of them in turn; docs/operating.md names them.
"""

import sys
from collections.abc import Callable
from types import FrameType

Listener = Callable[[str], None]

_listeners: list[Listener] = []
# Frames that only hand a transaction on are nobody's deed.
_PASSED = ("contextlib.py", "storage/engine.py", "storage/work.py", "storage/points.py")


def listen(listener: Listener) -> None:
    """From now on and until the process ends; a point is told before it is passed."""
    _listeners.append(listener)


def reached(name: str) -> None:
    if _listeners:
        for listener in _listeners:
            listener(name)


def committing(when: str) -> None:
    """A commit is named by the function whose transaction it is."""
    if _listeners:
        reached(f"{when} commit {_whose(sys._getframe(1))}")  # noqa: SLF001 (only when listened to)


def _whose(frame: FrameType | None) -> str:
    while frame is not None and frame.f_code.co_filename.endswith(_PASSED):
        frame = frame.f_back
    if frame is None:
        return "unknown"
    module = frame.f_globals.get("__name__", "").rpartition(".")[2]
    return f"{module}.{frame.f_code.co_qualname}"
