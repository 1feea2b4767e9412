"""What decides whether a row counts, as data: storage makes SQL of it, the fold asks plain rows."""

from dataclasses import dataclass
from typing import TypeAlias

NOW = "now"
# The moment a week ago: what is told a week later only is settled by then.
WEEK_AGO = "week_ago"


@dataclass(frozen=True)
class OneOf:
    """The column holds one of these words; nothing known is none of them."""

    column: str
    words: frozenset[str]


@dataclass(frozen=True)
class Known:
    column: str


@dataclass(frozen=True)
class Ordered:
    """`low` <= `high`; each is a column, a number or NOW. Where one isn't known it doesn't hold."""

    low: str | int
    high: str | int


@dataclass(frozen=True)
class Not:
    condition: "Condition"


@dataclass(frozen=True)
class AnyOf:
    conditions: tuple["Condition", ...]


@dataclass(frozen=True)
class AllOf:
    conditions: tuple["Condition", ...]


Condition: TypeAlias = OneOf | Known | Ordered | Not | AnyOf | AllOf

ALWAYS = AllOf(())


def one_of(column: str, *words: str) -> OneOf:
    return OneOf(column, frozenset(words))


def unknown(column: str) -> Not:
    return Not(Known(column))


def all_of(*conditions: Condition) -> AllOf:
    return AllOf(conditions)


def any_of(*conditions: Condition) -> AnyOf:
    return AnyOf(conditions)
