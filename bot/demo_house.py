"""The demo's house: places, people with their roles, and the staff group."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from sqlalchemy import insert, select

from bot.demo_trades import TRADES, Trade, trade_of
from people.values import Role
from playground.cast import DEMO_CAST, Cast
from storage.engine import Database
from storage.rows import insert_id, insert_new
from storage.tables import customer_refs, places, services, teams
from storage.work import UnitOfWork, begin_work

ZONE = "Asia/Shanghai"


@dataclass(frozen=True, kw_only=True)
class House:
    """`shops`: each with its name and its code; the first is where the demo's customers go.

    In a `forum` the staff group has a topic for every case.
    """

    name: str = "回音酒店"
    industry: str = "hotel"
    shops: tuple[tuple[str, str], ...] = (("西湖店", "westlake"), ("东站店", "eaststation"))
    forum: bool = False

    @classmethod
    def of(cls, name: str, industry: str, place: str) -> Self:
        """Somebody's own: one place, which may go by the name of the house."""
        return cls(name=name, industry=industry, shops=((place or name, "shop"),))

    @property
    def trade(self) -> Trade:
        return trade_of(self.industry) or TRADES[0]

    @property
    def first_shop(self) -> str:
        return self.shops[0][0]

    def cast(self) -> Cast:
        """The same people; the group is named after the place."""
        if replace(self, forum=False) == House():
            return replace(DEMO_CAST, forum=self.forum)
        guests = tuple(replace(person, note="") for person in DEMO_CAST.customers)
        return replace(DEMO_CAST, customers=guests, group_title=f"{self.first_shop} · 值班群")

    def write_rules(self, file: Path) -> Path:
        """A preset with the house's name in it; JSON is YAML as well, and quotes any name."""
        rules = {"extends": self.trade.preset, "house": {"name": self.name}}
        file.write_text(json.dumps(rules, ensure_ascii=False), encoding="utf-8")
        return file

    def keep(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def kept(cls, file: Path) -> Self:
        """The one that moved in last; the usual one when none has."""
        try:
            told = json.loads(file.read_text(encoding="utf-8"))
            shops = tuple((name, code) for name, code in told["shops"])
            forum = bool(told.get("forum"))
            return cls(name=told["name"], industry=told["industry"], shops=shops, forum=forum)
        except (OSError, ValueError, KeyError, TypeError):
            return cls()


async def furnish(database: Database, now: datetime, house: House = House()) -> bool:
    """Once; False when the house stands already."""
    async with begin_work(database, now) as work:
        if await work.connection.scalar(select(places.c.id).limit(1)) is not None:
            return False
        house_id = await _places(work, house, now)
        await _people(work, house, house_id, now)
        return True


async def _places(work: UnitOfWork, house: House, now: datetime) -> int:
    root = insert(places).values(name=house.name, zone=ZONE, created_at=now)
    house_id = await insert_id(work.connection, root)
    for name, code in house.shops:
        shop = insert(places).values(
            parent_id=house_id, name=name, code=code, zone=ZONE, created_at=now
        )
        place_id = await insert_id(work.connection, shop)
        rows = [{"place_id": place_id, "name": team} for team in house.trade.teams]
        await work.connection.execute(insert(teams), rows)
    return house_id


async def _visit(
    work: UnitOfWork, house: House, telegram_id: int, person_id: int, now: datetime
) -> None:
    """The demo's customers are guests of the first shop, and its system knows them already."""
    shop = await work.people.place_named(house.shops[0][1])
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
            service_type=house.trade.service,
            starts_at=now - timedelta(hours=20),
            body_hash=b"demo",
            mark="demo",
            created_at=now,
            changed_at=now,
        )
    )


async def _people(work: UnitOfWork, house: House, house_id: int, now: datetime) -> None:
    cast = house.cast()
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
            await _visit(work, house, person.id, met.id, now)
    group = await work.people.chat(cast.group_id, "supergroup", cast.group_title, None, now)
    await work.people.bind(group.id, None, house_id, None, None, now, topics=house.forum)
