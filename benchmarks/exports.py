"""Rows a second into a spreadsheet, beside the bare library; `python -m benchmarks.exports`."""

import argparse
import asyncio
import resource
import tempfile
import time
from pathlib import Path

import xlsxwriter
from rich.console import Console

from benchmarks.figures import NOW, prepare
from bot.exporting import Order, write_export
from handlers.words import words_in
from reports.exports import SHEETS, Form, Row
from reports.rules import Targets
from storage.engine import Database
from storage.exporting import Source
from storage.figures import scope_of
from storage.people import PeopleRows

EVER = "2023-01-01..2026-11-20"


async def ours(database: Database, path: Path) -> tuple[int, float]:
    """(rows, seconds), the reading included."""
    facts = {"what": "figures", "key": EVER, "dates": EVER, "places": [1]}
    order = Order(form=Form.XLSX, facts=facts, words=words_in("zh-hans"), targets=Targets())

    async def progress(done: int, total: int) -> None:
        """Nobody waits here."""

    begun = time.perf_counter()
    rows = await write_export(database, order, path, NOW, progress)
    return rows, time.perf_counter() - begun


async def bare(database: Database, path: Path) -> float:
    """Seconds that the library alone takes for the same rows, which are in memory already."""
    async with database.reading() as connection:
        house = await PeopleRows(connection).house()
        scope = await scope_of(connection, (house,), EVER, NOW)
    source = Source(database=database, scope=scope)
    sheets: list[list[Row]] = [
        [row async for rows in source.rows(sheet) for row in rows] for sheet in SHEETS
    ]
    begun = time.perf_counter()
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "remove_timezone": True})
    for rows in sheets:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    book.close()
    return time.perf_counter() - begun


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--answers", type=int, default=50_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/bench.sqlite3"
        count = given.answers
        database = await prepare(address, answers=count, cases=count // 10, seed=1)
        rows, seconds = await ours(database, Path(folder) / "ours.xlsx")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        alone = await bare(database, Path(folder) / "bare.xlsx")
        await database.close()
    Console().print(
        f"{rows:,} rows: {rows / seconds:,.0f} a second with reading, {rows / alone:,.0f} by the "
        f"bare library, ratio {alone / seconds:.2f}; {memory:.0f} MB at most"
    )


if __name__ == "__main__":
    asyncio.run(main())
