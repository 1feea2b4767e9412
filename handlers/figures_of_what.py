"""One clause where two lines of figures would seem to contradict each other."""

from handlers.words import Words
from reports.values import Figures


def scored(line: str, found: Figures, _: Words) -> str:
    """More gave a score than answered: scores count from the first on, and by their own day."""
    if found["csat"].n <= found["completed"].n:
        return line
    return _("{line}（含没答完、送达得早的）", line=line)


def due(line: str, found: Figures, _: Words) -> str:
    """More fell due than was raised, which is counted by its own day too."""
    if not 0 < found["complaints"].n < found["on_time"].n:
        return line
    return _("{line}（含提出得早、这时到期的）", line=line)


def answered(line: str, found: Figures, _: Words) -> str:
    """More were answered than were raised: what was opened again waits for an answer once more."""
    if not 0 < found["complaints"].n < found["first_response"].n:
        return line
    return _("{line}（重新打开的再算一次）", line=line)
