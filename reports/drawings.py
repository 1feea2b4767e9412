"""Drawings of figures as SVG: finished labels are handed in, so that no word is decided here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reports.svg import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    RED,
    WIDTH,
    Point,
    box,
    document,
    dot,
    line,
    path,
    shade,
    text,
)

LEFT, RIGHT, TOP, BOTTOM = 76.0, 860.0, 84.0, 440.0
MOST_LABELS = 10
# Beyond these, dots and dashes would run together; what is out of the ordinary stays marked.
# Names longer than this would leave no room for the bars.
MOST_LEFT = 360.0
FEW_MARKS = 62


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One point of a series; None where nothing was counted. `is_odd` stands out."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    is_odd: bool = False


@dataclass(frozen=True, kw_only=True)
class Course:
    """A series in time. `target` and `middle` are levels; `keys` explain the lines."""

    title: str
    note: str
    marks: Sequence[Mark]
    unit: str = ""
    target: float | None = None
    middle: float | None = None
    top: float | None = None
    keys: Sequence[str] = ()


def course(drawn: Course) -> str:
    """The line with its limits, its target and what stands out of them."""
    top = drawn.top or _round_up(max((v for m in drawn.marks for v in _values(m)), default=1))

    def y(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * min(value, top) / top

    count = max(1, len(drawn.marks))
    is_few = count <= FEW_MARKS
    xs = [LEFT + (RIGHT - LEFT) * (place + 0.5) / count for place in range(count)]
    parts = [*_head(drawn.title, drawn.note), *_grid(top, drawn.unit, y), *_labels(drawn.marks, xs)]
    for side in ("low", "high"):
        limits = [(x, getattr(m, side)) for x, m in zip(xs, drawn.marks, strict=False)]
        known = [(x, y(value)) for x, value in limits if value is not None]
        parts.append(path(known, colour=GREY, width=1.2, dash="3 4" if is_few else ""))
    for level, colour, dash in ((drawn.target, GREEN, "10 5"), (drawn.middle, GREY, "")):
        if level is not None:
            parts.append(line((LEFT, y(level)), (RIGHT, y(level)), colour=colour, width=2,
                              dash=dash))  # fmt: skip
    points = [
        (x, y(m.value), m) for x, m in zip(xs, drawn.marks, strict=False) if m.value is not None
    ]
    parts.append(path([(x, at) for x, at, _ in points], colour=BLUE))
    parts += [dot((x, at), colour=BLUE, is_odd=m.is_odd)
              for x, at, m in points if is_few or m.is_odd]  # fmt: skip
    return document([*parts, *_keys(drawn.keys)])


def _values(mark: Mark) -> list[float]:
    return [value for value in (mark.value, mark.high) if value is not None]


def _round_up(value: float) -> float:
    """So that each of the four lines of the grid stands at a whole number, and little is empty."""
    for quarter in (1, 2, 3, 4, 5):
        if value <= 4 * quarter:
            return 4.0 * quarter
    step = 10.0
    while True:
        for factor in (0.5, 1, 1.5, 2, 2.5, 3, 4):
            if value <= 4 * factor * step:
                return 4 * factor * step
        step *= 10


def _head(title: str, note: str) -> list[str]:
    return [text(24, 38, title, size=24), text(24, 66, note, size=16, fill=GREY)]


def _grid(top: float, unit: str, y: Callable[[float], float]) -> list[str]:
    parts = []
    for step in range(5):
        value = top * step / 4
        at = y(value)
        parts.append(line((LEFT, at), (RIGHT, at), colour="#E3E6EB"))
        parts.append(text(LEFT - 8, at + 6, f"{value:g}{unit}", size=15, anchor="end", fill=GREY))
    return parts


def _labels(marks: Sequence[Mark], xs: Sequence[float]) -> list[str]:
    every = max(1, -(-len(marks) // MOST_LABELS))
    return [
        text(x, BOTTOM + 28, mark.label, size=15, anchor="middle", fill=GREY)
        for place, (x, mark) in enumerate(zip(xs, marks, strict=False))
        if place % every == 0
    ]


def _keys(words: Sequence[str]) -> list[str]:
    """Up to four, in the order blue line, target, limits, what stands out."""
    shapes: Sequence[Callable[[float], list[str]]] = (
        lambda x: [path([(x, 490), (x + 28, 490)], colour=BLUE), dot((x + 14, 490), colour=BLUE)],
        lambda x: [line((x, 490), (x + 28, 490), colour=GREEN, width=2, dash="10 5")],
        lambda x: [line((x, 490), (x + 28, 490), colour=GREY, width=1.5, dash="3 4")],
        lambda x: [dot((x + 14, 490), colour=RED, is_odd=True)],
    )
    parts, x = list[str](), LEFT
    for shape, word in zip(shapes, words, strict=False):
        if word:
            parts += [*shape(x), text(x + 36, 496, word, size=16)]
            x += 60 + 17 * len(word)
    return parts


# --- bars


@dataclass(frozen=True, kw_only=True)
class Bar:
    label: str
    value: float
    shown: str
    mark: float | None = None  # a target or an expectation on the same bar


def bars(title: str, note: str, rows: Sequence[Bar], *, top: float | None = None) -> str:
    """Lying bars with their numbers; a tick where the mark is."""
    longest = top or _round_up(max((max(r.value, r.mark or 0) for r in rows), default=1) or 1)
    height = 110 + 52 * max(1, len(rows))
    left = min(MOST_LEFT, max(210.0, 36 + max((_wide(row.label) for row in rows), default=0)))
    right = 872 - max((_wide(row.shown) for row in rows), default=0)
    parts = _head(title, note)
    for place, row in enumerate(rows):
        y = 92 + 52 * place
        parts.append(text(left - 12, y + 24, row.label, anchor="end"))
        parts.append(box(left, y + 4, (right - left) * row.value / longest, 30, fill=BLUE))
        if row.mark is not None:
            x = left + (right - left) * min(row.mark, longest) / longest
            parts.append(line((x, y - 2), (x, y + 40), colour=ORANGE, width=4))
        parts.append(text(right + 12, y + 24, row.shown))
    return document(parts, height)


def _wide(words: str, size: int = 18) -> float:
    """About how wide it is drawn; Chinese signs are as wide as high."""
    return sum(size if ord(sign) > 0x2E7F else 0.6 * size for sign in words)


def pareto(title: str, note: str, rows: Sequence[Bar]) -> str:
    """Standing bars, the highest first, and the line of what they add up to in percent."""
    total = sum(row.value for row in rows) or 1
    top = _round_up(max((row.value for row in rows), default=1) or 1)
    width = (RIGHT - LEFT) / max(1, len(rows))
    parts, points, sum_so_far = _head(title, note), list[Point](), 0.0
    parts += _grid(top, "", lambda value: BOTTOM - (BOTTOM - TOP) * value / top)
    for place, row in enumerate(rows):
        x, high = LEFT + width * place, (BOTTOM - TOP) * row.value / top
        parts.append(box(x + width * 0.15, BOTTOM - high, width * 0.7, high, fill=BLUE))
        parts.append(_on_bar(x + width / 2, high, row.shown, size=16))
        parts.append(text(x + width / 2, BOTTOM + 28, row.label, size=15, anchor="middle"))
        sum_so_far += row.value
        points.append((x + width / 2, BOTTOM - (BOTTOM - TOP) * sum_so_far / total))
    parts.append(path(points, colour=ORANGE, dash="6 4"))
    parts += [dot(point, colour=ORANGE) for point in points]
    for percent in (0, 50, 100):
        at = BOTTOM - (BOTTOM - TOP) * percent / 100
        parts.append(text(RIGHT + 4, at + 5, f"{percent}%", size=13, fill=GREY))
    return document(parts)


def _on_bar(x: float, high: float, shown: str, size: int) -> str:
    """Over the bar, or within it where it reaches the title."""
    if BOTTOM - high - 6 - size > TOP:
        return text(x, BOTTOM - high - 6, shown, size=size, anchor="middle")
    return text(x, BOTTOM - high + size + 6, shown, size=size, anchor="middle", fill="#FFFFFF")


# --- a heat map


@dataclass(frozen=True, kw_only=True)
class Field:
    value: float
    shown: str


def heat_map(
    title: str, note: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Field]]]
) -> str:
    """Rows by columns; the number stands in every field, so that shade is never alone."""
    top = max((field.value for _, fields in rows for field in fields), default=1) or 1
    left, width, height = 190.0, (WIDTH - 214.0) / max(1, len(columns)), 46.0
    parts = _head(title, note)
    for place, column in enumerate(columns):
        parts.append(text(left + width * (place + 0.5), 108, column, size=15, anchor="middle"))
    for number, (name, fields) in enumerate(rows):
        y = 122 + height * number
        parts.append(text(left - 12, y + 29, name, size=16, anchor="end"))
        for place, field in enumerate(fields):
            fill, ink = shade(field.value / top)
            x = left + width * place
            parts.append(box(x + 2, y + 2, width - 4, height - 4, fill=fill))
            parts.append(text(x + width / 2, y + 29, field.shown, size=16, anchor="middle",
                              fill=ink))  # fmt: skip
    return document(parts, int(150 + height * max(1, len(rows))))


def histogram(
    title: str, note: str, rows: Sequence[Bar], marks: Sequence[tuple[float, str]]
) -> str:
    """How many fall into each class of lengths; a mark stands at a place among the classes."""
    drawn = pareto_free(title, note, rows)
    width = (RIGHT - LEFT) / max(1, len(rows))
    for place, label in marks:
        x = LEFT + width * place
        drawn.append(line((x, TOP), (x, BOTTOM), colour=RED, width=2, dash="6 4"))
        drawn.append(text(x + 6, TOP + 16, label, size=15, fill=INK))
    return document(drawn)


def pareto_free(title: str, note: str, rows: Sequence[Bar]) -> list[str]:
    top = _round_up(max((row.value for row in rows), default=1) or 1)
    width = (RIGHT - LEFT) / max(1, len(rows))
    parts = _head(title, note)
    parts += _grid(top, "", lambda value: BOTTOM - (BOTTOM - TOP) * value / top)
    for place, row in enumerate(rows):
        x, high = LEFT + width * place, (BOTTOM - TOP) * row.value / top
        parts.append(box(x + 1, BOTTOM - high, width - 2, high, fill=BLUE))
        parts.append(_on_bar(x + width / 2, high, row.shown, size=15))
        parts.append(text(x + width / 2, BOTTOM + 28, row.label, size=14, anchor="middle"))
    return parts
