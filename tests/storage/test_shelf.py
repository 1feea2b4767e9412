"""What a test gets after another one is as good as new."""

import asyncio
import contextlib
from collections.abc import Iterator

import asyncpg
import pytest
from sqlalchemy.engine import URL, make_url

from tests.databases import Shelf

pytestmark = pytest.mark.postgres


@pytest.fixture
def shelf(postgres_template: URL) -> Iterator[Shelf]:
    with contextlib.ExitStack() as stack:
        yield Shelf(postgres_template, stack)


async def run(url: str, *statements: str) -> list[asyncpg.Record]:
    address = make_url(url).set(drivername="postgresql")
    connection = await asyncpg.connect(address.render_as_string(hide_password=False))
    try:
        for statement in statements[:-1]:
            await connection.execute(statement)
        return list(await connection.fetch(statements[-1]))
    finally:
        await connection.close()


A_PERSON = (
    "INSERT INTO persons (telegram_id, language, created_at) VALUES (1001, 'zh_Hans', now())",
    "SELECT id FROM persons",
)


def test_rows_are_gone_and_numbers_begin_anew(shelf: Shelf) -> None:
    with shelf.lent() as first:
        assert len(asyncio.run(run(first, *A_PERSON))) == 1
    with shelf.lent() as again:
        assert again == first
        assert [row["id"] for row in asyncio.run(run(again, *A_PERSON))] == [1]
    with shelf.lent() as changed:
        asyncio.run(run(changed, "ALTER TABLE persons ADD COLUMN colour text", "SELECT 1"))
    with shelf.lent() as other:
        assert other != changed
