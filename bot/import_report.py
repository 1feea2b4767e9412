"""What became of the rows of a table, what had come before, and the file of those refused."""

import csv
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from bot.spoken import told
from bot.table_rows import Row


@dataclass(kw_only=True)
class Report:
    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    late: int = 0
    longest_write: float = 0.0

    def __str__(self) -> str:
        kept = told(
            f"新增 {self.new} · 更新 {self.changed} · 没有变化 {self.same}",
            f"{self.new} new · {self.changed} changed · {self.same} the same",
        )
        text = told(f"{kept} · 没有收下 {self.refused}", f"{kept} · {self.refused} refused")
        return (
            told(
                f"{text}\n其中 {self.late} 次的问卷之前已发出，收不回来。",
                f"{text}\nThe surveys of {self.late} of them were out already and can't "
                "be taken back.",
            )
            if self.late
            else text
        )


class Seen:
    """Which ids have come before, eight bytes each, so that a long file needs little memory."""

    def __init__(self) -> None:
        self._slots, self._count = array("Q", bytes(8 * 1024)), 0

    def add(self, name: str) -> bool:
        """False when it was there; two ids in 10^19 are taken for one."""
        if 2 * self._count > len(self._slots):
            self._grow()
        number = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big") | 1
        return self._put(number)

    def _put(self, number: int) -> bool:
        slots, mask = self._slots, len(self._slots) - 1
        place = (number >> 1) & mask
        while slots[place]:
            if slots[place] == number:
                return False
            place = (place + 1) & mask
        slots[place] = number
        self._count += 1
        return True

    def _grow(self) -> None:
        old = self._slots
        self._slots, self._count = array("Q", bytes(8 * 4 * len(old))), 0
        for number in filter(None, old):
            self._put(number)


class RefusedRows:
    """A file beside the table, made when the first row is refused: to be mended and brought again.

    No cell of it is taken for a formula by a spreadsheet.
    """

    def __init__(self, path: Path, head: Sequence[str]) -> None:
        self.path, self._head = path, head
        self._file: Any = None

    def put(self, row: Row, reason: str) -> None:
        if self._file is None:
            self._file = self.path.open("w", encoding="utf-8-sig", newline="", errors="replace")
            self._writer = csv.writer(self._file)
            self._writer.writerow([*map(_harmless, self._head), "行号", "原因"])
        cells = [*row.cells, *[""] * (len(self._head) - len(row.cells))]
        self._writer.writerow([*map(_harmless, cells[: len(self._head)]), row.number, reason])

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
