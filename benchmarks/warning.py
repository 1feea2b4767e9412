"""How often the early warning cries wolf, and how soon it tells a true move: synthetic series.

`python -m benchmarks.warning`: each row is a figure of one place, watched every day for years.
"""

import argparse
import random
from collections.abc import Callable
from statistics import median

from rich.console import Console
from rich.table import Table

from reports.charts import Sample
from reports.warning import moved

HISTORY, WATCHED = 60, 365
# How many days after a shift a signal still counts as having found it.
PATIENCE = 60
Day = Callable[[random.Random, float], Sample]


def share(n: int) -> Day:
    return lambda chance, level: Sample(hits=sum(chance.random() < level for _ in range(n)), n=n)


def count(chance: random.Random, level: float) -> Sample:
    """So many a day by the Poisson distribution."""
    total, product = 0, chance.random()
    floor = 2.718281828459045**-level
    while product > floor:
        total += 1
        product *= chance.random()
    return Sample(hits=total, n=1)


def false_alarms(day: Day, level: float, years: int, *, is_share: bool, seed: int) -> float:
    """A year; each alarm begins a new baseline, as it does in a house."""
    chance, alarms = random.Random(seed), 0
    for _ in range(years):
        days = [day(chance, level) for _ in range(HISTORY)]
        told: int | None = None
        for _ in range(WATCHED):
            days.append(day(chance, level))
            found = moved(days, is_share=is_share, told_since=told)
            if found is not None:
                alarms, told = alarms + 1, found.since
    return alarms / years


def delays(
    day: Day, level: float, shifted: float, runs: int, *, is_share: bool, seed: int
) -> tuple[float, float]:
    """(share found within the patience, median days until it is told)."""
    chance, found = random.Random(seed), list[int]()
    for _ in range(runs):
        days = [day(chance, level) for _ in range(HISTORY)]
        for passed in range(1, PATIENCE + 1):
            days.append(day(chance, shifted))
            move = moved(days, is_share=is_share)
            if move is not None:
                found.append(passed)
                break
    return len(found) / runs, median(found) if found else float("inf")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--years", type=int, default=60)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    table = Table("series", "shift", "false alarms a year", "found in 60 days", "days until told")
    rows: tuple[tuple[str, Day, float, tuple[float, ...], bool], ...] = (
        ("86 % of 20 answers", share(20), 0.86, (0.8, 0.7, 0.55), True),
        ("86 % of 100 answers", share(100), 0.86, (0.82, 0.76, 0.66), True),
        ("95 % of 12 cases", share(12), 0.95, (0.88, 0.75), True),
        ("3 complaints a day", count, 3.0, (4.5, 6.0, 9.0), False),
        ("12 complaints a day", count, 12.0, (15.0, 18.0), False),
    )
    for name, day, level, shifts, is_share in rows:
        alarms = false_alarms(day, level, given.years, is_share=is_share, seed=given.seed)
        for number, shifted in enumerate(shifts):
            part, wait = delays(day, level, shifted, given.runs, is_share=is_share,
                                seed=given.seed)  # fmt: skip
            first = (name, f"{alarms:.2f}") if number == 0 else ("", "")
            table.add_row(first[0], f"{level:g} -> {shifted:g}", first[1], f"{part:.0%}",
                          f"{wait:g}")  # fmt: skip
    Console().print(table)


if __name__ == "__main__":
    main()
