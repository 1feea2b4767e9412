"""Brings a database to the present shape of the tables, and tells whether it has it."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import Database
from storage.mistakes import Mistake
from storage.tables import TABLES

MIGRATIONS = Path(__file__).parent / "migrations"
# Two bots that start at once must not both migrate; the number is any that nobody else uses.
MIGRATION_LOCK = 7_404_601
HEAD = "head"


class SchemaError(Mistake):
    """The tables are not as this program needs them; the message is a sentence for the operator."""


async def upgrade(database: Database, to: str = HEAD) -> None:
    """Runs the missing steps in one transaction; a second process waits and finds nothing to do."""
    if database.is_sqlite:
        await _on_sqlite(database, lambda connection: _run("upgrade", connection, to))
    else:
        async with database.writing() as connection:
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
            await connection.run_sync(lambda sync: _run("upgrade", sync, to))


async def downgrade(database: Database, to: str) -> None:
    if database.is_sqlite:
        await _on_sqlite(database, lambda connection: _run("downgrade", connection, to))
    else:
        async with database.writing() as connection:
            await connection.run_sync(lambda sync: _run("downgrade", sync, to))


async def _on_sqlite(database: Database, act: Callable[[Connection], None]) -> None:
    """SQLite rebuilds tables to change them, which foreign keys would forbid: off, then checked."""
    async with database.writer.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute("PRAGMA foreign_keys=OFF")
        try:
            async with connection.begin():
                await connection.run_sync(act)
                broken = (await connection.execute(text("PRAGMA foreign_key_check"))).first()
                if broken is not None:
                    raise SchemaError(
                        f"升级后 {broken[0]} 表的引用对不上，已撤回，数据没有变动。",
                        f"After the upgrade references of the table {broken[0]} were broken; it "
                        "was undone, your data is as it was.",
                    )
        finally:
            await driver.execute("PRAGMA foreign_keys=ON")


def _run(direction: str, connection: Connection, to: str) -> None:
    if (direction, to) == ("upgrade", HEAD) and _present(connection) == newest():
        return
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    getattr(command, direction)(config, to)


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return ScriptDirectory.from_config(config)


@cache
def newest() -> str:
    head = _scripts().get_current_head()
    assert head is not None
    return head


async def present(connection: AsyncConnection) -> str | None:
    """The step at which this database stands; None for an empty one."""
    return await connection.run_sync(_present)


def _present(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


async def require_newest(database: Database) -> None:
    """Raises SchemaError when the tables are older or newer than this program."""
    async with database.reading() as connection:
        found = await present(connection)
    if found == newest():
        return
    if found is not None and found not in {
        script.revision for script in _scripts().walk_revisions()
    }:
        raise SchemaError(
            "这个数据库是更新版本的回音建的，请先升级程序，再启动。",
            "A newer Huiyin made this database: upgrade the program, then start.",
        )
    raise SchemaError(
        "数据库的表还没有准备好，请先运行 huiyin migrate。",
        "The tables are not ready: run huiyin migrate first.",
    )


async def differences(connection: AsyncConnection) -> list[object]:
    """What the migrated tables lack against the models; empty when they are equal."""
    return await connection.run_sync(
        lambda sync: list(compare_metadata(MigrationContext.configure(sync), TABLES))
    )


def write_step(connection: Connection, message: str, name: str) -> None:
    """Writes a new migration from the difference between this database and the models."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.revision(config, message=message, autogenerate=True, rev_id=name)
