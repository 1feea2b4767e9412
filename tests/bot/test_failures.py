"""What is tried until it works, and what is set aside."""

import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.failures import is_outside, name_of
from storage.engine import Database


@pytest.mark.parametrize("statement", ["SELECT nosuch FROM cases", "SELEKT 1"])
async def test_a_statement_that_cannot_work_is_no_outage(
    database: Database, statement: str
) -> None:
    with pytest.raises(DBAPIError) as raised:
        async with database.reading() as connection:
            await connection.execute(text(statement))
    assert not is_outside(raised.value)


def test_a_lock_and_a_full_disk_pass() -> None:
    for code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        trouble = sqlite3.OperationalError("the words are not said")
        trouble.sqlite_errorcode = code
        error = DBAPIError.instance("INSERT", None, trouble, sqlite3.Error)
        assert isinstance(error, Exception)
        assert is_outside(error)
        assert name_of(error) == "OperationalError: OperationalError"
