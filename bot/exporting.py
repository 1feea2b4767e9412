"""Makes the file that somebody takes away, row by row, beside everything else."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

from bot.drawing import rasterized
from bot.export_files import Spreadsheet, Texts, Writer
from bot.pdf_sheets import document
from handlers.export_names import about_lines
from handlers.figures import title
from handlers.rendering import Context
from handlers.report_blocks import Heading, blocks
from handlers.report_page import page
from handlers.report_sheets import sheets
from handlers.words import Words
from reports.exports import SHEETS, Form
from reports.panel import Panel
from reports.rules import Targets
from reports.svg import FONT
from storage.engine import Database
from storage.exporting import Source
from storage.panel import Loading, load_panel

Progress = Callable[[int, int], Awaitable[None]]
# What stands in a report, in its order; people only where whoever asks may see them all.
VIEWS = ("figures", "compare", "issues", "targets", "places", "teams", "types",
         "pictrend", "picontime", "picrate", "picissues", "picserv")  # fmt: skip
# A sheet of A4 at 180 dots an inch, which prints sharp and stays light.
SHEET_PIXELS = 1488


@dataclass(frozen=True, kw_only=True)
class Order:
    """`facts` are those of a panel: what is shown is what is taken away."""

    form: Form
    facts: Mapping[str, Any]
    words: Words
    targets: Targets


async def write_export(
    database: Database, order: Order, path: Path, now: datetime, progress: Progress
) -> int:
    """Into `path`; gives how many rows there are."""
    if order.form in {Form.HTML, Form.PDF}:
        return await _write_page(database, order, path, now)
    async with database.reading() as connection:
        loading = Loading(connection, order.facts, now, order.targets)
        panel = await loading.panel()
        scope = await loading.scope()
    zone = str(scope.period.zone)
    context = Context(_=order.words, zone=zone, now=now, is_group=False)
    about = about_lines(_plain(title(panel.whole, context, panel.cut)), zone, order.words)
    writer: Writer = (
        Spreadsheet(path, zone, order.words)
        if order.form is Form.XLSX
        else Texts(path, zone, order.words)
    )
    written = await _write_rows(Source(database=database, scope=scope), writer, progress)
    await asyncio.to_thread(writer.finish, about)
    return written


async def _write_rows(source: Source, writer: Writer, progress: Progress) -> int:
    total = sum([await source.count(sheet) for sheet in SHEETS])
    done = 0
    for sheet in SHEETS:
        # A sheet without rows still has its head.
        await asyncio.to_thread(writer.add, sheet, [])
        async for rows in source.rows(sheet):
            await asyncio.to_thread(writer.add, sheet, rows)
            done += len(rows)
            await progress(done, total)
    return done


async def _write_page(database: Database, order: Order, path: Path, now: datetime) -> int:
    panels = {}
    async with database.reading() as connection:
        for view in VIEWS:
            facts = {**order.facts, "what": view}
            panel = await load_panel(connection, facts, now, order.targets)
            if panel is not None:
                panels[view] = panel
    zone = str(panels["figures"].whole.period.zone)
    context = Context(_=order.words, zone=zone, now=now, is_group=False)
    if order.form is Form.PDF:
        await asyncio.to_thread(_write_sheets, panels, context, path)
    else:
        await asyncio.to_thread(path.write_text, page(panels, context), "utf-8")
    return panels["figures"].whole["complaints"].n


def _write_sheets(panels: Mapping[str, Panel], context: Context, path: Path) -> None:
    found = blocks(panels, context)
    drawn = [rasterized(sheet, width=SHEET_PIXELS) for sheet in sheets(found, FONT)]
    head = next(block.text for block in found if isinstance(block, Heading))
    path.write_bytes(document(drawn, head))


def _plain(words: str) -> str:
    return unescape(words.replace("<b>", "").replace("</b>", "").replace("\n", " "))


def file_name(form: Form, dates: str) -> str:
    ending = {Form.CSV: "zip"}.get(form, form.value)
    return f"huiyin-{dates.replace('..', '_')}.{ending}"
