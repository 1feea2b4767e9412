"""Old words read anew: their findings are those of the reader as it is now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dimensions.reading import Reading
from storage.tables import events, findings, words


@dataclass(frozen=True, kw_only=True)
class Saying:
    """A customer's words whose findings may be made anew."""

    id: int
    case_id: int | None
    invitation_id: int | None
    text: str


_later = words.alias("later")


def _may_be_read() -> Any:
    """Customers' words as they stand: not erased, not edited, of no case a person corrected."""
    corrected = select(events.c.case_id).where(events.c.step == "corrected")
    of_words = findings.c.words_id == words.c.id
    standing = exists().where(
        of_words, findings.c.said_by == "machine", findings.c.withdrawn_at.is_(None)
    )
    edited = exists().where(
        _later.c.chat_id == words.c.chat_id,
        _later.c.message_id == words.c.message_id,
        _later.c.sort == "edited",
        _later.c.id > words.c.id,
    )
    never_read = words.c.sort.in_(("said", "comment")) & ~exists().where(of_words) & ~edited
    return and_(
        words.c.text.is_not(None),
        or_(words.c.case_id.is_(None), words.c.case_id.not_in(corrected)),
        or_(standing, never_read),
    )


async def how_many(connection: AsyncConnection) -> int:
    found = await connection.scalar(select(func.count()).select_from(words).where(_may_be_read()))
    return int(found or 0)


async def next_sayings(connection: AsyncConnection, after: int, most: int) -> Sequence[Saying]:
    """In the order they were said, those behind `after`."""
    rows = await connection.execute(
        select(words.c.id, words.c.case_id, words.c.invitation_id, words.c.text)
        .where(_may_be_read(), words.c.id > after)
        .order_by(words.c.id)
        .limit(most)
    )
    return [Saying(**row) for row in rows.mappings()]


async def read_anew(
    connection: AsyncConnection, saying: Saying, reading: Reading, now: datetime
) -> bool:
    """True when anything changed. What is no longer said is withdrawn, never deleted."""
    may = await connection.scalar(select(words.c.id).where(_may_be_read(), words.c.id == saying.id))
    if may is None:
        return False
    rows = await connection.execute(
        select(findings).where(
            findings.c.words_id == saying.id,
            findings.c.said_by == "machine",
            findings.c.withdrawn_at.is_(None),
        )
    )
    standing = [dict(row) for row in rows.mappings()]
    wanted = _findings_of(saying, reading, now)
    if sorted(map(_meaning, standing)) == sorted(map(_meaning, wanted)):
        return False
    await connection.execute(
        update(findings)
        .where(findings.c.id.in_([row["id"] for row in standing]))
        .values(withdrawn_at=now)
    )
    if wanted:
        await connection.execute(insert(findings), wanted)
    return True


def _findings_of(saying: Saying, reading: Reading, now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "case_id": saying.case_id,
            "invitation_id": saying.invitation_id,
            "words_id": saying.id,
            "dimension": finding.dimension,
            "aspect": finding.aspect,
            "polarity": finding.polarity.value,
            "score": finding.score,
            "evidence": [[span.start, span.end] for span in finding.evidence],
            "at": now,
        }
        for finding in reading.dimensions
    ]


def _meaning(row: dict[str, Any]) -> str:
    spans = [list(span) for span in row["evidence"]]
    return repr((row["dimension"], row["aspect"], row["polarity"], spans))
