"""`huiyin export audit`: the trails of a random sample of cases, for whoever checks the house."""

import asyncio
import json
import os
import random
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

from rich.console import Console

from bot.clock import Clock
from bot.demo_clock import clock_to_go_by, is_a_demos
from bot.mistakes import NotUnderstood, UnfitFile
from bot.settings import read_settings
from bot.spoken import told, why
from bot.stats import looking_at, place_called
from calendars.periods import UnknownPeriod, parse_period
from complaints.values import Mark
from handlers.steps import step
from handlers.words import Words, words_in
from storage.audit import CUSTOMER, SYSTEM, numbers_of, trails
from storage.people import PeopleRows

Trail = dict[str, Any]
LARGEST = 10_000


async def export_audit(
    console: Console,
    file: Path | None,
    *,
    sample: int,
    seed: int | None,
    period: str,
    place: str | None,
    clock: Clock,
) -> None:
    """To `file` (a page for .html, else a JSON object a line), or to the terminal.

    The same seed draws the same cases as long as no case was added to the period.
    """
    settings = read_settings()
    now = (await clock_to_go_by(settings, clock)).now()
    chance = seed if seed is not None else random.SystemRandom().randrange(1_000_000)
    mark = (Mark.DEMO if is_a_demos(settings) else Mark.LIVE).value
    async with looking_at(settings.database_url) as connection:
        people = PeopleRows(connection)
        where = await place_called(people, place)
        begin, end = _window(period, now, where.zone)
        places = sorted(await people.places_below(where.id))
        known = await numbers_of(connection, begin, end, places, mark)
        drawn = sorted(random.Random(chance).sample(known, min(sample, len(known))))
        found = await trails(connection, drawn)
    if not found:
        none = told(
            "这段时间没有投诉，没什么可抽的。", "There are no cases in that period to draw from."
        )
        raise NotUnderstood(none)
    if file is None:
        for trail in found:
            print(json.dumps(trail, ensure_ascii=False))
        return
    await asyncio.to_thread(_write, file, found)
    written = told(
        f"已写好 {file}：{len(known)} 件里抽了 {len(found)} 件（--seed {chance} 再抽还是这些）。",
        f"Wrote {file}: {len(found)} of {len(known)} cases (--seed {chance} draws the same again).",
    )
    console.print(written, highlight=False, soft_wrap=True)


def _window(period: str, now: datetime, zone: str) -> tuple[datetime, datetime]:
    if period == "all":
        return datetime.fromtimestamp(0, now.tzinfo), now + timedelta(days=1)
    try:
        asked = parse_period(period, now, zone)
    except UnknownPeriod:
        raise NotUnderstood(
            told(
                f"没看懂“{period}”是哪段时间，例如 2026-11、30d、all。",
                f"“{period}” is no period that is known; write 2026-11, 30d or all.",
            )
        ) from None
    return asked.start, asked.end


def _write(file: Path, found: list[Trail]) -> None:
    """Readable by its owner alone; nothing half when the disk is full."""
    text = page_of(found) if file.suffix == ".html" else _lines(found)
    unfinished = file.with_name(f".{file.name}.unfinished")
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
        unfinished.replace(file)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise UnfitFile(
            told(
                f"写不了 {file}（{why(error)}）：请换一个地方。",
                f"Can't write {file} ({why(error)}): choose another place.",
            )
        ) from None


def _lines(found: list[Trail]) -> str:
    return "".join(json.dumps(trail, ensure_ascii=False) + "\n" for trail in found)


STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #ccc;padding:.25rem .5rem;"
    "text-align:left;font-size:.9rem}h2{margin-top:2.5rem}@media print{h2{break-before:page}}"
)


def page_of(found: list[Trail]) -> str:
    """One page without anything from elsewhere, a heading a case; times are in UTC."""
    _ = words_in("zh-hans")
    body = "".join(_section(trail, _) for trail in found)
    return (
        f'<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>审计抽样</title>'
        f"<style>{STYLE}</style><h1>审计抽样 · {len(found)} 件</h1>"
        f"<p>时间都是 UTC。没有客人的姓名和原话。</p>{body}</html>\n"
    )


def _section(trail: Trail, _: Words) -> str:
    skip = {"promises", "escalations", "remedies", "trail", "case"}
    head = {name: value for name, value in trail.items() if name not in skip and value is not None}
    steps = [{**event, "step": step(event["step"], _)} for event in trail["trail"]]
    steps = [{**event, "by": _who(event["by"])} for event in steps]
    return (
        f"<h2>#{trail['case']}</h2>{_table([head])}"
        f"<h3>时限</h3>{_table(trail['promises'])}<h3>上报</h3>{_table(trail['escalations'])}"
        f"<h3>补偿</h3>{_table(trail['remedies'])}<h3>经过</h3>{_table(steps)}"
    )


def _who(name: str) -> str:
    return {CUSTOMER: "客人", SYSTEM: "系统"}.get(name, name)


def _table(rows: list[Trail]) -> str:
    if not rows:
        return "<p>没有</p>"
    names = list(dict.fromkeys(name for row in rows for name in row))
    head = "".join(f"<th>{escape(name)}" for name in names)
    lines = (
        "".join(f"<td>{escape('' if row.get(n) is None else str(row.get(n)))}" for n in names)
        for row in rows
    )
    return f"<table><tr>{head}" + "".join(f"<tr>{line}" for line in lines) + "</table>"
