"""Whether blame that the tables read is blame at all: praise is full of words that also blame.

"小辈都喜欢", "辣得过瘾", "吃不下了还想吃": how much is blamed and how much praised, where, and how
the letters sound are summed to how likely it is that people would call the whole a complaint.
Where that is most unlikely the blame is dropped. `python -m dimensions.doubting` finds the weights.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from dimensions.scheme import LEXICON
from dimensions.tables import TableError, read_rows

TABLE = LEXICON / "doubt.tsv"
# Fewer letters are believed as they stand, and so is what no longer has one sound.
FEWEST, MOST = 12, 400
_BASE, _CUT = "base", "cut"
# Brings odds to the size of the other signs.
_EVEN = 3


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """What each sign speaks for, as a logarithm of odds; below `cut` nothing is believed."""

    weights: Mapping[str, float]
    base: float
    cut: float

    @classmethod
    def load(cls, path: Path = TABLE) -> Self:
        weights: dict[str, float] = {}
        for row in read_rows(path, columns=2):
            try:
                weights[row.cells[0]] = float(row.cells[1])
            except ValueError as error:
                raise TableError(f"{row.where}：写得不对（{error}）。") from None
        missing = {_BASE, _CUT} - set(weights)
        if missing:
            raise TableError(f"{path.name}：缺少 {'、'.join(sorted(missing))} 这几行。")
        return cls(base=weights.pop(_BASE), cut=weights.pop(_CUT), weights=weights)

    def odds(self, signs: Mapping[str, float], sound: Mapping[str, float]) -> float:
        """The logarithm of the odds that people would call it a complaint."""
        return self.sum_of({**signs, **sounds(sound)})

    def sum_of(self, signs: Mapping[str, float]) -> float:
        """The same, of all signs together."""
        weights = self.weights
        return self.base + math.fsum(
            [weights.get(name, 0.0) * value for name, value in signs.items()]
        )

    def outweighs(
        self, length: int, signs: Mapping[str, float], sound: Mapping[str, float]
    ) -> bool:
        """Grave blame, such as of what may make ill, is believed whatever stands beside it."""
        if signs["grave"] or not FEWEST <= length <= MOST:
            return False
        return self.odds(signs, sound) < self.cut


def sounds(odds: Mapping[str, float]) -> dict[str, float]:
    """How blaming and how content the letters sound, from what the ear makes of them."""
    blaming = odds["complaint"] / _EVEN
    return {
        "sounds complaint": blaming,
        "sounds blaming": max(blaming, 0.0),
        "sounds content": odds["content"] / _EVEN,
    }
