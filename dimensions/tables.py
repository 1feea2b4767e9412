"""Reads the word lists: one row a line, columns split by tabs, however the file was saved."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


class TableError(ValueError):
    """A word list holds a line that can't be used."""


@dataclass(frozen=True, kw_only=True)
class Row:
    where: str
    cells: tuple[str, ...]


def read_rows(path: Path, *, columns: int) -> Iterator[Row]:
    """Rows of exactly `columns` cells; a byte order mark, CRLF and `#` lines are fine."""
    for number, line in enumerate(_text_of(path).splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(cell.strip() for cell in line.split("\t"))
        where = f"{path.name} 第 {number} 行"
        if len(cells) != columns:
            raise TableError(f"{where}：应有 {columns} 列（用制表符分隔），现有 {len(cells)} 列。")
        yield Row(where=where, cells=cells)


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableError(f"{path.name}：不是 UTF-8 编码，请另存为 UTF-8。") from None
    except OSError as error:
        raise TableError(f"{path.name}：读不了（{error.strerror}）。") from None
