"""Sixty days of the demo's house, marked as such: busy weekends, and a team that gets better."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.demo_complaints import Complaints, Crew, Guest
from bot.demo_guests import Guests
from bot.demo_house import ZONE
from bot.demo_rows import Rows
from bot.demo_texts import (
    BREAKFAST,
    CARE,
    CHECKIN,
    CLEAN,
    NOISE,
    SLOW,
    THEMES,
    Theme,
)
from bot.rulebook import Version
from dimensions.tagger import Tagger
from playground.cast import DEMO_CAST
from storage.engine import Database
from storage.tables import persons, places, teams

DAYS = 60
SEED = 20_261_120
# How many days ago breakfast got more hands, and building began next door to the second shop.
BREAKFAST_MENDED, BUILDING_BEGAN = 24, 11


async def write_history(database: Database, version: Version, now: datetime) -> None:
    """Straight into the tables, while nobody else writes. Nothing of it is due any more.

    It is thought out before the transaction that writes it: a slow machine takes its time over it,
    and PostgreSQL doesn't wait long for a transaction that is idle.
    """
    async with database.reading() as connection:
        rows = await Rows.after(connection)
        crew = await _crew(connection)
        found = await connection.execute(
            select(places.c.id).where(places.c.parent_id.is_not(None)).order_by(places.c.id)
        )
        shops = list(found.scalars())
    Story(rows, version, crew, now).tell(shops)
    async with database.writing() as connection:
        await rows.write(connection)


async def _crew(connection: AsyncConnection) -> Crew:
    """The cast, by the ids that storage gave them, and the teams of each shop."""
    known = await connection.execute(
        select(persons.c.telegram_id, persons.c.id).where(persons.c.telegram_id.is_not(None))
    )
    ids = {row[0]: row[1] for row in known}
    cast = DEMO_CAST
    found = await connection.execute(select(teams.c.place_id, teams.c.name, teams.c.id))
    return Crew(
        staff=tuple(ids[person.id] for person in cast.staff if person.id in ids),
        supervisor=ids.get(cast.supervisor.id),
        teams={(row.place_id, row.name): row.id for row in found},
    )


class Story:
    """Tells one day in one shop after another, always the same way."""

    def __init__(self, rows: Rows, version: Version, crew: Crew, now: datetime) -> None:
        # Chance makes it look alive; nothing secret rests on it.
        self._chance = random.Random(SEED)
        self._now = now
        self._complaints = Complaints(rows, version, crew, Tagger.load(), self._chance, now)
        self._guests = Guests(rows, version, self._complaints, self._chance, now)

    def tell(self, shops: Sequence[int]) -> None:
        today = self._now.astimezone(ZoneInfo(ZONE)).date()
        for days_ago in range(DAYS, -1, -1):
            for place, shop in enumerate(shops):
                self._day(shop, place, days_ago, today - timedelta(days=days_ago))

    def _day(self, shop: int, place: int, days_ago: int, day: date) -> None:
        """The first shop is the larger one; the second has the older house."""
        chance, better = self._chance, 1 - days_ago / DAYS
        busy = (1.5 if day.weekday() in {4, 5, 6} else 1.0) * (1.0 if place == 0 else 0.65)
        mood = better - (0.0 if place == 0 else 0.25)
        guests = [
            self._guests.stay(shop, _at(day, chance.uniform(7.5, 13)), mood)
            for _ in range(round(chance.randint(9, 14) * busy))
        ]
        wronged = [guest for guest in guests if guest is not None]
        for _ in range(self._some((2.4 - 1.0 * better + self._building(place, days_ago)) * busy)):
            guest = chance.choice(wronged) if wronged else None
            self._complain(shop, place, days_ago, day, guest, mood)
        if chance.random() < 0.35 + 0.25 * better:
            self._complaints.praise(self._somebody(shop, day), _at(day, chance.uniform(8, 21)))
        if chance.random() < 0.2:
            self._complaints.suggest(self._somebody(shop, day), _at(day, chance.uniform(8, 21)))
        if chance.random() < 0.3:
            self._complaints.ask(self._somebody(shop, day), _at(day, chance.uniform(8, 21)), mood)
        if (place, days_ago) in {(0, 41), (1, 17)}:
            self._complaints.alarm(self._somebody(shop, day), _at(day, chance.uniform(19, 23)))

    @staticmethod
    def _building(place: int, days_ago: int) -> float:
        """How many more complaints a day the noise next door brings."""
        return 1.0 if place == 1 and days_ago <= BUILDING_BEGAN else 0.0

    def _some(self, expected: float) -> int:
        whole = int(expected)
        return whole + (self._chance.random() < expected - whole)

    def _somebody(self, shop: int, day: date) -> Guest:
        return self._guests.somebody(shop, _at(day, 7))

    def _complain(
        self, shop: int, place: int, days_ago: int, day: date, guest: Guest | None, mood: float
    ) -> None:
        theme = self._theme(place, days_ago)
        early = {BREAKFAST: 7.5, NOISE: 7.0}.get(theme, 9.0)
        at = _at(day, self._chance.uniform(early, early + 4 if theme is BREAKFAST else 22.0))
        self._complaints.complain(guest or self._somebody(shop, day), theme, at, mood)

    def _theme(self, place: int, days_ago: int) -> Theme:
        """What goes wrong when: a queue that was mended here, a building site that came there."""
        weights = dict.fromkeys(THEMES, 1.0)
        weights[CARE], weights[CLEAN] = 0.6, 1.2
        weights[SLOW] = 0.6 + days_ago / 40
        if place == 0:
            weights[BREAKFAST] = 4.5 if days_ago > BREAKFAST_MENDED else 0.3
            weights[CHECKIN] = 1.8 if days_ago > BREAKFAST_MENDED else 0.6
        else:
            weights[NOISE] = 18.0 if days_ago <= BUILDING_BEGAN else 0.8
        return self._chance.choices(list(weights), list(weights.values()))[0]


def _at(day: date, hour: float) -> datetime:
    seconds = int(hour * 3600)
    return datetime.combine(day, time(), ZoneInfo(ZONE)) + timedelta(seconds=seconds)
