"""The report of a month as sheets of A4, drawn: it looks the same on every printer and machine."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from handlers.report_blocks import Block, Drawing, Heading, Lines, Table
from reports.svg import GREY, INK, box, line, text

# Units of a sheet; A4 is as wide to its height.
WIDTH, HEIGHT = 900.0, 1273.0
LEFT, RIGHT, TOP, BOTTOM = 70.0, 830.0, 80.0, 1195.0
FIRST_COLUMN, SMALLEST = 0.28, 10
PICTURE = (760.0, 760.0 * 520 / 900)
SIZES = {1: 25, 2: 19}
_VIEW = re.compile(r'viewBox="0 0 (\d+) (\d+)"')


@dataclass(kw_only=True)
class Pen:
    """Where the next thing is drawn; what doesn't fit begins a sheet."""

    sheets: list[list[str]] = field(default_factory=lambda: [[]])
    at: float = TOP

    def room(self, height: float) -> None:
        if self.at + height > BOTTOM and self.sheets[-1]:
            self.sheets.append([])
            self.at = TOP

    def draw(self, parts: Sequence[str], height: float) -> None:
        self.sheets[-1].extend(parts)
        self.at += height


def sheets(blocks: Sequence[Block], font: str) -> list[str]:
    """Each sheet as SVG, numbered at its foot."""
    pen = Pen()
    for place, block in enumerate(blocks):
        if isinstance(block, Heading):
            # A heading stays with the beginning of what it is over.
            following = blocks[place + 1] if place + 1 < len(blocks) else None
            pen.room(PICTURE[1] + 60 if isinstance(following, Drawing) else 140)
        _draw(block, pen)
    many = len(pen.sheets)
    return [_sheet(parts, f"{number}/{many}", font) for number, parts in enumerate(pen.sheets, 1)]


def _sheet(parts: Sequence[str], foot: str, font: str) -> str:
    body = "".join([*parts, text(WIDTH / 2, HEIGHT - 36, foot, size=13, anchor="middle",
                                 fill=GREY)])  # fmt: skip
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" '
        f'width="{WIDTH:.0f}" height="{HEIGHT:.0f}" font-family="{font}">'
        f'<rect width="100%" height="100%" fill="#FFFFFF"/>{body}</svg>'
    )


def _draw(block: Block, pen: Pen) -> None:
    match block:
        case Heading():
            _heading(block, pen)
        case Lines():
            _lines(block, pen)
        case Table():
            _table(block, pen)
        case Drawing():
            _drawing(block, pen)


def _heading(block: Heading, pen: Pen) -> None:
    size = SIZES[block.level]
    for words in wrapped(block.text, (RIGHT - LEFT) / size):
        pen.draw([text(LEFT, pen.at + size, words, size=size)], size * 1.5)
    if block.level == 1:
        pen.draw([line((LEFT, pen.at), (RIGHT, pen.at), colour=INK, width=1.5)], 10)
    pen.at += 6


def _lines(block: Lines, pen: Pen) -> None:
    size = 13 if block.is_small else 16
    for said in block.lines:
        for number, words in enumerate(wrapped(said, (RIGHT - LEFT - 20) / size)):
            pen.room(size * 1.7)
            mark = [text(LEFT, pen.at + size, "·", size=size)] if number == 0 else []
            said_here = text(LEFT + 16, pen.at + size, words, size=size)
            pen.draw([*mark, said_here], size * 1.6)
    pen.at += 16


def _table(block: Table, pen: Pen) -> None:
    edges = _edges(len(block.head))
    _row(block.head, edges, pen, is_head=True)
    for row in block.rows:
        if pen.at + 28 > BOTTOM:
            pen.room(BOTTOM)
            _row(block.head, edges, pen, is_head=True)
        _row(row, edges, pen)
    pen.at += 18


def _edges(count: int) -> list[float]:
    """Where columns end; the first is the widest."""
    first = LEFT + (RIGHT - LEFT) * (FIRST_COLUMN if count > 1 else 1)
    step = (RIGHT - first) / max(1, count - 1)
    return [first + step * number for number in range(count)]


def _row(cells: Sequence[str], edges: Sequence[float], pen: Pen, *, is_head: bool = False) -> None:
    size, starts = 14, [LEFT, *edges[:-1]]
    pen.room(28)
    parts = [box(LEFT, pen.at, RIGHT - LEFT, 26, fill="#E8F1F8")] if is_head else []
    for number, (cell, start, end) in enumerate(zip(cells, starts, edges, strict=True)):
        # What is long is written smaller; only what doesn't fit even so is cut.
        fits = min(size, max(SMALLEST, int((end - start - 10) / max(1.0, ems(cell)))))
        words = next(wrapped(cell, (end - start - 6) / fits), "")
        x, anchor = (start + 4, "start") if number == 0 else (end - 4, "end")
        parts.append(text(x, pen.at + 19, words, size=fits, anchor=anchor))
    parts.append(line((LEFT, pen.at + 27), (RIGHT, pen.at + 27), colour="#D8DCE3"))
    pen.draw(parts, 28)


def _drawing(block: Drawing, pen: Pen) -> None:
    found = _VIEW.search(block.svg)
    wide, high = (float(found[1]), float(found[2])) if found else (900.0, 520.0)
    height = PICTURE[0] * high / wide
    pen.room(height + 20)
    start = block.svg.index(">") + 1
    inner = block.svg[start : block.svg.rindex("</svg>")]
    nested = (
        f'<svg x="{LEFT}" y="{pen.at:.1f}" width="{PICTURE[0]}" height="{height:.1f}" '
        f'viewBox="0 0 {wide:.0f} {high:.0f}">{inner}</svg>'
    )
    pen.draw([nested], height + 20)


def ems(words: str) -> float:
    """About how wide words are, in widths of a Chinese character."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.56 for c in words)


def wrapped(words: str, most: float) -> Iterator[str]:
    """Lines that are at most so many widths of a Chinese character long."""
    taken, width = "", 0.0
    for character in words:
        wide = ems(character)
        if width + wide > most and taken:
            yield taken
            taken, width = "", 0.0
        taken, width = taken + character, width + wide
    if taken:
        yield taken
