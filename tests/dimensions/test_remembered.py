"""What patterns need is kept in a table, which may be old but never wrong."""

from pathlib import Path

from dimensions import remembered
from dimensions.needs import needs_of
from dimensions.remembered import read_table, write_table
from dimensions.remembering import shipped

# Most that a changed lexicon may leave to be found at each start.
MISSING = 0.1


def test_the_table_says_what_would_be_found() -> None:
    sources = set(shipped())
    for source in sources:
        assert set(remembered.needs_known(source)) == set(needs_of(source)), source


def test_the_table_knows_the_shipped_patterns(tmp_path: Path) -> None:
    sources = set(shipped())
    write_table({source: needs_of(source) for source in sources}, tmp_path / "needs.tsv")
    wanted, kept = read_table(tmp_path / "needs.tsv"), read_table(remembered.TABLE)
    assert len(wanted.keys() - kept.keys()) <= MISSING * len(wanted), "run `make learn`"
    assert len(wanted) > 0.95 * len(sources)


def test_a_pattern_that_is_not_in_the_table_is_taken_apart() -> None:
    assert remembered.needs_known("甲乙|丙丁") == (frozenset({"甲乙", "丙丁"}),)


def test_what_cannot_stand_in_a_cell_is_left_out(tmp_path: Path) -> None:
    table = tmp_path / "needs.tsv"
    write_table({"a b": (frozenset({" b"}),), "甲乙": (frozenset({"甲乙"}),)}, table)
    assert list(read_table(table).values()) == [(frozenset({"甲乙"}),)]
