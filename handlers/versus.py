"""The place that another is held against, as a button carries it."""

import re

from handlers.presses import FiguresPress

_BESIDE = re.compile(r"x([1-9][0-9]{0,17})")


def beside(place_id: int) -> str:
    return f"x{place_id}"


def is_beside(cut: str) -> bool:
    return _BESIDE.fullmatch(cut) is not None


def other_of(press: FiguresPress) -> int | None:
    found = _BESIDE.fullmatch(press.cut) if press.action == "versus" else None
    return int(found[1]) if found else None
