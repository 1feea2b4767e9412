"""The demo's house: places, people with their roles, and the staff group."""

from datetime import datetime, timedelta

from sqlalchemy import insert, select

from bot.demo_texts import TEAMS
from people.values import Role
from playground.cast import DEMO_CAST, Cast
from storage.engine import Database
from storage.rows import insert_id, insert_new
from storage.tables import customer_refs, places, services, teams
from storage.work import UnitOfWork, begin_work

HOUSE = "回音酒店"
SHOPS = (("西湖店", "westlake"), ("东站店", "eaststation"))
ZONE = "Asia/Shanghai"


async def furnish(database: Database, now: datetime, cast: Cast = DEMO_CAST) -> bool:
    """Once; False when the house stands already."""
    async with begin_work(database, now) as work:
        if await work.connection.scalar(select(places.c.id).limit(1)) is not None:
            return False
        house_id = await _places(work, now)
        await _people(work, cast, house_id, now)
        return True


async def _places(work: UnitOfWork, now: datetime) -> int:
    house = insert(places).values(name=HOUSE, zone=ZONE, created_at=now)
    house_id = await insert_id(work.connection, house)
    for name, code in SHOPS:
        shop = insert(places).values(
            parent_id=house_id, name=name, code=code, zone=ZONE, created_at=now
        )
        place_id = await insert_id(work.connection, shop)
        rows = [{"place_id": place_id, "name": team} for team in TEAMS]
        await work.connection.execute(insert(teams), rows)
    return house_id


async def _stay(work: UnitOfWork, telegram_id: int, person_id: int, now: datetime) -> None:
    """The demo's customers are guests of the first shop, and its system knows them already."""
    shop = await work.people.place_named(SHOPS[0][0])
    assert shop is not None
    ref = f"guest-{telegram_id}"
    await insert_new(work.connection, customer_refs, {"ref": ref, "person_id": person_id}, ["ref"])
    await work.connection.execute(
        insert(services).values(
            external_id=f"demo-checkin-{telegram_id}",
            status="booked",
            customer_ref=ref,
            person_id=person_id,
            place_id=shop.id,
            service_type="stay",
            starts_at=now - timedelta(hours=20),
            body_hash=b"demo",
            mark="demo",
            created_at=now,
            changed_at=now,
        )
    )


async def _people(work: UnitOfWork, cast: Cast, house_id: int, now: datetime) -> None:
    roles = {person.id: Role.STAFF for person in cast.staff}
    roles |= {cast.supervisor.id: Role.SUPERVISOR, cast.owner.id: Role.OWNER}
    for person in cast.everybody():
        met = await work.people.meet(
            person.id,
            name=person.first_name,
            username=person.username or None,
            language=person.language_code,
            now=now,
        )
        await work.people.chat(person.id, "private", None, met.id, now)
        if person.id in roles:
            await work.people.grant(met.id, roles[person.id], house_id, None, None, now)
        elif person in cast.customers:
            await _stay(work, person.id, met.id, now)
    group = await work.people.chat(cast.group_id, "supergroup", cast.group_title, None, now)
    await work.people.bind(group.id, None, house_id, None, None, now)
