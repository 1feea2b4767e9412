"""A table as whoever reads it gives it: its head, and rows one after another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """`number` counts lines, the head being 1. `broken`: the line to which it can't be read."""

    number: int
    cells: list[str]
    broken: int | None = None


@dataclass(frozen=True, kw_only=True)
class Table:
    """`place` tells how far of `size` has been read, in bytes or rows."""

    head: list[str]
    rows: Iterator[Row]
    size: int
    place: Callable[[], int]
