"""Files and functions that a person can hold in the head."""

import statistics

from tests.house.checkout import functions_of, name_of, tracked_files, tracked_python

LONGEST_FILE = 450
LONGEST_FUNCTION = 45
# What may be longer, and why. An entry that is no longer needed fails the test.
LONG_FILES: dict[str, str] = {
    "storage/tables.py": "every table in one place, so that a data map can be read off it",
}
LONG_FUNCTIONS: dict[str, str] = {}
_WRITTEN_BY_HAND = {".py", ".js", ".css", ".html", ".sh"}


def test_no_file_is_too_long_to_read() -> None:
    lengths = {
        name_of(file): len(file.read_text(encoding="utf-8").splitlines())
        for file in tracked_files()
        if file.suffix in _WRITTEN_BY_HAND and "/migrations/" not in name_of(file)
    }
    long = {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE}
    assert set(long) == set(LONG_FILES), long


def test_no_function_is_too_long_to_read() -> None:
    long = {
        f"{name_of(file)}::{function}": lines
        for file in tracked_python()
        if "/migrations/" not in name_of(file)
        for function, lines in functions_of(file)
        if lines > LONGEST_FUNCTION
    }
    assert set(long) == set(LONG_FUNCTIONS), long


def test_most_functions_are_short() -> None:
    lengths = [
        lines
        for file in tracked_python()
        if not name_of(file).startswith(("tests/", "benchmarks/"))
        for _, lines in functions_of(file)
    ]
    assert statistics.median(lengths or [0]) <= 12
