"""Labelled rows to lessons: what a learner sees of each text, and what people said of it."""

from collections.abc import Iterable, Mapping, Set
from typing import Any
from zlib import crc32

from dimensions.evaluate import FIVE
from dimensions.marks import marks_of, parts_of
from dimensions.parts import Part
from dimensions.reading import Polarity, Reading
from dimensions.tagger import Tagger
from dimensions.training import Labels, Lesson, UntrainableRows, labels_of

# One part in so many is only measured on.
_PARTS = 5
OWN_DIMENSIONS = frozenset((*FIVE, "price", "other"))


def lessons_of(rows: Iterable[Mapping[str, Any]], tagger: Tagger) -> Iterable[Lesson]:
    """One lesson a row; a row's label that is none raises `UntrainableRows`."""
    known = set(tagger.scheme.dimensions) | OWN_DIMENSIONS
    for row in rows:
        _check_dimensions(row, known)
        labels = scheme_labels(row)
        if labels is None:
            raise UntrainableRows(
                "每行要有 text，以及 labels（或 label 1/0，或 negative）。",
                "Each row needs text, and labels (or label 1/0, or negative).",
            )
        text = row["text"]
        yield Lesson(
            marks=marks_of(tagger, text),
            labels=labels,
            read=labels_read(tagger.read_alone(text)),
            parts=_parts(row, tagger),
            is_held_back=crc32(text.encode("utf-8", "replace")) % _PARTS == 0,
        )


def _parts(row: Mapping[str, Any], tagger: Tagger) -> tuple[Part, ...]:
    """Of rows that name aspects of their own."""
    return tuple(parts_of(tagger, row["text"])) if isinstance(row.get("labels"), dict) else ()


def _check_dimensions(row: Mapping[str, Any], known: Set[str]) -> None:
    """A dimension spelled otherwise would teach something that nobody asks for."""
    if not isinstance(row.get("negative"), list):
        return
    said = [str(name) for name in (*row["negative"], *(row.get("positive") or ()))]
    unknown = next((name for name in said if name not in known), None)
    if unknown is not None:
        raise UntrainableRows(
            f"没有“{unknown}”这个维度：可以写 {'、'.join(sorted(known))}。",
            f"There is no dimension “{unknown}”: write one of {', '.join(sorted(known))}.",
        )


def labels_read(reading: Reading) -> Labels:
    """A reading in the shape of a row's labels; where good and bad was said, blame counts."""
    labels = {finding.dimension: "positive" for finding in reading.of(Polarity.POSITIVE)}
    return labels | {finding.dimension: "negative" for finding in reading.of(Polarity.NEGATIVE)}


def scheme_labels(row: Mapping[str, Any]) -> Labels | None:
    """Of rows in our own scheme, the dimensions blamed and praised; else what the row says."""
    if isinstance(row.get("negative"), list):
        praised = {str(name): "positive" for name in row.get("positive") or ()}
        return praised | {str(name): "negative" for name in row["negative"]}
    return labels_of(row)
