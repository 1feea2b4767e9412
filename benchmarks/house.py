"""A database with a house, an owner and a staff group, for the benchmark."""

from datetime import UTC, datetime

from sqlalchemy import text

from bot.demo_house import furnish
from storage import schema
from storage.engine import open_database


async def prepare(address: str, *, empty: bool = False) -> None:
    database = open_database(address)
    try:
        if empty:
            async with database.writing() as connection:
                await connection.execute(text("DROP SCHEMA public CASCADE"))
                await connection.execute(text("CREATE SCHEMA public"))
        await schema.upgrade(database)
        await furnish(database, datetime.now(UTC))
    finally:
        await database.close()
