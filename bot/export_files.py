"""Writes rows into a file as they come: a spreadsheet with typed cells, or text."""

import csv
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from handlers.export_names import cell_name, column_name, sheet_name
from handlers.words import Words
from reports.exports import Cell, Column, Row, Sheet, Sort, Wording, harmless

# Words that come again and again are put into the reader's language once.
MOST_KNOWN = 10_000
# A sheet ends here; the rest goes on in the next one.
LAST_ROW = 1_048_575
# The day from which spreadsheets count.
FIRST_DAY = datetime(1899, 12, 30, tzinfo=UTC)
ONE_DAY = timedelta(days=1)


class Writer(Protocol):
    def add(self, sheet: Sheet, rows: Sequence[Row]) -> None: ...

    def finish(self, about: Sequence[str]) -> None: ...


class Spreadsheet:
    """XLSX. Only a row at a time is in memory; nothing of it can become a formula or a link."""

    def __init__(self, path: Path, zone: str, _: Words) -> None:
        import xlsxwriter  # noqa: PLC0415 - needed for exports only

        self._book: Any = xlsxwriter.Workbook(
            path,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "tmpdir": str(path.parent),
            },
        )
        self._wall, self._ = Wall(ZoneInfo(zone)), _
        self._head = self._book.add_format({"bold": True, "bg_color": "#E8F1F8"})
        self._time = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._sheets: dict[str, tuple[Any, int, int]] = {}

    def add(self, sheet: Sheet, rows: Sequence[Row]) -> None:
        page, row, part = self._sheets.get(sheet.key) or self._begin(sheet, 1)
        writes = [self._writer(page, column) for column in sheet.columns]
        for cells in rows:
            if row > LAST_ROW:
                page, row, part = self._begin(sheet, part + 1)
                writes = [self._writer(page, column) for column in sheet.columns]
            for place, (write, cell) in enumerate(zip(writes, cells, strict=True)):
                if cell is not None:
                    write(row, place, cell)
            row += 1
        self._sheets[sheet.key] = (page, row, part)

    def _begin(self, sheet: Sheet, part: int) -> tuple[Any, int, int]:
        name = sheet_name(sheet.key, self._)
        page = self._book.add_worksheet(name if part == 1 else f"{name} {part}")
        page.freeze_panes(1, 1)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, 20 if column.sort is Sort.TIME else 14)
            page.write_string(0, place, column_name(column.key, self._), self._head)
        return page, 1, part

    def _writer(self, page: Any, column: Column) -> Callable[[int, int, Any], None]:
        _, serial = self._, self._wall.serial
        if column.sort is Sort.TIME:
            style = self._time

            def write_time(row: int, place: int, at: datetime) -> None:
                page.write_number(row, place, serial(at), style)

            return write_time
        if column.sort is Sort.NUMBER:
            return page.write_number  # type: ignore[no-any-return]

        known: dict[Cell, str] = {}

        def write_text(row: int, place: int, words: Cell) -> None:
            shown = known.get(words)
            if shown is None:
                shown = str(cell_name(column.key, words, _))
                if len(known) < MOST_KNOWN:
                    known[words] = shown
            page.write_string(row, place, shown)

        return write_text

    def finish(self, about: Sequence[str]) -> None:
        page = self._book.add_worksheet(sheet_name("about", self._))
        page.set_column(0, 0, 110)
        for row, line in enumerate(about):
            page.write_string(row, 0, line)
        self._book.close()


class Wall:
    """Instants as days since a spreadsheet's first day, on the wall of a zone.

    No zone's clock is put forward or back but at a quarter of an hour, and of a quarter there are
    many: looking up the zone for each instant would take more time than all the rest of it.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._ahead: dict[int, timedelta] = {}

    def serial(self, at: datetime) -> float:
        since = at - FIRST_DAY
        quarter = since.days * 96 + since.seconds // 900
        ahead = self._ahead.get(quarter)
        if ahead is None:
            if len(self._ahead) >= MOST_KNOWN:
                self._ahead.clear()
            ahead = self._ahead[quarter] = at.astimezone(self._zone).utcoffset() or timedelta()
        return (since + ahead) / ONE_DAY


class Texts:
    """CSV, one file a sheet, packed into one; with the mark that lets spreadsheets read Chinese."""

    def __init__(self, path: Path, zone: str, _: Words) -> None:
        self._path, self._zone, self._ = path, ZoneInfo(zone), _
        self._files: dict[str, tuple[Path, Any, Any]] = {}
        self._known: dict[tuple[str, Cell], str] = {}

    def add(self, sheet: Sheet, rows: Sequence[Row]) -> None:
        if sheet.key not in self._files:
            self._begin(sheet)
        _, _, writer = self._files[sheet.key]
        writer.writerows(self._line(sheet, row) for row in rows)

    def _begin(self, sheet: Sheet) -> None:
        path = self._path.with_name(f"{self._path.stem}-{sheet.key}.csv")
        file = path.open("w", encoding="utf-8-sig", newline="")
        writer = csv.writer(file)
        writer.writerow([column_name(column.key, self._) for column in sheet.columns])
        self._files[sheet.key] = (path, file, writer)

    def _line(self, sheet: Sheet, row: Row) -> Iterable[object]:
        for column, cell in zip(sheet.columns, row, strict=True):
            if isinstance(cell, datetime):
                yield cell.astimezone(self._zone).strftime("%Y-%m-%d %H:%M:%S")
            elif isinstance(cell, str | Wording):
                yield self._shown(column.key, cell)
            elif isinstance(cell, float) and cell.is_integer():
                yield int(cell)
            else:
                yield cell

    def _shown(self, column: str, cell: Cell) -> str:
        shown = self._known.get((column, cell))
        if shown is None:
            shown = harmless(str(cell_name(column, cell, self._)))
            if len(self._known) < MOST_KNOWN:
                self._known[column, cell] = shown
        return shown

    def finish(self, about: Sequence[str]) -> None:
        with zipfile.ZipFile(self._path, "w", zipfile.ZIP_DEFLATED) as packed:
            for key, (path, file, _writer) in self._files.items():
                file.close()
                packed.write(path, f"{key}.csv")
                path.unlink()
            packed.writestr("README.txt", "\n".join(about))
