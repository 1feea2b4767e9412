"""`huiyin stats`: the same figures as in the chat, as a table or as JSON; nothing is written."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.demo_clock import clock_to_go_by, is_a_demos
from bot.mistakes import DatabaseClosed, NotUnderstood
from bot.settings import read_settings
from bot.spoken import told
from bot.standing import require_ready
from calendars.periods import Period, UnknownPeriod, day_at, parse_period
from dimensions.reading import Kind
from dimensions.rules import OwnAspect
from handlers import labels
from handlers.aspects import aspect
from handlers.figures_nearest import EXAMPLES, nearest
from handlers.moments import length
from handlers.numbers import numbers, percent
from handlers.words import Words, words_of
from people.values import Place
from reports.values import Figures, Number
from storage.engine import open_database
from storage.figures import figures_of
from storage.people import PeopleRows
from storage.rules import own_aspects
from storage.tables import places

Row = tuple[str, str, str]
# How a period can be written; there is one of each kind.
DATED = ("2026-11", "2026-11-20", "2026-11-01..2026-11-20")
SAID_OF = dict(
    zip(EXAMPLES, ("今天", "昨天", "本周", "上周", "本月", "上月", "7天", "30天"), strict=True)
)
SAID = tuple(SAID_OF.values())


async def print_stats(
    console: Console, period: str, place: str | None, *, as_json: bool, clock: Clock
) -> None:
    """Raises what a person can mend: NotUnderstood for a period or a place that isn't known."""
    settings = read_settings()
    now = (await clock_to_go_by(settings, clock)).now()
    async with looking_at(settings.database_url) as connection:
        if await connection.scalar(select(places.c.id).limit(1)) is None:
            raise NotUnderstood(
                told(
                    "数据库里还没有门店，请先运行一次 huiyin run。",
                    "The database holds no place yet: run huiyin run once.",
                )
            )
        where = await place_called(PeopleRows(connection), place)
        asked = asked_period(period, now, where.zone, "stats")
        found = await figures_of(connection, (where,), asked.dates, now, key=asked.key)
        topics = [OwnAspect.model_validate(each) for each in await own_aspects(connection)]
    if as_json:
        text = json.dumps(found.as_json(), ensure_ascii=False, indent=2)
        console.print(text, highlight=False, markup=False, soft_wrap=True)
    else:
        console.print(title_of(found), style="bold", highlight=False, markup=False, soft_wrap=True)
        if is_a_demos(settings):
            _tell_whose_time(console, now, where)
        console.print(table_of(found, words_of({}, told("zh-hans", "en"), topics)))


def _tell_whose_time(console: Console, now: datetime, place: Place) -> None:
    """Else nobody knows why yesterday is another day here."""
    at = f"{now.astimezone(ZoneInfo(place.zone)):%Y-%m-%d %H:%M}"
    line = told(f"演示数据，按演示的时间：现在是 {at}。", f"A demo, by its own time: now is {at}.")
    console.print(line, highlight=False, soft_wrap=True)


def asked_period(period: str, now: datetime, zone: str, command: str) -> Period:
    """Raises NotUnderstood with the form that comes nearest, or for what is still to come."""
    try:
        found = parse_period(period, now, zone)
    except UnknownPeriod:
        guess = _in_chinese(nearest(period, now, zone), period)
        raise NotUnderstood(
            told(
                f"没看懂“{period}”是哪段时间。可以写：huiyin {command} {guess}。也可以是 "
                f"{'、'.join(SAID)}、{'、'.join(DATED)}。",
                f"“{period}” is no period that is known. Try: huiyin {command} {guess}. Others "
                f"are {', '.join((*EXAMPLES, *DATED))}.",
            )
        ) from None
    today = day_at(now, zone).first
    if found.first > today:
        raise NotUnderstood(
            told(
                f"{found.dates} 还没有到：今天是 {today}（{zone}），还没有数字。",
                f"{found.dates} is still to come: today is {today} ({zone}), and there are no "
                "figures of it yet.",
            )
        )
    return found


def _in_chinese(guess: str, asked: str) -> str:
    """As it would be said by somebody who asked in Chinese; letters are answered with letters."""
    return guess if asked.isascii() else SAID_OF.get(guess, guess)


@asynccontextmanager
async def looking_at(address: str) -> AsyncIterator[AsyncConnection]:
    """Opens what is there; a look at figures makes no database."""
    database = open_database(address)
    try:
        await require_ready(database)
        async with database.reading() as connection:
            yield connection
    except (DBAPIError, OSError) as error:
        kind = type(getattr(error, "orig", None) or error).__name__
        raise DatabaseClosed(
            told(
                f"数据库读不了（{kind}）：请检查 HUIYIN_DATABASE_URL 指的文件或服务器。",
                f"The database can't be read ({kind}): look at HUIYIN_DATABASE_URL.",
            )
        ) from None
    finally:
        await database.close()


async def place_called(people: PeopleRows, name: str | None) -> Place:
    house = await people.house()
    found = house if name is None else await people.place_named(name)
    if found is None:
        below = [await people.place(number) for number in await people.places_below(house.id)]
        known = "、".join(place.name for place in sorted(below, key=lambda place: place.id))
        raise NotUnderstood(
            told(
                f"没有叫“{name}”的门店，现有：{known}。",
                f"There is no place “{name}”; there are: {known}.",
            )
        )
    return found


def title_of(found: Figures) -> str:
    """Above the table, which is narrower than it."""
    period, where = found.period, "、".join(place.name for place in found.places)
    return told(
        f"{where} · {period.dates}（{period.zone}）", f"{where} · {period.dates} ({period.zone})"
    )


def table_of(found: Figures, _: Words) -> Table:
    table = Table(pad_edge=False)
    table.add_column(told("数字", "figure"))
    table.add_column(told("值", "value"), justify="right")
    table.add_column("n", justify="right")
    table.add_column("")
    for section in (_asking(found, _), _hearing(found, _), _issues(found, _), _now(found)):
        for name, value, n in section:
            few = n.isdecimal() and int(n) < 30 and "%" in value
            table.add_row(
                name,
                value.replace(_("，样本少"), ""),
                n,
                told("样本少", "few") if few else "",
            )
        table.add_section()
    return table


def _share(name: str, number: Number, _: Words) -> Row:
    return name, percent(number, _), str(number.n)


def _count(name: str, number: Number) -> Row:
    return name, str(number.n), ""


def _asking(found: Figures, _: Words) -> Iterator[Row]:
    yield _count(told("问卷送达", "surveys delivered"), found["delivered"])
    yield _count(told("答完", "completed"), found["completed"])
    yield _count(told("没答完", "partly answered"), found["partial"])
    yield _count(told("送达不明", "delivery unknown"), found["delivery_unknown"])
    yield _share(told("回答率", "response rate"), found["response_rate"], _)
    yield _share(told("满意", "satisfied"), found["csat"], _)
    scale, mean = found.mean
    if mean.mean is not None:
        yield (
            told(f"均分（{scale} 分制）", f"mean score (of {scale})"),
            f"{mean.mean:.2f}",
            str(mean.n),
        )


def _hearing(found: Figures, _: Words) -> Iterator[Row]:
    yield _count(
        told("投诉（含异议、突发事件）", "complaints (with disputes, incidents)"),
        found["complaints"],
    )
    yield _count(told("　处理中", "  in hand"), found["complaints_in_hand"])
    yield _count(told("　待客人确认", "  waiting for the customer"), found["complaints_resolved"])
    yield _count(told("　已结", "  closed"), found["complaints_closed"])
    for kind, number in found.by("heard_by_kind").items():
        if Kind(kind) is not Kind.COMPLAINT:
            yield _count(labels.kind(Kind(kind), _), number)
    response = found["first_response"]
    if response.median is not None and response.p90 is not None:
        for name, seconds in (
            (told("中位", "median"), response.median),
            (told("九成以内", "nine in ten within"), response.p90),
        ):
            yield (
                told(f"首次答复（{name}）", f"first response ({name})"),
                length(timedelta(seconds=seconds), _),
                str(response.n),
            )
    yield _share(
        told("首次答复按时", "first responses on time"), found["first_response_on_time"], _
    )
    yield _share(told("处理按时", "resolutions on time"), found["on_time"], _)
    yield _count(told("办好", "resolved"), found["resolved"])
    yield _share(told("30 天内重开", "reopened within 30 days"), found["reopened"], _)
    yield _share(told("处理满意", "satisfied with the handling"), found["handling"], _)


def _issues(found: Figures, _: Words) -> Iterator[Row]:
    whole = found["complaints"].n
    for name, number in found.by("complaints_by_dimension").items():
        share = Number(n=whole, hits=number.n)
        yield labels.dimension(name, _), f"{number.n}（{percent(share, _)}）", str(whole)
    if found.top_issue is not None:
        key, number = found.top_issue
        yield (
            told(f"最该看：{aspect(key, _)}", f"look first at: {aspect(key, _)}"),
            str(number.n),
            "",
        )


def _now(found: Figures) -> Iterator[Row]:
    yield _count(told("现在没办完", "open now"), found["open_now"])
    yield _count(told("现在超时", "overdue now"), found["overdue_now"])
    if found.by("overdue_cases"):
        yield told("　编号", "  numbers"), numbers(found.by("overdue_cases")), ""
