"""Somebody's own figures beside those of the places where they work."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from reports.cuts import cut_at
from reports.own import Own
from storage.figures import figures_of
from storage.people import PeopleRows

DAYS = "90d"


async def load_own(
    connection: AsyncConnection, facts: Mapping[str, Any], now: datetime
) -> Own | None:
    """None for who works nowhere any more: rights are read when it is sent."""
    people = PeopleRows(connection)
    person = await people.person(int(facts["person"]))
    if person is None or not person.grants:
        return None
    places = [await people.place(number) for number in sorted({g.place_id for g in person.grants})]
    cuts = (cut_at("owner_id", person.id),)
    own = await figures_of(connection, places, DAYS, now, cuts=cuts, with_costly=False)
    whole = await figures_of(connection, places, DAYS, now, with_costly=False)
    return Own(own=own, whole=whole)
