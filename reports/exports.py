"""What can be taken away: the tables, their columns and the sort of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from people.languages import LanguageMap

# Fewer than so many of a part are not told: somebody could be recognised.
SMALLEST_GROUP = 5


class Own(StrEnum):
    """What the product itself asks and offers in a survey; people read a word for each."""

    OFFER = "_offer"
    WANTED = "_wanted"
    UNWANTED = "_unwanted"
    YES = "_yes"
    NO = "_no"


# A text of a questionnaire, or the key of what the product has words for: Own, sides of a service.
Part = LanguageMap | str


@dataclass(frozen=True, kw_only=True, eq=False)
class Wording:
    """What a customer read, one part after another, each with its points where it got any.

    The same answer is the same object, so that its words are looked up once.
    """

    parts: tuple[Part, ...]
    points: tuple[int, ...] = ()


Cell = str | int | float | bool | datetime | Wording | None
Row = tuple[Cell, ...]


class Sort(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    TIME = "time"


class Form(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"
    HTML = "html"
    PDF = "pdf"


@dataclass(frozen=True, kw_only=True)
class Column:
    key: str
    sort: Sort = Sort.TEXT


@dataclass(frozen=True, kw_only=True)
class Sheet:
    key: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> Sequence[str]:
        return [column.key for column in self.columns]


def _texts(*keys: str) -> tuple[Column, ...]:
    return tuple(Column(key=key) for key in keys)


def _numbers(*keys: str) -> tuple[Column, ...]:
    return tuple(Column(key=key, sort=Sort.NUMBER) for key in keys)


def _times(*keys: str) -> tuple[Column, ...]:
    return tuple(Column(key=key, sort=Sort.TIME) for key in keys)


CASES = Sheet(
    key="cases",
    columns=(
        *_numbers("case"),
        *_texts("place", "team", "service_type", "kind", "state"),
        *_numbers("severity", "rounds", "chased", "level"),
        *_texts("channel", "cause", "outcome", "handling", "owner", "dimensions", "aspects"),
        *_times("opened_at", "taken_at", "first_reply_at", "resolved_at", "closed_at"),
        *_times("reply_due_at", "reply_kept_at", "resolution_due_at", "resolution_kept_at"),
        *_numbers("first_reply_seconds", "granted"),
    ),
)
ANSWERS = Sheet(
    key="answers",
    columns=(
        *_numbers("invitation"),
        *_texts("place", "service_type", "staff", "questionnaire"),
        *_texts("question", "asked", "value", "picked"),
        *_numbers("score"),
        *_texts("scale"),
        *_times("delivered_at", "answered_at", "changed_at", "completed_at"),
    ),
)
SHEETS = (CASES, ANSWERS)

# What names a part of the house in a row, by sheet; where it has few rows it is not named.
NAMING = {"cases": ("team", "service_type", "owner"), "answers": ("service_type", "staff")}
# Stands in the row instead; people read a word for it (handlers.export_names).
FEW = "\u2026few"


@dataclass(frozen=True, kw_only=True)
class Few:
    """By column, the names that fewer than SMALLEST_GROUP rows of a sheet have."""

    names: Mapping[str, frozenset[str]]

    def hidden(self, sheet: Sheet, row: Row) -> Row:
        if not any(self.names.values()):
            return row
        return tuple(
            FEW if cell in self.names.get(column.key, ()) else cell
            for column, cell in zip(sheet.columns, row, strict=True)
        )


def harmless(value: str) -> str:
    """A cell that a spreadsheet would take for a formula, as words (for CSV, which has no types).

    An apostrophe in front is what spreadsheets themselves use for it.
    """
    first = value.lstrip(" \u00a0\u3000")[:1]
    risky = first in {"=", "+", "-", "@", "＝", "＋", "－", "＠"} or value[:1] in {"\t", "\r", "\n"}
    return f"'{value}" if risky else value
