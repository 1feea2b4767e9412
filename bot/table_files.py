"""Tables in files; CSV is read row by row however long it is, in what encoding it comes."""

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from bot.encoded import UNMARKED, marked
from bot.mistakes import UnfitFile
from bot.spoken import told
from bot.table_rows import Row, Table
from bot.table_sheets import LARGEST, open_sheet

SHEETS = frozenset({".xlsx", ".xlsm", ".xlsb", ".ods"})
CHUNK = 1 << 20
LONGEST_CELL = 16 * 1024
SEPARATORS = ",;\t"


def open_table(path: Path, largest: int = LARGEST) -> AbstractContextManager[Table]:
    """Raises UnfitFile for what is no table, and for a sheet of more bytes than `largest`."""
    if not path.is_file():
        raise UnfitFile(
            told(f"没有 {path} 这个文件：请检查名字。", f"There is no file {path}: check the name.")
        )
    return open_sheet(path, largest) if path.suffix.lower() in SHEETS else open_csv(path)


@contextmanager
def open_csv(path: Path) -> Iterator[Table]:
    """Raises UnfitFile for what is no table."""
    encoding = encoding_of(path)
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
        first = text.readline(LONGEST_CELL)
        separator = max(SEPARATORS, key=first.count)
        csv.field_size_limit(LONGEST_CELL)
        head = next(csv.reader([first], delimiter=separator), [])
        yield Table(
            head=head, rows=_rows(text, separator), size=path.stat().st_size, place=raw.tell
        )


def _rows(text: io.TextIOWrapper, separator: str) -> Iterator[Row]:
    """Empty rows are left out; one with quotes that don't fit is given as what it is."""
    reader = csv.reader(text, delimiter=separator, strict=True)
    while True:
        number = reader.line_num + 2
        try:
            cells = next(reader, None)
        except csv.Error:
            yield Row(number=number, cells=[], broken=reader.line_num + 1)
            continue
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield Row(number=number, cells=cells)


def encoding_of(path: Path) -> str:
    """UTF-8 if all of the file is, else GB18030, which has GBK in it. Raises UnfitFile."""
    with path.open("rb") as file:
        start = file.read(4)
    if not start:
        raise UnfitFile(
            told(
                f"{path} 是空的：请重新保存这张表。", f"{path} is empty: save the table once more."
            )
        )
    if start.startswith(b"PK"):
        raise UnfitFile(
            told(
                f"{path} 其实是 Excel 文件，请把名字改成 .xlsx 再导入。",
                f"{path} really is an Excel file: rename it to .xlsx and import again.",
            )
        )
    mark = marked(start)
    for encoding in (mark,) if mark else UNMARKED:
        if _is_all(path, encoding):
            return encoding
    raise UnfitFile(
        told(
            f"{path} 的文字编码读不懂：请在表格软件里另存为“CSV UTF-8”，再导入。",
            f"The encoding of {path} is unknown: save it as “CSV UTF-8” and import again.",
        )
    )


def _is_all(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                if "\0" in decoder.decode(chunk):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
