"""No worker is left alone with a long test."""

from tests.house.checkout import ROOT
from tests.order import APART, LONGEST, order

CHAOS, KILL = "tests/trials/test_chaos.py", "tests/journeys/test_kill.py"
[FUZZ] = APART


def test_each_worker_begins_with_long_tests_and_files_stay_together() -> None:
    files = ["short.py"] * 20 + [CHAOS] * 3 + [KILL] * 2 + ["other.py"] * 14 + [FUZZ]
    found = order(files, 4)
    assert sorted(found) == list(range(len(files)))
    rows = [found[begin : begin + 10] for begin in range(0, 40, 10)]
    assert [files[row[0]] for row in rows] == [CHAOS, KILL, FUZZ, "other.py"]
    assert rows[0][:3] == [20, 21, 22]
    assert rows[1][:2] == [23, 24]
    short = [place for place in found if files[place] not in LONGEST]
    assert short == sorted(short), "the others come as they were"


def test_few_long_ones_are_run_whatever_the_number_of_workers() -> None:
    files = [CHAOS] * 5 + ["short.py"]
    assert sorted(order(files, 4)) == list(range(6))


def test_every_file_that_begins_first_is_there() -> None:
    assert [file for file in LONGEST if not (ROOT / file).is_file()] == []
