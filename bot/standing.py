"""Commands beside the bot use the database that is there; none of them makes one."""

from bot.mistakes import DatabaseClosed
from bot.spoken import told
from storage import schema
from storage.engine import Database

# Most who miss it stand in another folder, or mean the demo's.
WHERE = (
    (
        "正式的在运行过 huiyin run 的那个文件夹里（var/huiyin.sqlite3），请到那里去，或设 "
        "HUIYIN_DATABASE_URL；演示（huiyin demo）的是 "
        "HUIYIN_DATABASE_URL=sqlite:///var/demo/huiyin.sqlite3；都还没有就先运行一次。"
    ),
    (
        "the real one stands in the folder where huiyin run was started (var/huiyin.sqlite3), go "
        "there or set HUIYIN_DATABASE_URL; the demo's (huiyin demo) is "
        "HUIYIN_DATABASE_URL=sqlite:///var/demo/huiyin.sqlite3; if there is neither, run one first."
    ),
)


async def require_ready(database: Database) -> None:
    """Raises DatabaseClosed where there is no file, SchemaError where its tables are old."""
    if database.path is not None and not database.path.is_file():
        raise DatabaseClosed(
            told(
                f"没有数据库文件 {database.path}：{WHERE[0]}",
                f"There is no database file {database.path}: {WHERE[1]}",
            )
        )
    await schema.require_newest(database)
