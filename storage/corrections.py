"""What staff corrected about cases: the customers' words, and the dimensions that stand now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import events, findings, words

_MOST = 5_000


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """One case a person looked at: what the customer said, and what it is really about."""

    case_id: int
    text: str
    negative: tuple[str, ...]


async def newest_correction(connection: AsyncConnection) -> tuple[int, datetime | None]:
    """How many cases were corrected, and when the last one was."""
    found = await connection.execute(
        select(func.count(func.distinct(events.c.case_id)), func.max(events.c.at)).where(
            events.c.step == "corrected"
        )
    )
    count, at = found.one()
    return int(count), at


async def corrected_cases(connection: AsyncConnection) -> Sequence[Corrected]:
    """The newest first, those whose words were erased left out."""
    cases = (
        select(events.c.case_id, func.max(events.c.at).label("at"))
        .where(events.c.step == "corrected")
        .group_by(events.c.case_id)
        .order_by(func.max(events.c.at).desc())
        .limit(_MOST)
        .subquery()
    )
    said = await connection.execute(
        select(words.c.case_id, words.c.text)
        .join(cases, cases.c.case_id == words.c.case_id)
        .where(words.c.sort == "said", words.c.text.is_not(None))
        .order_by(words.c.id)
    )
    texts: dict[int, list[str]] = {}
    for case_id, text in said:
        texts.setdefault(case_id, []).append(text)
    standing = await connection.execute(
        select(findings.c.case_id, findings.c.dimension)
        .join(cases, cases.c.case_id == findings.c.case_id)
        .where(findings.c.polarity == "negative", findings.c.withdrawn_at.is_(None))
        .distinct()
    )
    negative: dict[int, list[str]] = {}
    for case_id, dimension in standing:
        negative.setdefault(case_id, []).append(dimension)
    return [
        Corrected(
            case_id=case_id,
            text="\n".join(lines),
            negative=tuple(sorted(negative.get(case_id, ()))),
        )
        for case_id, lines in texts.items()
    ]
