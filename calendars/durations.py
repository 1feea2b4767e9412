"""Lengths of time as people write them in rules: `30min`, `2h`, `1h 30min`, `7d`."""

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer
from pydantic_core import PydanticCustomError

UNITS = {
    "s": timedelta(seconds=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
LONGEST = timedelta(days=3660)
PART = re.compile(r"(\d{1,7})\s*(min|s|h|d|w)")
WHOLE = re.compile(rf"\s*{PART.pattern}(?:\s*{PART.pattern})*\s*")


def parse_duration(text: str) -> timedelta:
    """Raises ValueError for anything but whole numbers with the units s, min, h, d, w."""
    if not WHOLE.fullmatch(text):
        raise ValueError(f"not a length of time: {text!r}")
    length = sum((int(n) * UNITS[unit] for n, unit in PART.findall(text)), timedelta())
    if length > LONGEST:
        raise ValueError(f"longer than ten years: {text!r}")
    return length


def format_duration(length: timedelta) -> str:
    """Written back with hours as the largest unit, so that no reader wonders how long a day is."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (seconds, "s")]
    return " ".join(f"{n}{unit}" for n, unit in parts if n) or "0min"


def _read(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value
    try:
        return parse_duration(value)
    except (TypeError, ValueError):
        raise PydanticCustomError(
            "duration",
            "Write a length of time with its unit, such as 30min, 2h or 7d.",
            {"zh": "时长要带单位，例如 30min、2h、7d。"},
        ) from None


def _positive(value: Any) -> Any:
    length = _read(value)
    if length <= timedelta():
        raise PydanticCustomError(
            "duration", "Write a length of time above zero.", {"zh": "时长要大于零。"}
        )
    return length


_written = PlainSerializer(format_duration, return_type=str, when_used="json")
Duration = Annotated[timedelta, BeforeValidator(_positive), _written]
DurationOrZero = Annotated[timedelta, BeforeValidator(_read), _written]
