"""Finds what each shipped pattern needs and begins with, and keeps it in `lexicon/needs.tsv`."""

from collections.abc import Iterator
from pathlib import Path

from dimensions.lexicon import Lexicon
from dimensions.remembered import TABLE, write_table
from dimensions.scheme import Scheme
from dimensions.severity import Severity


def shipped() -> Iterator[str]:
    """The patterns of all tables, as they are compiled."""
    lexicon = Lexicon.load(Scheme.load())
    patterns = (*lexicon.patterns, *lexicon.hints, *lexicon.hazards, *lexicon.signs.values())
    yield from (pattern.source for pattern in patterns)
    yield from (regex.pattern for regex in Severity.load().signs.values())


def main(path: Path = TABLE) -> None:
    """Rewrites the table."""
    write_table(shipped(), path)


if __name__ == "__main__":
    main()
