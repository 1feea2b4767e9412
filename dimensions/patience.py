"""Reads a text as far as there is time for: nobody waits long for one message, however odd."""

from collections.abc import Callable
from dataclasses import replace

from dimensions.reading import Kind, Reading

# Nearly every message is shorter, and is read at once.
FIRST = 1_000
# What was quick so far may be followed by what is slow: no step is longer than so many before it.
_STRIDE = 8
# Of the time left, the share that a step may be expected to take.
_SHARE = 0.7
_SURE = frozenset({Kind.COMPLAINT, Kind.OBJECTION, Kind.EMERGENCY})


def read_in_time(read: Callable[[str], Reading], text: str, left: Callable[[], float]) -> Reading:
    """What `read` says of the text, or of its beginning when `left()` seconds don't reach further.

    A beginning is read first to see how long it takes; `read_to` tells how far it went.
    """
    end, before = min(FIRST, len(text)), left()
    while True:
        reading = read(text[:end])
        if end == len(text):
            return reading
        after = left()
        farther = _reach(end, before - after, after, len(text))
        if farther <= end:
            return _marked(reading, text, end)
        end, before = farther, after


def _marked(reading: Reading, text: str, end: int) -> Reading:
    """What is no complaint so far may be one farther on: a person is asked."""
    return replace(
        reading,
        text=text,
        read_to=min(end, reading.read_to or end),
        doubtful=reading.doubtful or reading.kind not in _SURE,
    )


def _reach(end: int, spent: float, left: float, whole: int) -> int:
    """How far the next step may go; not beyond `end` when time is up."""
    if left <= 0:
        return end
    for_time = whole if spent <= 0 else int(end * _SHARE * left / spent)
    return min(whole, end * _STRIDE, for_time)
