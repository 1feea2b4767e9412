"""The first rows of an empty database: the house, and the link that makes its first owner."""

from datetime import datetime, timedelta

from sqlalchemy import insert, select

from bot.rules import Rules
from handlers.owners import make_link
from people.values import LinkPurpose, Role
from storage.engine import Database
from storage.rows import insert_id
from storage.tables import places
from storage.work import UnitOfWork, begin_work

OWNER_LINK_LIFE = timedelta(hours=24)


async def found_house(database: Database, rules: Rules, now: datetime) -> None:
    """The root place, once."""
    async with begin_work(database, now) as work:
        if await work.connection.scalar(select(places.c.id).limit(1)) is None:
            name = rules.house.name.in_language(rules.house.language.value)
            house = insert(places).values(name=name, zone=rules.calendar.zone, created_at=now)
            await insert_id(work.connection, house)


async def grant_owners(work: UnitOfWork, telegram_ids: tuple[int, ...]) -> None:
    """Those named in HUIYIN_OWNERS are owners as soon as they have written to the bot."""
    house = await work.people.house()
    for telegram_id in telegram_ids:
        person = await work.people.person_of_telegram(telegram_id)
        if person is not None:
            await work.people.grant(person.id, Role.OWNER, house.id, None, None, work.now)


async def owner_link(database: Database, now: datetime) -> str | None:
    """The payload of a one-time link, as long as nobody owns the house."""
    async with begin_work(database, now) as work:
        if await work.people.has_owner():
            return None
        return await make_link(work, LinkPurpose.OWNER, now)
