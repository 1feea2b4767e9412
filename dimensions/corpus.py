"""The project's own labelled messages: what the shipped weights are fitted to and checked with."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dimensions.tables import TableError, read_rows

CORPUS = Path(__file__).parent / "corpus"
_DIMENSIONS = {
    "R": "reliability",
    "S": "responsiveness",
    "A": "assurance",
    "E": "empathy",
    "T": "tangibles",
    "P": "price",
    "O": "other",
}
_KINDS = {"c": "complaint", "p": "praise", "q": "question", "x": "other"}


def corpus_rows(folder: Path = CORPUS) -> Iterator[dict[str, Any]]:
    """Rows as `evaluate` takes them, each with the name of its file as `source`."""
    for path in sorted(folder.glob("*.tsv")):
        for row in read_rows(path, columns=4):
            yield labelled_row(row.where, *row.cells) | {"source": path.stem}


def labelled_row(where: str, grade: str, negative: str, positive: str, text: str) -> dict[str, Any]:
    """One message with its labels spelled out."""
    if len(grade) != 2 or grade[0] not in _KINDS or grade[1] not in "01234":
        raise TableError(f"{where}：第一列应像 c2，现在是“{grade}”。")
    return {
        "text": text,
        "kind": _KINDS[grade[0]],
        "severity": int(grade[1]),
        "negative": _named(where, negative),
        "positive": _named(where, positive),
    }


def _named(where: str, cell: str) -> list[str]:
    unknown = set(cell) - set(_DIMENSIONS) - {"-"}
    if unknown:
        raise TableError(f"{where}：没有“{'、'.join(sorted(unknown))}”这个维度代号。")
    return [_DIMENSIONS[letter] for letter in cell if letter != "-"]
