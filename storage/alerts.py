"""What moved, told once: the daily series behind it, and what was told before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import desc, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from calendars.periods import Period, day_at
from calendars.zones import local_date, start_of_day
from people.values import Place
from reports.charts import Sample, sample_of
from reports.fold import Scope
from reports.values import Number
from reports.warning import Move
from storage.behind import BY_KEY
from storage.counting import Counting
from storage.populations import populations
from storage.rows import insert_row
from storage.tables import alerts

# Days of history that are looked at.
HISTORY = 90
WATCHED = ("csat", "on_time", "complaints")
_ADD = insert(alerts)


@dataclass(frozen=True, kw_only=True)
class Series:
    """One figure of one place, day by day up to yesterday; `told_since` is a place in it."""

    place: Place
    figure: str
    days: Sequence[Period]
    samples: Sequence[Sample]
    told_since: int | None

    @property
    def is_share(self) -> bool:
        return self.figure != "complaints"


async def series_of(connection: AsyncConnection, place: Place, now: datetime) -> list[Series]:
    """Of the place alone: what moved in a shop is not told again as a move of the house."""
    days = tuple(_days(place, now).days())
    whole = Period(key="", first=days[0].first, last=days[-1].last, zone=days[0].zone)
    scope = Scope(period=whole, places=frozenset({place.id}), now=now)
    counting = Counting(connection, await populations(connection), scope)
    found = await counting.split([BY_KEY[key] for key in WATCHED], days)
    told = await _told(connection, place)
    return [
        Series(
            place=place,
            figure=key,
            days=days,
            samples=_samples(found[key], days, key),
            told_since=_place_in(days, told.get(key)),
        )
        for key in WATCHED
    ]


def _days(place: Place, now: datetime) -> Period:
    today = day_at(now, place.zone)
    first, last = today.first - timedelta(days=HISTORY), today.first - timedelta(days=1)
    return Period(key="", first=first, last=last, zone=today.zone)


def _samples(numbers: Mapping[str, Number], days: Sequence[Period], key: str) -> list[Sample]:
    """A day without answers says nothing; one without complaints says that there were none.

    Before the first of all nobody knows whether anybody listened.
    """
    nothing = Number(hits=None if key == "complaints" else 0)
    found = [sample_of(numbers.get(day.dates, nothing)) for day in days]
    if key != "complaints":
        return found
    begun = next((place for place, sample in enumerate(found) if sample.hits), len(found))
    return [Sample(hits=0, n=0)] * begun + found[begun:]


def _place_in(days: Sequence[Period], since: datetime | None) -> int | None:
    if since is None:
        return None
    day = local_date(since, days[0].zone)
    return next((place for place, each in enumerate(days) if each.first >= day), None)


async def _told(connection: AsyncConnection, place: Place) -> dict[str, datetime]:
    rows = await connection.execute(
        select(alerts.c.figure, alerts.c.since)
        .where(alerts.c.place_id == place.id)
        .order_by(desc(alerts.c.at))
    )
    found: dict[str, datetime] = {}
    for figure, since in rows:
        found.setdefault(figure, since)
    return found


async def tell(connection: AsyncConnection, series: Series, move: Move, now: datetime) -> int:
    values: dict[str, Any] = {
        "place_id": series.place.id,
        "figure": series.figure,
        "rule": move.rule,
        "is_up": move.is_up,
        "since": start_of_day(_day(series, move.since), series.days[0].zone),
        "at": now,
    }
    return await insert_row(connection, _ADD, values)


def _day(series: Series, place: int) -> date:
    return series.days[place].first
