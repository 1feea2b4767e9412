"""The longest tests begin first, side by side: no worker is left alone with them at the end.

xdist gives each worker as many tests in a row and lets the idle take from the ends of the others,
but for the last two: what stands at the head of a row is begun at once and taken by nobody.
"""

import os
from collections.abc import Hashable, Sequence
from itertools import islice

import pytest

# Seconds each, roughly; the tests of a file share what is dear to begin, but for those of APART.
# None that starts a browser or a demo: several of these side by side would wait for each other.
LONGEST = {
    "tests/trials/test_chaos.py": 40,
    "tests/journeys/test_kill.py": 40,
    "tests/reports/test_rollups.py": 40,
    "tests/journeys/test_fuzz.py": 30,
    "tests/trials/test_soak.py": 30,
    "tests/journeys/test_canary.py": 20,
}
APART = {"tests/journeys/test_fuzz.py"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if workers > 1:
        files = [item.path.relative_to(config.rootpath).as_posix() for item in items]
        items[:] = [items[place] for place in order(files, workers)]


def order(files: Sequence[str], workers: int) -> list[int]:
    """The places of tests, by their files, so that each worker's row begins with long ones."""
    together: dict[Hashable, list[int]] = {}
    for place, file in enumerate(files):
        if file in LONGEST:
            together.setdefault((file, place if file in APART else None), []).append(place)
    hands = [list[int]() for _ in range(workers)]
    spent = [0] * workers
    for places in sorted(together.values(), key=lambda places: -LONGEST[files[places[0]]]):
        lightest = spent.index(min(spent))
        hands[lightest] += places
        spent[lightest] += LONGEST[files[places[0]]]
    others = (place for place, file in enumerate(files) if file not in LONGEST)
    found = list[int]()
    for hand, row in zip(hands, _rows(len(files), workers), strict=True):
        found += [*hand, *islice(others, max(0, row - len(hand)))]
    return [*found, *others]


def _rows(count: int, workers: int) -> list[int]:
    """How many tests xdist gives to each: an equal share of what is left."""
    rows, left = list[int](), count
    for nth in range(workers):
        rows.append(left // (workers - nth))
        left -= rows[-1]
    return rows
