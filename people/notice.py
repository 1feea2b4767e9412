"""Which notice of what is kept people are shown, and on record that they went on."""

from datetime import datetime
from typing import Protocol

# Changed with the sentences about privacy, so that the record says what somebody had read.
NOTICE = "2026-11.2"


class Consents(Protocol):
    async def told(self, person_id: int, version: str, now: datetime) -> bool:
        """They are shown the notice; True for the first time."""
        ...

    async def agreed(self, person_id: int, now: datetime) -> None:
        """They read it and went on: the first time is what counts."""
        ...
