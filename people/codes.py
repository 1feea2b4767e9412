"""Codes printed for a place or a touchpoint: they say where somebody is, and carry no right."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

# Without characters that look like each other on paper.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 8
PREFIX = "p-"
_CODE = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")

# Whoever came by a code is taken to be there for as long as a day.
STAY = timedelta(hours=24)
# Whoever tried so many that there are not within an hour finds none that there is.
MISSES = 5
MISSES_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Code:
    """`name` is the touchpoint's, such as 前台 or 812 房; None for the place as a whole."""

    id: int
    code: str
    place_id: int
    name: str | None

    @property
    def payload(self) -> str:
        return f"{PREFIX}{self.code}"


def new_code() -> str:
    """About 850 thousand million possibilities: enough that a guess finds nothing."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def code_in(payload: str) -> str | None:
    """The code in a deep link's payload; None when it has another shape."""
    text = payload.removeprefix(PREFIX)
    return text if _CODE.fullmatch(text) else None


class Codes(Protocol):
    async def make(
        self, place_id: int, name: str | None, made_by: int | None, now: datetime
    ) -> Code:
        """The code of this touchpoint: the same one each time it is asked for."""
        ...

    async def find(self, code: str) -> Code | None: ...

    async def visit(self, person_id: int, code_id: int | None, now: datetime) -> None:
        """Somebody came by this code; None when there is no such code."""
        ...

    async def misses(self, person_id: int, since: datetime) -> int:
        """How many they tried that there are not; strangers in groups count together."""
        ...

    async def visited(self, person_id: int, since: datetime) -> Code | None:
        """The code by which they came last."""
        ...


async def is_guessing(codes: Codes, person_id: int, now: datetime) -> bool:
    """Whoever tried too many links that there are not gets no further, with any sort of link."""
    return await codes.misses(person_id, now - MISSES_WITHIN) >= MISSES


async def arrive(codes: Codes, person_id: int, payload: str, now: datetime) -> Code | None:
    """Where a person is who opened this link; None when it is unknown, or they tried too many."""
    if await is_guessing(codes, person_id, now):
        return None
    text = code_in(payload)
    found = await codes.find(text) if text is not None else None
    await codes.visit(person_id, found.id if found else None, now)
    return found
