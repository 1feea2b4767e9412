"""A chart beside a bare line of the same series by the same library: `-m benchmarks.charts`."""

import argparse
import asyncio
import random
import resource
import time
from datetime import date, timedelta
from statistics import median

from rich.console import Console
from rich.table import Table

from bot.drawing import png_of
from reports.drawings import Course, Mark, course
from reports.svg import BLUE, document, line, path, text

RUNS = 15


def series(days: int, seed: int) -> list[Mark]:
    """A share a day with its limits; a few days stand out."""
    chance, first = random.Random(seed), date(2025, 11, 21)
    marks = []
    for number in range(days):
        value = 80 + chance.gauss(0, 4)
        label = (first + timedelta(days=number)).isoformat()
        marks.append(Mark(label=label, value=value, low=70, high=90, is_odd=value > 90))
    return marks


def ours(marks: list[Mark]) -> str:
    return course(
        Course(title="满意度 每天", note="西湖店 2025-11-21..2026-11-20", marks=marks, unit="%",
               target=85, middle=80, top=100, keys=("目标", "界限"))
    )  # fmt: skip


def bare(marks: list[Mark]) -> str:
    """The line, two axes and ten labels: what any library draws when nothing is asked of it."""
    wide, high = 784.0 / max(1, len(marks) - 1), 356.0
    points = [(76 + n * wide, 440 - high * (mark.value or 0) / 100) for n, mark in enumerate(marks)]
    every = max(1, len(marks) // 10)
    labels = [text(76 + n * wide, 462, marks[n].label, size=12)
              for n in range(0, len(marks), every)]  # fmt: skip
    levels = [
        text(40, 440 - high * level / 100, str(level), size=12) for level in range(0, 101, 25)
    ]
    axes = [line((76, 84), (76, 440)), line((76, 440), (860, 440))]
    return document([*axes, *labels, *levels, path(points, colour=BLUE)])


async def took(marks: list[Mark]) -> tuple[float, float, int]:
    """(ours, bare, bytes of ours): milliseconds of the processor from the series to the picture.

    They take turns, and what else runs on the machine is not counted.
    """
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    size = 0
    for _ in range(RUNS):
        for name, draw in (("ours", ours), ("bare", bare)):
            begun = time.process_time()
            picture = await png_of(draw(marks))
            times[name].append((time.process_time() - begun) * 1000)
            size = len(picture) if name == "ours" else size
    return median(times["ours"][1:]), median(times["bare"][1:]), size


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--days", default="31,92,366")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    table = Table("days", "chart ms", "bare ms", "ratio", "chart KB", "MB in all")
    for days in map(int, given.days.split(",")):
        marks = series(days, given.seed)
        chart, alone, size = await took(marks)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        table.add_row(f"{days}", f"{chart:.1f}", f"{alone:.1f}", f"{chart / alone:.2f}",
                      f"{size / 1024:.0f}", f"{memory:.0f}")  # fmt: skip
    Console().print(table)


if __name__ == "__main__":
    asyncio.run(main())
