"""Commands beside the bot use the database that is there; none of them makes one."""

from bot.mistakes import DatabaseClosed
from bot.spoken import told
from storage import schema
from storage.engine import Database


async def require_ready(database: Database) -> None:
    """Raises DatabaseClosed where there is no file, SchemaError where its tables are old."""
    if database.path is not None and not database.path.is_file():
        raise DatabaseClosed(
            told(
                f"没有数据库文件 {database.path}：请检查 HUIYIN_DATABASE_URL，"
                "或先运行 huiyin run。",
                f"There is no database file {database.path}: check HUIYIN_DATABASE_URL, or run "
                "huiyin run first.",
            )
        )
    await schema.require_newest(database)
