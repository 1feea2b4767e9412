"""Since when a house has listened: before its first survey and its first case nobody knows."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import desc, select
from sqlalchemy.ext.asyncio import AsyncConnection

from calendars.periods import Period
from calendars.zones import local_date
from complaints.values import Mark
from reports.fold import Scope
from storage.tables import cases, invitations

# Whoever was heard so shortly before a period was listened to in it, however quiet it was. Not
# all that ever was is looked through: a new place in a large house has nothing to be found.
SHORTLY = timedelta(days=14)
HEARD = ((cases, cases.c.opened_at), (invitations, invitations.c.delivered_at))


async def listened(connection: AsyncConnection, scope: Scope, period: Period) -> Period | None:
    """As much of a period as the places of a scope were listened to; None for nothing of it."""
    if await _heard(connection, scope, period.start - SHORTLY, period.start, latest=True):
        return period
    found = await _heard(connection, scope, period.start, period.end)
    if not found:
        return None
    first = local_date(min(found), period.zone)
    if first == period.first:
        return period
    cut = replace(period, first=first)
    return replace(cut, key=cut.dates)


async def _heard(
    connection: AsyncConnection,
    scope: Scope,
    start: datetime,
    end: datetime,
    *,
    latest: bool = False,
) -> list[datetime]:
    """The first (or the last) case and survey between these instants, as far as there are any."""
    found = []
    for table, at in HEARD:
        query = select(at).where(
            at >= start,
            at < end,
            table.c.place_id.in_(sorted(scope.places)),
            table.c.mark != Mark.TEST.value,
        )
        found.append(await connection.scalar(query.order_by(desc(at) if latest else at).limit(1)))
    return [at for at in found if at is not None]
