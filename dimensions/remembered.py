"""What the shipped patterns need, found once and kept: finding it is half of the loading.

`lexicon/needs.tsv` holds it under a digest of each pattern. A pattern that is not in it, a changed
one as well, is taken apart when it is read; so the table may be old but never wrong.
`python -m dimensions.remembering` writes it anew.
"""

from collections.abc import Mapping
from functools import cache
from hashlib import blake2s
from pathlib import Path

from dimensions.needs import Need, needs_of
from dimensions.scheme import LEXICON
from dimensions.tables import read_rows

TABLE = LEXICON / "needs.tsv"
_NOTHING = "-"


def needs_known(source: str) -> tuple[Need, ...]:
    """As `needs_of`, which it saves where it can."""
    known = _table().get(_digest(source))
    return needs_of(source) if known is None else known


def read_table(path: Path) -> dict[str, tuple[Need, ...]]:
    """Each need is a row's cell, its letters and pairs of letters split by spaces."""
    return {
        digest: tuple(frozenset(cell.split()) for cell in needs if cell != _NOTHING)
        for digest, *needs in (row.cells for row in read_rows(path, columns=3))
    }


def write_table(sources: Mapping[str, tuple[Need, ...]], path: Path) -> None:
    lines = ["# digest of a pattern\twhat it can't do without\tand what else"]
    for source, needs in sources.items():
        if all(_can_stand(need) for need in needs):
            cells = [" ".join(sorted(need)) for need in needs]
            lines.append("\t".join([_digest(source), *cells, *[_NOTHING] * (2 - len(cells))]))
    path.write_text("\n".join(sorted(set(lines))) + "\n", encoding="utf-8")


@cache
def _table() -> Mapping[str, tuple[Need, ...]]:
    return read_table(TABLE) if TABLE.exists() else {}


def _can_stand(need: Need) -> bool:
    return all(atom.split() == [atom] and atom != _NOTHING for atom in need)


def _digest(source: str) -> str:
    return blake2s(source.encode(), digest_size=8).hexdigest()
