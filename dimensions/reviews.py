"""Our own labels for pieces of ASAP's restaurant reviews; the reviews are in nobody's files here.

`reviews.tsv` names each piece by the review it is from (the beginning of its SHA-256, without
white space) and by where it begins and ends there. ASAP: J. Bu et al. 2021, Apache-2.0.
"""

import hashlib
import json
import lzma
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dimensions.corpus import labelled_row
from dimensions.tables import TableError, read_rows

PIECES = Path(__file__).parent / "reviews.tsv"
_LETTERS = 12


def rows_in(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Rows with a field `text`; of files that mix sources only what came from ASAP."""
    for path in paths:
        with (lzma.open if path.suffix == ".xz" else open)(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row: dict[str, Any] = json.loads(line)
                if str(row.get("src", "asap")).startswith("asap"):
                    yield row


def reviews_in(paths: Iterable[Path]) -> list[str]:
    return list(dict.fromkeys(row["text"] for row in rows_in(paths)))


def labelled_pieces(texts: Iterable[str], table: Path = PIECES) -> Iterator[dict[str, Any]]:
    """Rows as `corpus_rows` gives them, of the pieces whose reviews are among the texts."""
    bare = ("".join(text.split()) for text in texts)
    reviews = {_mark_of(text): text for text in bare}
    for row in read_rows(table, columns=6):
        review, start, end, grade, blamed, praised = row.cells
        if review in reviews:
            try:
                text = reviews[review][int(start) : int(end)]
            except ValueError as error:
                raise TableError(f"{row.where}：写得不对（{error}）。") from None
            yield labelled_row(row.where, grade, blamed, praised, text)


def _mark_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LETTERS]
