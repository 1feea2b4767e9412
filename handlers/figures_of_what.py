"""What a line of figures counts, in one clause: beside each other some seem to contradict."""

from handlers.words import Words


def asked(line: str, _: Words) -> str:
    """「回答 68」 are of those delivered; more may have given a score, below."""
    return _("{line}；按送达那天算", line=line)


def scored(line: str, _: Words) -> str:
    return _("{line}；这段时间打的分，送达得早、没答完的也算", line=line)


def raised(line: str, _: Words) -> str:
    return _("{line}；这段时间提出或又打开的", line=line)


def due(line: str, _: Words) -> str:
    """More may fall due than were raised."""
    return _("{line}；这段时间到期的，提出得早的也算", line=line)
