"""Figures of a part: one team, one sort of service, one person, one dimension.

Every figure that knows a column can be cut at it and broken down by it (`storage.breakdowns`).
"""

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reports.facts import Population


class Axis(StrEnum):
    """What figures are told apart by; the value is the column. Time is told by periods."""

    PLACE = "place_id"
    INDUSTRY = "industry"
    SERVICE_TYPE = "service_type"
    PRODUCT = "product"
    STAFF = "staff"
    TEAM = "team_id"
    PERSON = "owner_id"
    CHANNEL = "channel"
    DIMENSION = "dimension"
    ASPECT = "aspect"
    SEVERITY = "severity"
    CUSTOMER_GROUP = "customer_group"
    CAUSE = "cause"
    KIND = "kind"


# What a shop told of a service; `industry` is else what the rules say of the house.
OF_SERVICES = frozenset({"service_type", "staff", "product", "customer_group", "industry"})
# The marks of a service (its attributes) that say these things, by whichever name it has.
MARKED_AS = {
    "product": ("product", "产品"),
    "customer_group": ("group", "level", "客群", "等级"),
    "industry": ("industry", "行业"),
}
OF_ALL = frozenset({"place_id"})
OF_CASES = frozenset({"team_id", "owner_id", "channel", "severity", "cause", "kind"})
# A case has as many of these as were found, so it counts for each of them.
OF_FINDINGS = frozenset({"dimension", "aspect"})
ASKED = frozenset({Population.INVITATIONS, Population.RATINGS, Population.SCORES})
NUMBERED = frozenset({"team_id", "owner_id", "severity", "place_id"})


@dataclass(frozen=True, kw_only=True)
class Cut:
    """Only rows with one of these values in the column."""

    column: str
    values: tuple[str | int, ...]


def cut_at(column: str, *values: str | int) -> Cut:
    typed = [int(value) if column in NUMBERED else str(value) for value in values]
    return Cut(column=column, values=tuple(typed))


def is_known(population: Population, column: str) -> bool:
    """Whether rows of this population can be told apart by this column."""
    if population in ASKED:
        return column in OF_ALL | OF_SERVICES
    return column in OF_ALL | OF_SERVICES | OF_CASES | OF_FINDINGS


def can_be_cut(population: Population, cuts: Iterable[Cut]) -> bool:
    return all(is_known(population, cut.column) for cut in cuts)


def dimensions_cut(cuts: Sequence[Cut]) -> tuple[str, ...]:
    """The dimensions that are asked for, if any are."""
    found = [str(value) for cut in cuts if cut.column == "dimension" for value in cut.values]
    return tuple(found)


# What a button carries: a letter for the column, and the value; of free words only a checksum.
LETTERS = {
    "t": "team_id",
    "o": "owner_id",
    "s": "service_type",
    "p": "staff",
    "d": "dimension",
    "a": "aspect",
    "c": "channel",
    "v": "severity",
    "w": "cause",
    "l": "place_id",
    "i": "industry",
    "r": "product",
    "g": "customer_group",
}
# As the ids of rows are: no database takes a longer one.
NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")
CODES = {column: letter for letter, column in LETTERS.items()}


def code_of(column: str, value: str | int) -> str:
    return CODES[column] + (checksum(str(value)) if column in OF_SERVICES else str(value))


def checksum(words: str) -> str:
    return f"{zlib.crc32(words.encode()):08x}"


def decoded(code: str) -> tuple[str, str] | None:
    """(column, value or its checksum); None for what nobody wrote."""
    column, value = LETTERS.get(code[:1]), code[1:]
    if column is None or not value or (column in NUMBERED and not NUMBER.fullmatch(value)):
        return None
    return column, value
