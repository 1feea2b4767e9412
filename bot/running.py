"""`huiyin run` and small commands beside it: starts, says what is needed, stops."""

import asyncio
import gc
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import segno
from aiogram.exceptions import (
    AiogramError,
    TelegramAPIError,
    TelegramNetworkError,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from rich.console import Console
from sqlalchemy.exc import DBAPIError

from bot.app import App, open_app
from bot.backing_up import upgrade_with_backup
from bot.clock import Clock
from bot.demo_clock import clock_of
from bot.first_case import accompany
from bot.house import owner_link
from bot.insisting import PASSING, insist
from bot.logs import keep_logs
from bot.mistakes import DatabaseClosed, TelegramRefused
from bot.serving import PortTaken, listening
from bot.settings import Settings, read_settings, require_token
from bot.spoken import told
from bot.standing import require_ready
from bot.stopping import told_to_stop, told_when_left_alone
from bot.talk import Talk
from dimensions.tagger import Tagger
from storage import inbox, schema
from storage.engine import Database, open_database

log = logging.getLogger("huiyin")

MUDDLED = told(
    "Telegram 这会儿答得不对（常是它或代理一时的毛病）：请过一分钟再启动。",
    "Telegram answers wrongly just now (it or a proxy, most often for a moment): "
    "start again in a minute.",
)

COMMANDS = {
    "zh": [
        ("status", "查进度"),
        ("privacy", "我存了什么"),
        ("stop", "不再收问卷"),
        ("help", "怎么用"),
    ],
    "en": [
        ("status", "Where my matter stands"),
        ("privacy", "What is kept"),
        ("stop", "No more surveys"),
        ("help", "How this works"),
    ],
}
# So many that were made and not let go, of whatever is alive, begin a search for garbage.
NEW_OBJECTS = 10_000
GROUP_COMMANDS = [
    BotCommand(command="cases", description="未办完的事"),
    BotCommand(command="log", description="代客人记一件事"),
    BotCommand(command="handover", description="交班"),
    BotCommand(command="help", description="在群里能做什么"),
]


async def run_bot(
    console: Console, clock: Clock | None = None, tagger: Tagger | None = None
) -> None:
    """Until SIGINT or SIGTERM. Raises what an operator can mend."""
    settings = read_settings()
    require_token(settings)
    keep_logs(settings.log, settings.log_level)
    told = told_to_stop()
    if settings.demo:
        # A bot that nobody can stop any more would go on for ever behind a page that is gone.
        told_when_left_alone(told)
    listening(settings.host, settings.port).close()
    clock = clock or await clock_of(settings)
    _tell_start(console)
    async with _opened(settings, clock, tagger) as app:
        leave_what_stays()
        await _introduce(app, console)
        beside = asyncio.ensure_future(_accompanied(app, console))
        try:
            await _until_stopped(app, told)
        finally:
            beside.cancel()


def _tell_start(console: Console) -> None:
    """It takes seconds, longer the first time; nobody should wonder."""
    console.print(
        told(
            "正在启动：读词典、准备数据库、连 Telegram……",
            "Starting: reading the dictionary, preparing the database, reaching Telegram…",
        ),
        highlight=False,
        soft_wrap=True,
    )


def leave_what_stays() -> None:
    """What was loaded for good is looked at no more when Python searches for garbage.

    With the dictionary in it that search stopped everybody for a seventh of a second.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 10, 10)


async def _accompanied(app: App, console: Console) -> None:
    """A first start on a terminal goes on to the first case; trouble there stops nothing else."""
    if not (console.is_terminal and sys.stdin.isatty()):
        return
    try:
        await accompany(app, console)
    except (DBAPIError, OSError, EOFError, TelegramAPIError) as error:
        log.warning("The guide stopped (%s); the bot goes on.", type(error).__name__)


@asynccontextmanager
async def _opened(settings: Settings, clock: Clock, tagger: Tagger | None) -> AsyncIterator[App]:
    """Telegram's refusals and a closed database, each in one sentence."""
    opening = open_app(settings, clock, tagger=tagger)
    try:
        app = await opening.__aenter__()
    except TelegramUnauthorizedError:
        raise TelegramRefused(
            told(
                "Telegram 不认这个令牌：请向 @BotFather 核对 HUIYIN_TOKEN，重新复制。",
                "Telegram does not know this token: look it up with @BotFather and copy "
                "HUIYIN_TOKEN again.",
            )
        ) from None
    except TelegramNetworkError:
        raise TelegramRefused(
            told(
                "连不上 Telegram：请检查网络；需要代理时设置 HUIYIN_PROXY，例如 socks5://127.0.0.1:1080。",
                "Telegram can't be reached: check the network; where a proxy is needed "
                "set HUIYIN_PROXY, such as socks5://127.0.0.1:1080.",
            )
        ) from None
    except AiogramError:
        raise TelegramRefused(MUDDLED) from None
    except (DBAPIError, OSError) as error:
        raise DatabaseClosed(closed_sentence(error)) from None
    try:
        yield app
    finally:
        await opening.__aexit__(None, None, None)


def closed_sentence(error: BaseException) -> str:
    """Never the driver's text, which may hold a password."""
    kind = type(getattr(error, "orig", None) or error).__name__
    return told(
        f"数据库打不开（{kind}）：请检查 HUIYIN_DATABASE_URL 指的文件或服务器在不在、"
        "有没有权限、文件是否完好。",
        f"The database can't be opened ({kind}): check that the file or server of "
        "HUIYIN_DATABASE_URL is there and sound, and that you may use it.",
    )


async def _introduce(app: App, console: Console) -> None:
    await _set_up_telegram(app)
    talk = Talk(console=console, language=app.rulebook.current.rules.house.language)
    talk.line(f"回音已启动：@{app.bot_username}", f"Huiyin is running: @{app.bot_username}")
    payload = await owner_link(app.database, app.clock.now())
    if payload is None:
        return
    url = f"https://t.me/{app.bot_username}?start={payload}"
    talk.line(
        "还没有负责人。第一个打开这个链接的人就是负责人（24 小时内有效）：",
        "There is no owner yet. Whoever opens this link first is the owner (valid for 24 hours):",
    )
    talk.line(url, url)
    if console.is_terminal:
        segno.make(url).terminal(compact=True)


async def _set_up_telegram(app: App) -> None:
    """A webhook when one is asked for, else none; the commands that people see."""
    try:
        await insist(partial(_choose_way_in, app))
    except PASSING:
        raise TelegramRefused(MUDDLED) from None
    try:
        await insist(partial(_show_commands, app))
    except AiogramError as error:
        # Telegram has them from an earlier start, and they can be typed without being shown.
        log.warning("The commands could not be shown to people (%s).", type(error).__name__)


async def _choose_way_in(app: App) -> None:
    settings = app.settings
    if settings.webhook_url:
        await app.bot.set_webhook(
            settings.webhook_url + "/telegram", secret_token=settings.webhook_secret
        )
    else:
        await app.bot.delete_webhook(drop_pending_updates=False)


async def _show_commands(app: App) -> None:
    private = BotCommandScopeAllPrivateChats()
    for code, listed in COMMANDS.items():
        commands = [BotCommand(command=name, description=text) for name, text in listed]
        language = None if code == "zh" else code
        await app.bot.set_my_commands(commands, scope=private, language_code=language)
    await app.bot.set_my_commands(GROUP_COMMANDS, scope=BotCommandScopeAllGroupChats())


async def _until_stopped(app: App, stopping: asyncio.Event) -> None:
    """A signal ends it between two transactions; what was begun is undone and done again."""
    running = asyncio.ensure_future(app.run())
    told = asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({running, told}, return_when=asyncio.FIRST_COMPLETED)
        if not running.done():
            running.cancel()
        await running
    except asyncio.CancelledError:
        log.info("Stopped.")
    except BaseExceptionGroup as group:
        taken = group.subgroup(PortTaken)
        if taken is not None:
            raise PortTaken(str(_first(taken))) from None
        raise
    finally:
        told.cancel()


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner


async def migrate_database(console: Console) -> None:
    async with _database() as database:
        with console.status(told("正在升级数据库的表……", "Bringing the tables up to date…")):
            kept = await _upgraded(database)
    if kept is not None:
        console.print(
            told(f"升级前的数据备份在 {kept}。", f"What was there before is kept in {kept}."),
            highlight=False,
            soft_wrap=True,
        )
    console.print(
        told(
            f"数据库已是最新（{schema.newest()}）。",
            f"The database is up to date ({schema.newest()}).",
        ),
        highlight=False,
    )


async def _upgraded(database: Database) -> Path | None:
    if database.is_sqlite:
        return await upgrade_with_backup(database, Clock().now())
    await schema.upgrade(database)
    return None


async def replay_aside(console: Console) -> None:
    async with _database() as database:
        await require_ready(database)
        async with database.writing() as connection:
            count = await inbox.replay(connection)
    console.print(
        told(f"{count} 条消息会再试一次。", f"{count} messages will be tried again."),
        highlight=False,
    )


@asynccontextmanager
async def _database() -> AsyncIterator[Database]:
    database = open_database(read_settings().database_url)
    try:
        yield database
    except (DBAPIError, OSError) as error:
        raise DatabaseClosed(closed_sentence(error)) from None
    finally:
        await database.close()
