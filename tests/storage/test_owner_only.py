"""Customers' words lie in a file that nobody else on the machine can read."""

from pathlib import Path

from sqlalchemy import text

from storage.engine import open_database


async def test_a_new_file_and_its_log_are_their_owners_alone(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/new/house.sqlite3")
    try:
        async with database.writing() as connection:
            await connection.execute(text("CREATE TABLE said (words TEXT)"))
        made = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "new").iterdir()}
    finally:
        await database.close()
    assert made == {f"house.sqlite3{end}": 0o600 for end in ("", "-wal", "-shm")}
