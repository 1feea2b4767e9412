"""`huiyin check`: what is wrong with the set-up, one sentence each."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError, TelegramUnauthorizedError
from rich.console import Console
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock_check import problem_of_clock
from bot.mistakes import UnfitFile
from bot.rules import RulesError, load_rules, untranslated
from bot.rules_error import Problem as Gap
from bot.rules_schema import refresh_beside
from bot.settings import Settings, SettingsError, read_settings, require_token
from bot.spoken import sentence_of, told, words_here
from bot.telegram import make_bot
from bot.ways_out import problems_of_channels
from dimensions.corpus import corpus_rows
from dimensions.explaining import changes, names_of
from dimensions.own import Problem, load_tagger, problems_of_examples, problems_of_words
from dimensions.rules import Understanding
from dimensions.tables import TableError
from dimensions.tagger import Tagger
from handlers import reasons
from people.values import Role
from storage import inbox, schema
from storage.engine import Database, DatabaseUrlError, open_database
from storage.people import PeopleRows
from storage.tables import bindings, chats

# More than a person looks through at once.
SHOWN = 8


def check_rules(console: Console, source: str) -> None:
    """Says that the file can be used. Raises RulesError, which names line and field."""
    rules = load_rules(source)
    refresh_beside(Path(source))
    tagger, wrong = tried(rules.understanding)
    for problem in wrong:
        _print(console, f"✗ {told(problem.zh, problem.en)}")
    if wrong:
        raise UnfitFile(
            told(
                f"{source}：understanding 里有 {len(wrong)} 处要改。",
                f"{source}: {len(wrong)} places of understanding need mending.",
            )
        )
    for line in what_changes(tagger):
        _print(console, line)
    for gap in untranslated(source):
        _print(console, f"· {_gap(gap)}")
    _print(console, told(f"✓ {source} 没有问题。", f"✓ {source} is fine."))


def _print(console: Console, line: str) -> None:
    """As it is: what it quotes may hold brackets."""
    console.print(line, highlight=False, soft_wrap=True, markup=False, emoji=False)


def tried(own: Understanding) -> tuple[Tagger | None, list[Problem]]:
    """The reader with these words, if there are any; words that can't be used; else examples that
    are not read as they should."""
    if own.is_empty and not own.examples:
        return None, []
    shipped = Tagger.load()
    try:
        wrong = list(problems_of_words(own, shipped))
        if wrong:
            return None, wrong
        tagger = load_tagger(own, shipped)
    except TableError as error:
        return None, [Problem(zh=str(error), en=str(error))]
    return tagger, list(problems_of_examples(own, tagger))


def what_changes(tagger: Tagger | None) -> Iterator[str]:
    """What an operator's words make of the messages that come along: more than was meant?"""
    if tagger is None:
        return
    texts = [str(row["text"]) for row in corpus_rows()]
    changed = list(changes(tagger, texts))
    if changed:
        names = names_of(tagger)
        yield told(
            f"· 加上您的词，随程序的 {len(texts)} 句例话里有 {len(changed)} 句读法变了：",
            f"· With your words, {len(changed)} of the {len(texts)} example sentences "
            "are read differently:",
        )
        yield from (
            f"  {reasons.changed(change, names, words_here())}" for change in changed[:SHOWN]
        )


def _gap(gap: Gap) -> str:
    return gap.said(told(gap.zh, gap.en))


async def check_setup(console: Console, now: datetime, *, send: bool = False) -> int:
    """Prints every problem and gives their number; `send` tries every channel with a line."""
    settings = read_settings()
    found = 0
    async for problem in problems(settings, now, send=send):
        _print(console, f"✗ {problem}")
        found += 1
    for hint in hints(settings):
        _print(console, f"· {hint}")
    if not found:
        console.print(told("✓ 一切就绪。", "✓ All is ready."))
    return found


def hints(settings: Settings) -> list[str]:
    """What works as it is and could be better: texts that some customers read in another tongue."""
    try:
        return [_gap(gap) for gap in untranslated(settings.config)]
    except RulesError:
        return []


async def problems(settings: Settings, now: datetime, *, send: bool = False) -> AsyncIterator[str]:
    try:
        rules = load_rules(settings.config)
    except RulesError as error:
        yield sentence_of(error)
    else:
        if not rules.surveys.questionnaires:
            yield told("规则里没有问卷。", "The rules hold no questionnaire.")
        async for problem in problems_of_channels(rules, settings, now, send=send):
            yield problem
    off = await problem_of_clock(settings, now)
    if off is not None:
        yield off
    async for problem in _of_telegram(settings):
        yield problem


async def _of_telegram(settings: Settings) -> AsyncIterator[str]:
    try:
        require_token(settings)
    except SettingsError as error:
        yield sentence_of(error)
        return
    bot = make_bot(settings)
    try:
        await bot.me()
        async for problem in _of_bot(bot, settings):
            yield problem
        async for problem in _of_database(bot, settings):
            yield problem
    except TelegramUnauthorizedError:
        yield told(
            "Telegram 不认这个令牌：请向 @BotFather 核对 HUIYIN_TOKEN，重新复制。",
            "Telegram does not know this token: look it up with @BotFather and copy "
            "HUIYIN_TOKEN again.",
        )
    except TelegramNetworkError:
        yield told(
            "连不上 Telegram：请检查网络；需要代理时设置 HUIYIN_PROXY。",
            "Telegram can't be reached: check the network; where a proxy is needed "
            "set HUIYIN_PROXY.",
        )
    finally:
        await bot.session.close()


async def _of_bot(bot: Bot, settings: Settings) -> AsyncIterator[str]:
    me = await bot.me()
    if me.can_read_all_group_messages:
        yield (
            told(
                "机器人能看到群里的所有消息，其实不需要：请向 @BotFather 发 /setprivacy "
                "打开隐私模式，它照样看得到命令和对它的回复。",
                "The bot sees every message of its groups and needn't: turn privacy mode "
                "on with /setprivacy at @BotFather; commands and replies to it still arrive.",
            )
        )
    hook = await bot.get_webhook_info()
    if hook.url and not settings.webhook_url:
        yield told(
            "这个机器人还设着 webhook，huiyin run 会去掉它。别的程序也在用它吗？",
            "This bot still has a webhook, which huiyin run takes away. Does another "
            "program use it?",
        )
    if hook.last_error_message and settings.webhook_url:
        yield told(
            "Telegram 最近没能把消息送到 HUIYIN_WEBHOOK_URL：请检查网址、证书和防火墙。",
            "Telegram lately could not deliver to HUIYIN_WEBHOOK_URL: check address, "
            "certificate and firewall.",
        )


async def _of_database(bot: Bot, settings: Settings) -> AsyncIterator[str]:
    try:
        database = open_database(settings.database_url)
    except DatabaseUrlError as error:
        yield sentence_of(error)
        return
    try:
        async for problem in _of_rows(bot, database):
            yield problem
    except (DBAPIError, OSError):
        yield told(
            "数据库打不开：请检查 HUIYIN_DATABASE_URL 指的文件或服务器在不在、有没有权限。",
            "The database can't be opened: check that the file or server of HUIYIN_DATABASE_URL "
            "is there and that you may use it.",
        )
    finally:
        await database.close()


async def _of_rows(bot: Bot, database: Database) -> AsyncIterator[str]:
    async with database.reading() as connection:
        if await schema.present(connection) != schema.newest():
            yield told(
                "数据库的表还没有准备好：请运行 huiyin migrate（SQLite 启动时自动升级）。",
                "The tables are not ready: run huiyin migrate (SQLite does it at each start).",
            )
            return
        async for problem in _of_people(connection):
            yield problem
        waiting = await inbox.counts(connection)
        if waiting["aside"]:
            yield told(
                f"有 {waiting['aside']} 条消息处理不了，已放在一边；运行 huiyin replay 再试。",
                f"{waiting['aside']} messages could not be handled and were set aside; huiyin "
                "replay tries again.",
            )
        groups = await _staff_chats(connection)
    if not groups:
        yield told(
            "还没有绑定员工群：把机器人加进群，负责人在群里点店名（或发 /bind）。",
            "No staff group yet: add the bot to one, then an owner taps the place's "
            "name there (or sends /bind).",
        )
    for telegram_id, title in groups:
        async for problem in problems_of_group(bot, telegram_id, title):
            yield problem


async def _of_people(connection: AsyncConnection) -> AsyncIterator[str]:
    people = PeopleRows(connection)
    house = await people.house()
    if not await people.has_owner():
        yield told(
            "还没有负责人：运行 huiyin run，打开它显示的链接。",
            "There is no owner yet: run huiyin run and open the link it shows.",
        )
    elif not await people.holders(Role.OWNER, house.id):
        yield told(
            "没有一位负责人能收到消息：请负责人在 Telegram 里打开机器人，点“开始”。",
            "No owner can be reached: let one open the bot in Telegram and tap Start.",
        )


async def _staff_chats(connection: AsyncConnection) -> list[tuple[int, str]]:
    rows = await connection.execute(
        select(chats.c.telegram_id, chats.c.title)
        .join(bindings, bindings.c.chat_id == chats.c.id)
        .where(bindings.c.unbound_at.is_(None))
        .distinct()
    )
    return [(row.telegram_id, row.title or str(row.telegram_id)) for row in rows]


async def problems_of_group(bot: Bot, telegram_id: int, title: str) -> AsyncIterator[str]:
    """Privacy mode hides plain messages only: answers to the bot's own are enough for us."""
    try:
        me = await bot.get_chat_member(telegram_id, bot.id)
    except TelegramNetworkError:
        raise
    except TelegramAPIError:
        yield told(
            f"“{title}”里找不到机器人：请把它重新加进群，负责人再点一下店名。",
            f"The bot is not to be found in “{title}”: add it again, then an owner taps "
            "the place's name.",
        )
        return
    if me.status in {"left", "kicked"}:
        yield told(
            f"机器人不在“{title}”里：请把它重新加进群，负责人再点一下店名。",
            f"The bot is not in “{title}”: add it again, then an owner taps the place's name.",
        )
    elif me.status == "restricted" and not getattr(me, "can_send_messages", True):
        yield told(
            f"机器人在“{title}”里被禁言：请群管理员允许它发言。",
            f"The bot is muted in “{title}”: let the group's administrator allow it to write.",
        )
