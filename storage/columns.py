"""The kinds of columns that the tables are made of."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    text,
)
from sqlalchemy.types import TypeDecorator

FIRST_CASE_NUMBER = 1001


class Utc(TypeDecorator[datetime]):
    """An aware instant in UTC; a naive one is refused before it can be stored."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A naive time can't be stored; hand in an aware one.")
        moved = value.astimezone(UTC)
        return moved.replace(tzinfo=None) if dialect.name == "sqlite" else moved

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Clean(TypeDecorator[str]):
    """Text in which NUL and lone surrogates have become U+FFFD, one for one, so positions hold."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else clean(value)


def clean(value: str) -> str:
    """Replaces what neither database can hold by U+FFFD, one character for one."""
    if value.isascii() and "\0" not in value:
        return value
    return "".join(
        "\ufffd" if char == "\0" or "\ud800" <= char <= "\udfff" else char for char in value
    )


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite only counts up by itself in a column that is declared as plain INTEGER.
Big = BigInteger().with_variant(Integer(), "sqlite")


def key(start: int = 1) -> Column[int]:
    return Column("id", Big, Identity(start=start), primary_key=True)


def ref(name: str, target: str, *, nullable: bool = False, index: bool = False) -> Column[int]:
    return Column(name, Big, ForeignKey(f"{target}.id"), nullable=nullable, index=index)


def when(name: str, *, nullable: bool = True) -> Column[Any]:
    return Column(name, Utc, nullable=nullable)


def word(name: str, *, nullable: bool = False, default: str | None = None) -> Column[str]:
    return Column(name, String(64), nullable=nullable, server_default=default)


def number(name: str, default: int | None = 0) -> Column[int]:
    shown = None if default is None else str(default)
    return Column(name, Integer, nullable=default is None, server_default=shown)


def partial(name: str, where: str, *columns: Column[Any]) -> Index:
    """An index over what still waits, which is little, however much has passed."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))
