"""Finds the weights of `lexicon/doubt.tsv` from labelled pieces of reviews: part of `make learn`.

Each piece in which the tables read blame is judged by an ear that was not told what people said
of it: `python -m dimensions.doubting ASAP_FILE...`. Since all pieces speak of restaurants, no sign
that names an aspect or a turn of phrase has a say, only how much is blamed and praised, and where.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dimensions.doubt import TABLE, Doubt, sounds
from dimensions.ear import COLUMNS, Ear
from dimensions.listening import Heard, fitted, logistic, pieces, scales_of, taught
from dimensions.reading import Kind
from dimensions.reviews import labelled_pieces, reviews_in
from dimensions.severity import Severity
from dimensions.tagger import Tagger

_PARTS = 5
# Of the complaints that the tables blame so many may be doubted, for the praise that is spared.
_LOST = 0.02
_USED = ("complaint", "content")
_OF_A_TRADE = ("about ", "of ", "sign ")
_BLAMING = frozenset({Kind.COMPLAINT, Kind.SUGGESTION})

Signs = dict[str, float]


def unheard(tagger: Tagger, paths: Sequence[Path]) -> list[dict[str, float]]:
    """For each labelled piece what an ear makes of it that was taught by the other pieces."""
    rest, own = taught(tagger, paths), pieces(tagger, paths)
    texts = [tagger.plain(row["text"]) for row in labelled_pieces(reviews_in(paths))]
    odds: list[dict[str, float]] = [{} for _ in own]
    for part in range(_PARTS):
        ear = _ear_of([*rest, *(row for at, row in enumerate(own) if at % _PARTS != part)])
        for at in range(part, len(own), _PARTS):
            odds[at] = ear.odds(texts[at])
    return odds


def _ear_of(rows: Sequence[Heard]) -> Ear:
    """Deaf for all columns but those that are used."""
    scales = scales_of(rows)
    columns = [
        fitted(rows, scales, at) if name in _USED else (0.0, dict.fromkeys(scales, 0.0))
        for at, name in enumerate(COLUMNS)
    ]
    weights = {
        mark: tuple(round(found[mark] * scale, 1) for _, found in columns)
        for mark, scale in scales.items()
    }
    return Ear(bias=[bias for bias, _ in columns], scales=scales, weights=weights)


def examples(tagger: Tagger, paths: Sequence[Path]) -> Iterator[tuple[Signs, bool]]:
    """The signs of each piece that the tables blame, and whether people do."""
    odds, turns = unheard(tagger, paths), {*Severity.load().signs, "letters"}
    for row, sound in zip(labelled_pieces(reviews_in(paths)), odds, strict=True):
        if tagger.read_alone(row["text"]).kind in _BLAMING:
            found = tagger.signs_of_severity(row["text"])
            signs = {name: value for name, value in found.items() if name not in turns}
            signs = {name: v for name, v in signs.items() if not name.startswith(_OF_A_TRADE)}
            yield signs | sounds(sound), row["kind"] == "complaint"


def _fitted(rows: Sequence[tuple[Signs, bool]]) -> Doubt:
    base, weights = logistic([(list(signs.items()), said, 1.0) for signs, said in rows])
    return Doubt(weights=weights, base=base, cut=0.0)


def main(paths: Sequence[Path], table: Path = TABLE) -> None:
    """Rewrites the table."""
    if not paths:
        sys.exit("请写上 ASAP 评论的文件：python -m dimensions.doubting 文件……")
    tagger = Tagger.load()
    tagger.ear = None
    rows = list(examples(tagger, paths))
    unseen: list[float] = []
    for part in range(_PARTS):
        doubt = _fitted([row for at, row in enumerate(rows) if at % _PARTS != part])
        unseen += [doubt.sum_of(signs) for signs, _ in rows[part::_PARTS]]
    said = [said for part in range(_PARTS) for _, said in rows[part::_PARTS]]
    real = sorted(odds for odds, yes in zip(unseen, said, strict=True) if yes)
    found = replace(_fitted(rows), cut=real[int(len(real) * _LOST)])
    spared = sum(odds < found.cut and not yes for odds, yes in zip(unseen, said, strict=True))
    lines = ["# sign\thow much it speaks for a complaint", f"base\t{found.base:.3f}"]
    lines += [f"cut\t{found.cut:.3f}"]
    lines += [f"{name}\t{weight:.3f}" for name, weight in sorted(found.weights.items())]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(  # noqa: T201
        f"{len(rows)} pieces, {len(rows) - len(real)} of them no complaint: {spared} spared "
        f"for {_LOST:.1%} of the complaints"
    )


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
