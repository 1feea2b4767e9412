"""What became of a message on another way out: taken, refused, or nobody knows."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Taken:
    """The service said that it has the message."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """The service never took it. `reason` is a word or a code of its own, never its text.

    `retry_after`, in seconds, is None when the same would be refused again.
    """

    reason: str
    retry_after: float | None = None


@dataclass(frozen=True, kw_only=True)
class Unclear:
    """It may or may not have arrived: no answer in time, or one that says nothing."""

    reason: str


Verdict = Taken | Refused | Unclear
