"""From a SQLite file to PostgreSQL: every row, or nothing at all."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import func, insert, select, update

from bot.mistakes import DatabaseClosed
from bot.moving import move_database
from bot.replica import FileInUse, sole_user_of
from storage import moving
from storage.engine import Database, file_of, open_database
from storage.moving import MoveError
from storage.rows import insert_id
from storage.tables import cases, customer_refs, names, persons, words
from tests.reports.house import CHEN, GUEST, NOW, furnish, made_up, write

pytestmark = pytest.mark.postgres
SAID = "空调坏了 😤\n第二行 'quoted' — \ufffd"


@pytest.fixture
async def source(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    database = open_database(sqlite_url)
    await furnish(database)
    await write(database, made_up(7, asked=40, heard=30))
    async with database.writing() as connection:
        await connection.execute(insert(names).values(person_id=GUEST, name="王小明"))
        said = {"person_id": GUEST, "case_id": 1001, "sort": "said", "text": SAID, "at": NOW}
        await connection.execute(insert(words).values(**said))
        for ref in ("b", "A", "a-1", "Ä"):
            await connection.execute(insert(customer_refs).values(ref=ref, person_id=GUEST))
        # A case may follow one with a higher number, and the newest number may be gone.
        await connection.execute(update(cases).where(cases.c.id == 1002).values(lead_id=1005))
        gone = dict((await connection.execute(select(cases).limit(1))).mappings().one())
        await connection.execute(insert(cases).values(gone | {"id": 5000}))
        await connection.execute(cases.delete().where(cases.c.id == 5000))
    await database.close()
    monkeypatch.setenv("HUIYIN_DATABASE_URL", sqlite_url)
    return sqlite_url


async def moved(to: str) -> str:
    told = StringIO()
    await move_database(Console(file=told, width=200), to)
    return told.getvalue()


async def counted(url: str) -> int:
    database = open_database(url)
    try:
        async with database.reading() as connection:
            return await moving.size_of(connection)
    finally:
        await database.close()


async def test_everything_is_there_and_new_numbers_are_new(
    source: str, empty_postgres_url: str
) -> None:
    told = await moved(empty_postgres_url)
    assert f"搬好了：{await counted(source)} 行" in told
    assert "HUIYIN_SECRET" in told
    database = open_database(empty_postgres_url)
    try:
        await _look_at(database)
    finally:
        await database.close()


async def _look_at(database: Database) -> None:
    async with database.writing() as connection:
        said = await connection.scalar(select(words.c.text).where(words.c.case_id == 1001))
        assert said == SAID
        lead = await connection.scalar(select(cases.c.lead_id).where(cases.c.id == 1002))
        assert lead == 1005
        assert await connection.scalar(select(func.count()).select_from(customer_refs)) == 4
        old = dict((await connection.execute(select(cases).limit(1))).mappings().one())
        new = {name: value for name, value in old.items() if name != "id"}
        assert await insert_id(connection, insert(cases).values(new)) == 5001
        person = await insert_id(connection, insert(persons).values(created_at=NOW))
        assert person > CHEN


async def test_a_second_time_changes_nothing(source: str, empty_postgres_url: str) -> None:
    await moved(empty_postgres_url)
    assert "已经搬好了" in await moved(empty_postgres_url)
    assert await counted(empty_postgres_url) == await counted(source)


async def test_a_database_with_other_rows_is_left_alone(source: str, postgres_url: str) -> None:
    database = open_database(postgres_url)
    await furnish(database)
    await database.close()
    before = await counted(postgres_url)
    with pytest.raises(MoveError, match="空的库"):
        await moved(postgres_url)
    assert await counted(postgres_url) == before


async def test_what_breaks_off_leaves_nothing_half(
    source: str, empty_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def differs(*_: object) -> str:
        return "cases"

    with monkeypatch.context() as broken:
        broken.setattr(moving, "compare", differs)
        with pytest.raises(MoveError, match="cases"):
            await moved(empty_postgres_url)
    assert await counted(empty_postgres_url) == 0
    assert "每一行都核对过" in await moved(empty_postgres_url)


async def test_a_row_that_differs_is_found(source: str, empty_postgres_url: str) -> None:
    await moved(empty_postgres_url)
    database = open_database(empty_postgres_url)
    async with database.writing() as connection:
        await connection.execute(update(words).values(text=SAID + " "))
    await database.close()
    with pytest.raises(MoveError, match="空的库"):
        await moved(empty_postgres_url)


async def test_a_running_bot_is_not_moved_under_its_feet(
    source: str, empty_postgres_url: str
) -> None:
    path = file_of(source)
    assert path is not None
    with sole_user_of(path), pytest.raises(FileInUse):
        await moved(empty_postgres_url)


async def test_what_the_server_does_not_take_is_named_and_nothing_is_left(
    source: str, empty_postgres_url: str
) -> None:
    database = open_database(source)
    async with database.writing() as connection:
        await connection.execute(insert(customer_refs).values(ref="x" * 500, person_id=GUEST))
    await database.close()
    with pytest.raises(MoveError, match="customer_refs"):
        await moved(empty_postgres_url)
    assert await counted(empty_postgres_url) == 0


async def test_a_wrong_address_gets_one_sentence_without_its_password(
    source: str, tmp_path: Path
) -> None:
    with pytest.raises(MoveError, match="postgresql://"):
        await moved(f"sqlite:///{tmp_path}/another.sqlite3")
    with pytest.raises(DatabaseClosed) as caught:
        await moved("postgresql://huiyin:hidden@127.0.0.1:1/huiyin")
    assert "hidden" not in str(caught.value)
