"""How an error is named in a log: never by its text, which may quote a customer or the token."""

import sqlite3

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

# Failures of the database or the disk: the work is not to blame, and it is tried until it works.
OUTSIDE = (DBAPIError, PoolTimeout, OSError)

# SQLSTATE classes that name the values or the statement: data, constraints, syntax and rights.
OURS = ("22", "23", "42")


def is_outside(error: Exception) -> bool:
    """Whether the database or the disk failed, so that the same work may succeed later.

    A value that no column takes would fail for ever; a lock or a lost connection would not.
    """
    if isinstance(error, DataError | IntegrityError | ProgrammingError):
        return False
    if not isinstance(error, DBAPIError):
        return isinstance(error, PoolTimeout | OSError)
    if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
        # SQLite's word for a statement that can't work: no such column, a syntax error.
        return False
    state = getattr(error.orig, "sqlstate", None) or ""
    # asyncpg refuses a number that is too large before it is sent, as a ValueError of its own.
    refused = isinstance(getattr(error.orig, "__cause__", None), ValueError)
    return not refused and not state.startswith(OURS)


def name_of(error: BaseException) -> str:
    """Its class; of a database's the driver's class too, which says what the server said."""
    if isinstance(error, DBAPIError):
        inner = getattr(error.orig, "__cause__", None) or error.orig
        return f"{type(error).__name__}: {type(inner).__name__}"
    return type(error).__name__


def place_of(error: BaseException) -> str:
    """File and line of the innermost frame."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "an unknown place"
    file = trace.tb_frame.f_code.co_filename.rsplit("/", 2)
    return f"{'/'.join(file[-2:])}:{trace.tb_lineno}"
