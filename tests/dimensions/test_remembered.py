"""What patterns need is kept in a table, which may be old but never wrong."""

from pathlib import Path

import pytest

from dimensions import remembered
from dimensions.needs import Need, needs_of
from dimensions.remembered import read_table, write_table
from dimensions.remembering import shipped

# Most that a changed lexicon may leave to be found at each start.
MISSING = 0.1

Needs = dict[str, tuple[Need, ...]]


@pytest.fixture(scope="module")
def found() -> Needs:
    return {source: needs_of(source) for source in shipped()}


@pytest.mark.slow
def test_the_table_says_what_would_be_found(found: Needs) -> None:
    for source, needs in found.items():
        assert remembered.needs_known(source) == needs, source


@pytest.mark.slow
def test_the_table_knows_the_shipped_patterns(found: Needs, tmp_path: Path) -> None:
    write_table(found, tmp_path / "needs.tsv")
    wanted, kept = read_table(tmp_path / "needs.tsv"), read_table(remembered.TABLE)
    assert len(wanted.keys() - kept.keys()) <= MISSING * len(wanted), "run `make learn`"
    assert len(wanted) > 0.95 * len(found)


def test_a_pattern_that_is_not_in_the_table_is_taken_apart() -> None:
    assert remembered.needs_known("甲乙|丙丁") == (frozenset({"甲乙", "丙丁"}),)


def test_what_cannot_stand_in_a_cell_is_left_out(tmp_path: Path) -> None:
    table = tmp_path / "needs.tsv"
    write_table({"a b": (frozenset({" b"}),), "甲乙": (frozenset({"甲乙"}),)}, table)
    assert list(read_table(table).values()) == [(frozenset({"甲乙"}),)]
