"""Since when a house has listened: before its first survey and its first case nobody knows."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from calendars.periods import Period
from calendars.zones import local_date
from complaints.values import Mark
from reports.fold import Scope
from storage.tables import cases, invitations


async def listened(connection: AsyncConnection, scope: Scope, period: Period) -> Period | None:
    """As much of a period as the places of a scope were listened to; None for nothing of it."""
    firsts = []
    for table, at in ((cases, cases.c.opened_at), (invitations, invitations.c.delivered_at)):
        query = select(at).where(
            at.is_not(None),
            table.c.place_id.in_(sorted(scope.places)),
            table.c.mark != Mark.TEST.value,
        )
        firsts.append(await connection.scalar(query.order_by(at).limit(1)))
    known = [local_date(at, period.zone) for at in firsts if at is not None]
    if not known or min(known) > period.last:
        return None
    if min(known) <= period.first:
        return period
    cut = replace(period, first=min(known))
    return replace(cut, key=cut.dates)
