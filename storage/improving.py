"""What was done so that it doesn't happen again, as a list of figures leads to it."""

from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, and_, desc, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from reports.actions import MOST_ACTIONS, ActionLine
from reports.cuts import Cut
from reports.fold import Scope
from storage.tables import actions, cases, names, places, words


async def actions_within(
    connection: AsyncConnection, scope: Scope
) -> tuple[tuple[ActionLine, ...], int]:
    """(those planned or done in the period, the newest first; how many there are in all)."""
    period = scope.period
    planned = actions.c.made_at.between(period.start, period.end)
    done = actions.c.done_at.between(period.start, period.end)
    where = and_(
        actions.c.place_id.in_(sorted(scope.places)), or_(planned, done), *_of_part(scope.cuts)
    )
    total = await connection.scalar(select(func.count()).select_from(actions).where(where))
    rows = await connection.execute(
        select(actions, words.c.text, names.c.name.label("owner"), places.c.name.label("place"))
        .join(places, places.c.id == actions.c.place_id)
        .outerjoin(words, words.c.id == actions.c.words_id)
        .outerjoin(names, names.c.person_id == actions.c.owner_id)
        .where(where)
        .order_by(desc(actions.c.id))
        .limit(MOST_ACTIONS)
    )
    found = tuple(
        ActionLine(
            case_id=row.case_id,
            place_id=row.place_id,
            place_name=row.place,
            dimension=row.dimension,
            text=row.text or "",
            owner=row.owner,
            made_at=row.made_at,
            due_at=row.due_at,
            done_at=row.done_at,
        )
        for row in rows
    )
    return found, int(total or 0)


def _of_part(cuts: Iterable[Cut]) -> Iterator[ColumnElement[bool]]:
    """Those of a team are those that its cases led to."""
    for cut in cuts:
        if cut.column in actions.c:
            yield actions.c[cut.column].in_(cut.values)
        elif cut.column in cases.c:
            led = cases.c[cut.column].in_(cut.values)
            yield actions.c.case_id.in_(select(cases.c.id).where(led))
