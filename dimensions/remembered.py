"""What the shipped patterns need and begin with, found once and kept: finding the one is half of
the loading, finding the other a quarter of what a first reading takes.

`lexicon/needs.tsv` holds it under a digest of each pattern. A pattern that is not in it, a changed
one as well, is taken apart when it is read; so the table may be old but never wrong.
`python -m dimensions.remembering` writes it anew.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import blake2s
from pathlib import Path
from typing import NamedTuple, Self

from dimensions.needs import Need, needs_of
from dimensions.openings import opening_of
from dimensions.scheme import LEXICON
from dimensions.tables import read_rows

TABLE = LEXICON / "needs.tsv"
_NOTHING = "-"


class Known(NamedTuple):
    """What a pattern can't do without, and the letters it may begin with."""

    needs: tuple[Need, ...]
    opening: str

    @classmethod
    def of(cls, source: str) -> Self:
        return cls(needs_of(source), opening_of(source))


def needs_known(source: str) -> tuple[Need, ...]:
    """As `needs_of`, which it saves where it can."""
    known = _table().get(_digest(source))
    return needs_of(source) if known is None else known.needs


def opening_known(source: str) -> str:
    """As `opening_of`, likewise."""
    known = _table().get(_digest(source))
    return opening_of(source) if known is None else known.opening


def read_table(path: Path) -> dict[str, Known]:
    """Each need is a row's cell, its letters and pairs of letters split by spaces."""
    return {
        digest: Known(
            tuple(frozenset(cell.split()) for cell in needs if cell != _NOTHING),
            opening.removeprefix(_NOTHING),
        )
        for digest, *needs, opening in (row.cells for row in read_rows(path, columns=4))
    }


def write_table(sources: Iterable[str], path: Path) -> None:
    lines = ["# digest of a pattern\twhat it can't do without\tand what else\tbegins with"]
    for source in sources:
        known = Known.of(source)
        if _can_stand(known):
            cells = [" ".join(sorted(need)) for need in known.needs]
            cells += [*[_NOTHING] * (2 - len(cells)), known.opening or _NOTHING]
            lines.append("\t".join([_digest(source), *cells]))
    path.write_text("\n".join(sorted(set(lines))) + "\n", encoding="utf-8")


@cache
def _table() -> Mapping[str, Known]:
    return read_table(TABLE) if TABLE.exists() else {}


def _can_stand(known: Known) -> bool:
    atoms = (atom for need in known.needs for atom in need)
    return all(
        atom.split() == [atom] and not atom.startswith(_NOTHING)
        for atom in (*atoms, *filter(None, [known.opening]))
    )


def _digest(source: str) -> str:
    return blake2s(source.encode(), digest_size=8).hexdigest()
