"""The first sheet of an Excel file as a table."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.mistakes import UnfitFile
from bot.spoken import told
from bot.table_rows import Row, Table

# What a sheet may hold unpacked, in bytes: it has to fit into memory, unlike a CSV.
LARGEST = 400_000_000


class Place:
    """How many rows have been read."""

    def __init__(self) -> None:
        self._number = 0

    def of(self, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            self._number = row.number
            yield row

    def tell(self) -> int:
        return self._number


@contextmanager
def open_sheet(path: Path, largest: int = LARGEST) -> Iterator[Table]:
    """Raises UnfitFile for what is no Excel file, locked, or too large to be held in memory."""
    # Nobody but who imports such a file needs it in memory.
    import python_calamine as calamine  # noqa: PLC0415

    _require_small(path, largest)
    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as book:
            sheet = book.get_sheet_by_index(0)
            rows, place = _rows(sheet.iter_rows()), Place()
            head = next(rows, Row(number=1, cells=[])).cells
            yield Table(head=head, rows=place.of(rows), size=sheet.height, place=place.tell)
    except calamine.PasswordError:
        raise UnfitFile(
            told(
                f"{path} 有密码：请另存一份没有密码的，再导入。",
                f"{path} is locked: save one without a password and import that.",
            )
        ) from None
    except calamine.CalamineError:
        raise UnfitFile(
            told(
                f"{path} 读不了：请另存为 .xlsx 或“CSV UTF-8”，再导入。",
                f"Can't read {path}: save it as .xlsx or “CSV UTF-8” and import again.",
            )
        ) from None


def _require_small(path: Path, largest: int) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile:
        raise UnfitFile(
            told(
                f"{path} 不是 Excel 文件：请另存为 .xlsx 或“CSV UTF-8”，再导入。",
                f"{path} is no Excel file: save it as .xlsx or “CSV UTF-8” and import again.",
            )
        ) from None
    if size > largest:
        raise UnfitFile(
            told(
                f"{path} 太大了：请在表格软件里另存为“CSV UTF-8”，再导入，多大都行。",
                f"{path} is too large: save it as “CSV UTF-8”, of any size, and import that.",
            )
        )


def _rows(rows: Iterator[list[Any]]) -> Iterator[Row]:
    for number, cells in enumerate(rows, start=1):
        told = [_text(cell) for cell in cells]
        if any(told):
            yield Row(number=number, cells=told)


def _text(cell: Any) -> str:
    """As the spreadsheet shows it: a telephone is no number with a decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()
