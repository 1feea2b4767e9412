"""Looks once a day at what moved, and tells the supervisors of the place, once for each move."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from calendars.zones import local_date
from people.telling import Note, NoteKind, To
from people.values import Person, Place, Role
from reports.warning import Move, moved
from storage import alerts
from storage.alerts import Series
from storage.engine import Database
from storage.people import PeopleRows
from storage.work import UnitOfWork, begin_work

# Not in the night: yesterday is complete by then, and somebody is up.
FROM_HOUR = 8


class Watching:
    """Remembers which days of which place were looked at; what was told stands in rows."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen: dict[int, date] = {}

    async def look(self, now: datetime) -> int:
        """How many moves were told."""
        async with self._database.reading() as connection:
            people = PeopleRows(connection)
            house = await people.house()
            below = await people.places_below(house.id)
            places = [await people.place(place_id) for place_id in sorted(below)]
        return sum([await self._look_at(place, now) for place in places])

    async def _look_at(self, place: Place, now: datetime) -> int:
        zone = ZoneInfo(place.zone)
        today = local_date(now, zone)
        if self._seen.get(place.id) == today or now.astimezone(zone).hour < FROM_HOUR:
            return 0
        async with self._database.reading() as connection:
            found = await alerts.series_of(connection, place, now)
        told = 0
        for series in found:
            move = moved(series.samples, is_share=series.is_share, told_since=series.told_since)
            if move is not None:
                async with begin_work(self._database, now) as work:
                    told += await _tell(work, series, move, now)
        # Only now: what could not be told is looked at again.
        self._seen[place.id] = today
        return told


async def _tell(work: UnitOfWork, series: Series, move: Move, now: datetime) -> bool:
    number = await alerts.tell(work.connection, series, move, now)
    place, first = series.place, series.days[move.since].first
    facts = {
        "what": "moved",
        "figure": series.figure,
        "place": place.id,
        "places": [place.id],
        "place_name": place.name,
        "dates": f"{first}..{series.days[-1].first}",
        "key": f"{first}..{series.days[-1].first}",
        "zone": place.zone,
        "is_up": move.is_up,
        "before": round(move.before, 4),
        "after": round(move.after, 4),
        "n": int(move.n),
    }
    said = False
    for person in await _who_sees(work, place):
        chat = await work.people.private_chat(person.id)
        if chat is not None:
            key = f"moved-{number}-to-{person.id}"
            said |= await work.telling.note(
                Note(key=key, kind=NoteKind.MOVED, to=To(chat_id=chat.id), facts=facts)
            )
    return said


async def _who_sees(work: UnitOfWork, place: Place) -> list[Person]:
    """Supervisors of the whole place, not of a team of it; where there are none, the owners."""
    people = work.people
    for role in (Role.SUPERVISOR, Role.OWNER):
        found = await people.holders(role, place.id)
        above = await people.places_above(place.id)
        whole = [
            person
            for person in found
            if any(
                grant.role is role and grant.team_id is None and grant.place_id in above
                for grant in person.grants
            )
        ]
        if whole:
            return whole
    return []
