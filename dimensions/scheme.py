"""What feedback can be about: the dimensions, their aspects, and what each aspect is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Self

from dimensions.tables import TableError, read_rows

LEXICON = Path(__file__).parent / "lexicon"


@dataclass(frozen=True, kw_only=True)
class Aspect:
    key: str
    dimension: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """The aspects in use, by key; an aspect belongs to one dimension."""

    aspects: Mapping[str, Aspect]

    @classmethod
    def load(cls, path: Path = LEXICON / "scheme.tsv") -> Self:
        aspects: dict[str, Aspect] = {}
        for row in read_rows(path, columns=3):
            dimension, key, name = row.cells
            if key in aspects:
                raise TableError(f"{row.where}：方面“{key}”写了两次，请删去一行。")
            aspects[key] = Aspect(key=key, dimension=dimension, name=name)
        return cls(aspects=MappingProxyType(aspects))

    @property
    def dimensions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(aspect.dimension for aspect in self.aspects.values()))

    def dimension_of(self, aspect: str) -> str:
        return self.aspects[aspect].dimension

    def is_known(self, aspect: str) -> bool:
        return aspect in self.aspects
