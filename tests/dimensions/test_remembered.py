"""What patterns need and begin with is kept in a table, which may be old but never wrong."""

from pathlib import Path

import pytest

from dimensions import remembered
from dimensions.openings import opened
from dimensions.remembered import Known, read_table, write_table
from dimensions.remembering import shipped

# Most that a changed lexicon may leave to be found at each start.
MISSING = 0.1

Found = dict[str, Known]


@pytest.fixture(scope="module")
def found() -> Found:
    return {source: Known.of(source) for source in shipped()}


@pytest.mark.slow
def test_the_table_says_what_would_be_found(found: Found) -> None:
    for source, known in found.items():
        assert remembered.needs_known(source) == known.needs, source
        assert remembered.opening_known(source) == known.opening, source


@pytest.mark.slow
def test_the_table_knows_the_shipped_patterns(found: Found, tmp_path: Path) -> None:
    write_table(found, tmp_path / "needs.tsv")
    wanted, kept = read_table(tmp_path / "needs.tsv"), read_table(remembered.TABLE)
    assert len(wanted.keys() - kept.keys()) <= MISSING * len(wanted), "run `make learn`"
    assert len(wanted) > 0.95 * len(found)


def test_a_pattern_that_is_not_in_the_table_is_taken_apart() -> None:
    assert remembered.needs_known("甲乙|丙丁") == (frozenset({"甲乙", "丙丁"}),)
    assert opened("(?:甲|乙丙)?丁", remembered.opening_known("(?:甲|乙丙)?丁")).startswith("(?=[丁")


def test_what_cannot_stand_in_a_cell_is_left_out(tmp_path: Path) -> None:
    table = tmp_path / "needs.tsv"
    write_table(["a b", "(?: |甲)+乙", "甲乙"], table)
    assert list(read_table(table).values()) == [Known((frozenset({"甲乙"}),), "")]
