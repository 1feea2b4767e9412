"""`huiyin migrate --to postgresql://…`: from a SQLite file to a server, every row compared."""

from contextlib import ExitStack
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.mistakes import DatabaseClosed
from bot.replica import sole_user_of
from bot.settings import read_settings
from bot.spoken import told
from storage import moving, schema
from storage.engine import Database, open_database
from storage.moving import MoveError


async def move_database(console: Console, to: str) -> None:
    """Raises MoveError, FileInUse, SchemaError; then the server's database is as it was."""
    settings = read_settings()
    source = open_database(settings.database_url)
    target = open_database(to)
    try:
        path = _sqlite_file(source, target)
        with sole_user_of(path):
            count = await _move(console, source, target)
        if count is None:
            console.print(
                told(
                    "已经搬好了：两边每一行都一样，没有再动。",
                    "Moved already: every row is the same on both sides; nothing was touched.",
                )
            )
        else:
            console.print(
                told(
                    f"搬好了：{count} 行，每一行都核对过。",
                    f"Moved: {count} rows, every one compared.",
                )
            )
        _say_what_is_next(console, path, has_secret=bool(settings.secret))
    except (DBAPIError, OSError) as error:
        kind = type(getattr(error, "orig", None) or error).__name__
        raise DatabaseClosed(
            told(
                f"搬不成（{kind}）：请检查两个数据库的地址、权限和网络；什么都没有改动，"
                "可以再来一次。",
                f"Could not move ({kind}): check address, rights and network of both databases; "
                "nothing was changed, try again when you like.",
            )
        ) from None
    finally:
        await source.close()
        await target.close()


def _sqlite_file(source: Database, target: Database) -> Path:
    if source.path is None or not source.path.is_file():
        raise MoveError(
            told(
                "HUIYIN_DATABASE_URL 应指着现在的 SQLite 文件，--to 写新的 PostgreSQL 地址。",
                "HUIYIN_DATABASE_URL names today's SQLite file, --to the new PostgreSQL.",
            )
        )
    if target.is_sqlite:
        raise MoveError(
            told(
                "--to 应写 postgresql://用户:密码@主机/库名；SQLite 文件直接拷贝就行。",
                "--to reads postgresql://user:password@host/database; a SQLite file is "
                "simply copied.",
            )
        )
    return source.path


async def _move(console: Console, source: Database, target: Database) -> int | None:
    """How many rows were moved; None when all of them were there already."""
    await schema.require_newest(source)
    await schema.upgrade(target)
    with ExitStack() as stack:
        progress = stack.enter_context(_progress(console))
        # The write lock of the file is held, so that nothing is written that would stay behind.
        async with source.writer.begin() as old, target.writer.begin() as new:
            count = await moving.size_of(old)
            if not await moving.is_empty(new):
                await _only_if_the_same(progress, old, new, count)
                return None
            copied = progress.add_task(told("搬", "moving"), total=count)
            await moving.copy(old, new, lambda n: progress.advance(copied, n))
            differs = await _compared(progress, old, new, count)
            if differs is not None:
                raise MoveError(
                    told(
                        f"核对时 {differs} 表两边不一样，已全部撤回，请再来一次。",
                        f"The table {differs} differs between the two; all was undone, try again.",
                    )
                )
    return count


async def _compared(
    progress: Progress, old: AsyncConnection, new: AsyncConnection, count: int
) -> str | None:
    task = progress.add_task(told("核对", "comparing"), total=count)
    return await moving.compare(old, new, lambda n: progress.advance(task, n))


async def _only_if_the_same(
    progress: Progress, old: AsyncConnection, new: AsyncConnection, count: int
) -> None:
    if await _compared(progress, old, new, count) is not None:
        raise MoveError(
            told(
                "新的数据库里已经有别的数据，没有动它：请给一个空的库。",
                "The new database holds other data and was left alone: give an empty one.",
            )
        )


def _progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeRemainingColumn(), console=console)


def _say_what_is_next(console: Console, path: Path, *, has_secret: bool) -> None:
    console.print(
        told(
            "接下来：HUIYIN_DATABASE_URL 换成新地址，再启动。旧文件没有动，确认无误后再删。",
            "Next: put the new address into HUIYIN_DATABASE_URL and start. The old "
            "file is untouched; remove it once you are sure.",
        )
    )
    if not has_secret:
        secret = path.with_name(path.name + ".secret")
        console.print(
            told(
                f"并把 {secret} 里的那一段写进 HUIYIN_SECRET，发出去的链接才继续有效。",
                f"And put what stands in {secret} into HUIYIN_SECRET, so that links that "
                "were given out stay good.",
            ),
            highlight=False,
            soft_wrap=True,
        )
