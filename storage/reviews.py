"""Cases to look through for who did not handle them, and what they answered."""

import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from complaints.values import LADDER_KINDS, Mark
from reports.reviews import SAMPLE, Tally
from storage.rows import insert_new
from storage.tables import cases, events, reviews

SPAN = timedelta(days=60)


class ReviewRows:
    """Implements handlers.work.Reviews."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def sample(self, person_id: int, places: Sequence[int], now: datetime) -> tuple[int, ...]:
        """Ten closed cases by chance, the same all day; none that the person had a hand in."""
        touched = select(events.c.id).where(
            events.c.case_id == cases.c.id, events.c.person_id == person_id
        )
        rows = await self._connection.execute(
            select(cases.c.id).where(
                cases.c.place_id.in_(places),
                cases.c.kind.in_([kind.value for kind in LADDER_KINDS]),
                cases.c.mark != Mark.TEST.value,
                cases.c.closed_at >= now - SPAN,
                cases.c.closed_at <= now,
                ~touched.exists(),
            )
        )
        seed = f"{person_id}-{now:%Y-%m-%d}"
        numbers = [number for (number,) in rows]
        return tuple(sorted(numbers, key=lambda n: zlib.crc32(f"{seed}-{n}".encode()))[:SAMPLE])

    async def answered(self, person_id: int, sample: Sequence[int]) -> Mapping[int, int]:
        """How many questions are answered of each of these cases."""
        rows = await self._connection.execute(
            select(reviews.c.case_id, func.count())
            .where(reviews.c.person_id == person_id, reviews.c.case_id.in_(sample))
            .group_by(reviews.c.case_id)
        )
        return {row.case_id: row[1] for row in rows}

    async def put(
        self, case_id: int, person_id: int, question: str, now: datetime, *, is_yes: bool
    ) -> bool:
        """Once; a second tap changes nothing."""
        values = {
            "case_id": case_id, "person_id": person_id, "question": question, "is_yes": is_yes,
            "at": now,
        }  # fmt: skip
        unique = ["case_id", "person_id", "question"]
        return await insert_new(self._connection, reviews, values, unique)


async def tally(connection: AsyncConnection, sample: Sequence[int], person_id: int) -> Tally:
    rows = await connection.execute(
        select(reviews.c.question, func.count(), func.count(case((reviews.c.is_yes, 1))))
        .where(reviews.c.person_id == person_id, reviews.c.case_id.in_(sample))
        .group_by(reviews.c.question)
    )
    return {question: (yes, count) for question, count, yes in rows}
