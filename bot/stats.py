"""`huiyin stats`: the same figures as in the chat, as a table or as JSON; nothing is written."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from rich.console import Console
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.demo_clock import clock_of
from bot.mistakes import DatabaseClosed, NotUnderstood
from bot.settings import read_settings
from calendars.periods import Period, UnknownPeriod, parse_period
from dimensions.reading import Kind
from handlers import labels
from handlers.aspects import aspect
from handlers.figures_asked import nearest
from handlers.moments import length
from handlers.numbers import numbers, percent
from handlers.words import Words, words_in
from people.values import Place
from reports.values import Figures, Number
from storage import schema
from storage.engine import open_database
from storage.figures import figures_of
from storage.people import PeopleRows
from storage.tables import places

Row = tuple[str, str, str]


async def print_stats(
    console: Console, period: str, place: str | None, *, as_json: bool, clock: Clock
) -> None:
    """Raises what a person can mend: NotUnderstood for a period or a place that isn't known."""
    settings = read_settings()
    now = (await clock_of(settings) if settings.demo else clock).now()
    async with looking_at(settings.database_url) as connection:
        if await connection.scalar(select(places.c.id).limit(1)) is None:
            raise NotUnderstood("数据库里还没有门店，请先运行一次 huiyin run。")
        where = await place_called(PeopleRows(connection), place)
        asked = asked_period(period, now, where.zone, "stats")
        found = await figures_of(connection, (where,), asked.dates, now, key=asked.key)
    if as_json:
        text = json.dumps(found.as_json(), ensure_ascii=False, indent=2)
        console.print(text, highlight=False, markup=False, soft_wrap=True)
    else:
        console.print(table_of(found, words_in("zh-hans")))


def asked_period(period: str, now: datetime, zone: str, command: str) -> Period:
    """Raises NotUnderstood with the form that comes nearest."""
    try:
        return parse_period(period, now, zone)
    except UnknownPeriod:
        guess = nearest(period, now, zone)
        raise NotUnderstood(
            f"没看懂“{period}”是哪段时间。可以写：huiyin {command} {guess}。"
        ) from None


@asynccontextmanager
async def looking_at(address: str) -> AsyncIterator[AsyncConnection]:
    """Opens what is there; a look at figures makes no database."""
    database = open_database(address)
    try:
        if database.path is not None and not database.path.is_file():
            raise DatabaseClosed(
                f"没有数据库文件 {database.path}：请检查 HUIYIN_DATABASE_URL，或先运行 huiyin run。"
            )
        await schema.require_newest(database)
        async with database.reading() as connection:
            yield connection
    except (DBAPIError, OSError) as error:
        kind = type(getattr(error, "orig", None) or error).__name__
        raise DatabaseClosed(
            f"数据库读不了（{kind}）：请检查 HUIYIN_DATABASE_URL 指的文件或服务器。"
        ) from None
    finally:
        await database.close()


async def place_called(people: PeopleRows, name: str | None) -> Place:
    house = await people.house()
    found = house if name is None else await people.place_named(name)
    if found is None:
        below = [await people.place(number) for number in await people.places_below(house.id)]
        known = "、".join(place.name for place in sorted(below, key=lambda place: place.id))
        raise NotUnderstood(f"没有叫“{name}”的门店，现有：{known}。")
    return found


def table_of(found: Figures, _: Words) -> Table:
    period = found.period
    where = "、".join(place.name for place in found.places)
    table = Table(
        title=f"{where} · {period.dates}（{period.zone}）", title_justify="left", pad_edge=False
    )
    table.add_column("数字")
    table.add_column("值", justify="right")
    table.add_column("n", justify="right")
    table.add_column("")
    for section in (_asking(found, _), _hearing(found, _), _issues(found, _), _now(found)):
        for name, value, n in section:
            few = n.isdecimal() and int(n) < 30 and "%" in value
            table.add_row(name, value.replace("，样本少", ""), n, "样本少" if few else "")
        table.add_section()
    return table


def _share(name: str, number: Number, _: Words) -> Row:
    return name, percent(number, _), str(number.n)


def _count(name: str, number: Number) -> Row:
    return name, str(number.n), ""


def _asking(found: Figures, _: Words) -> Iterator[Row]:
    yield _count("问卷送达", found["delivered"])
    yield _count("答完", found["completed"])
    yield _count("没答完", found["partial"])
    yield _count("送达不明", found["delivery_unknown"])
    yield _share("回答率", found["response_rate"], _)
    yield _share("满意", found["csat"], _)
    scale, mean = found.mean
    if mean.mean is not None:
        yield f"均分（{scale} 分制）", f"{mean.mean:.2f}", str(mean.n)


def _hearing(found: Figures, _: Words) -> Iterator[Row]:
    yield _count("投诉（含异议、突发事件）", found["complaints"])
    yield _count("　处理中", found["complaints_in_hand"])
    yield _count("　待客人确认", found["complaints_resolved"])
    yield _count("　已结", found["complaints_closed"])
    for kind, number in found.by("heard_by_kind").items():
        if Kind(kind) is not Kind.COMPLAINT:
            yield _count(labels.kind(Kind(kind), _), number)
    response = found["first_response"]
    if response.median is not None and response.p90 is not None:
        for name, seconds in (("中位", response.median), ("九成以内", response.p90)):
            yield f"首次答复（{name}）", length(timedelta(seconds=seconds), _), str(response.n)
    yield _share("首次答复按时", found["first_response_on_time"], _)
    yield _share("处理按时", found["on_time"], _)
    yield _count("办好", found["resolved"])
    yield _share("30 天内重开", found["reopened"], _)
    yield _share("处理满意", found["handling"], _)


def _issues(found: Figures, _: Words) -> Iterator[Row]:
    whole = found["complaints"].n
    for name, number in found.by("complaints_by_dimension").items():
        share = Number(n=whole, hits=number.n)
        yield labels.dimension(name, _), f"{number.n}（{percent(share, _)}）", str(whole)
    if found.top_issue is not None:
        key, number = found.top_issue
        yield f"最该看：{aspect(key, _)}", str(number.n), ""


def _now(found: Figures) -> Iterator[Row]:
    yield _count("现在没办完", found["open_now"])
    yield _count("现在超时", found["overdue_now"])
    if found.by("overdue_cases"):
        yield "　编号", numbers(found.by("overdue_cases")), ""
