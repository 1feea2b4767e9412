"""The way in: `huiyin run` without a token on a terminal asks for what is missing, and keeps it."""

import asyncio
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import aiohttp
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError, TelegramUnauthorizedError
from aiogram.utils.token import TokenValidationError
from rich.console import Console
from ruamel.yaml import YAML

from bot.rules import RulesError, load_rules
from bot.rules_schema import write_beside
from bot.settings import Settings, SettingsError, read_settings, require_token
from bot.talk import Talk, ask_language, language_of
from bot.telegram import PROXY_TROUBLE, PollError, RawUpdates, make_bot
from people.languages import Language

RULES_FILE = Path("huiyin.yaml")
ENV_FILE = Path(".env")
# Somebody else who polls takes the connection back within so many seconds.
LISTEN_SECONDS = 2
UNFINISHED = "# huiyin run：还有几个问题没问完 · a few questions are left"
INDUSTRIES = {
    "1": ("general", "通用", "general"),
    "2": ("hotel", "酒店、民宿", "hotel"),
    "3": ("restaurant", "餐饮", "restaurant"),
    "4": ("retail", "网店", "online shop"),
    "5": ("telecom", "通信、宽带", "telecom"),
}
_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]+")

WELCOME = """
[bold]欢迎使用回音。[/bold]几分钟就好，随时可以按 Ctrl-C 离开，下次从这里接着来。

[bold]1  机器人[/bold]
   在 Telegram 里打开 [bold]@BotFather[/bold]（https://t.me/BotFather），发 /newbot，
   给它起个名字，再起一个以 bot 结尾的用户名。它会回您一段令牌，像 123456:ABC…
   令牌就是机器人的钥匙，别发给别人。
"""
WELCOME_EN = """
[bold]Welcome to Huiyin.[/bold] This takes a few minutes; Ctrl-C leaves, the next start goes on.

[bold]1  The bot[/bold]
   Open [bold]@BotFather[/bold] in Telegram (https://t.me/BotFather) and send /newbot.
   Give it a name, then a user name that ends in bot. It answers with a token like 123456:ABC…
   The token is the bot's key: give it to nobody.
"""


# A sentence in Chinese and in English.
Wrong = tuple[str, str]
NO_TOKEN: Wrong = (
    "令牌的样子不对，请重新复制一整段。",
    "That is no token; please copy all of it once more.",
)
UNKNOWN_TOKEN: Wrong = (
    "Telegram 不认这个令牌：请回 @BotFather 那里，重新复制。",
    "Telegram does not know this token: please copy it again from @BotFather.",
)
HOOKED: Wrong = (
    "这个机器人正由别的程序用着（设了 webhook）：请先停掉那一个，或换一个令牌。",
    "Another program uses this bot (by webhook): stop that one first, or use another token.",
)
ELSEWHERE: Wrong = (
    "这个机器人正在别处运行：请先停掉那一个，或换一个令牌。",
    "This bot runs somewhere else: stop that one first, or use another token.",
)
BUSY: Wrong = (
    "Telegram 这会儿答不上来：请过一分钟再粘贴一次。",
    "Telegram can't answer just now: please paste it again in a minute.",
)


def is_wanted() -> bool:
    """On a terminal, without a token or with questions left over from last time."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return not read_settings().token or UNFINISHED in _env_text()


def guide(console: Console) -> None:
    """Asks, tries at once what can be tried, and writes `.env` and the rules file."""
    try:
        _ask_all(console)
    except (KeyboardInterrupt, EOFError):
        _leave(console)


def _ask_all(console: Console) -> None:
    talk = Talk(console=console, language=language_of() or ask_language(console))
    if not read_settings().token:
        talk.line(WELCOME, WELCOME_EN)
        _keep("TOKEN", _ask_token(talk), unfinished=True)
    if read_settings().config == Settings().config and not RULES_FILE.exists():
        _ask_house(talk)
    _forget_unfinished()
    talk.line("\n[bold]3  负责人和员工群[/bold]", "\n[bold]3  The owner and the staff group[/bold]")


def _leave(console: Console) -> NoReturn:
    console.print(
        "\n已经填好的都留着。想接着来，再运行一次 huiyin run（或 make run）。"
        "\nEverything so far is kept. To go on, run huiyin run (or make run) again."
    )
    raise SystemExit(0)


# --- the token, tried at once


def _ask_token(talk: Talk) -> str:
    while True:
        text = talk.ask_hidden(
            "   把令牌粘贴到这里，回车（屏幕上不显示）：",
            "   Paste the token here and press Enter (it is not shown): ",
        )
        if not text:
            _leave(talk.console)
        found = _TOKEN.search(text)
        token = found[0] if found else text
        if _is_taken(talk, token):
            return token


def _is_taken(talk: Talk, token: str) -> bool:
    """Says what is wrong and gives False; asks for a proxy where Telegram can't be reached."""
    settings = replace(read_settings(), token=token)
    try:
        require_token(settings)
    except SettingsError as error:
        talk.cross(str(error).replace("HUIYIN_TOKEN ", "令牌"), NO_TOKEN[1])
        return False
    while True:
        with talk.console.status(talk.say("   正在试……", "   Trying…")):
            outcome = asyncio.run(_tried(settings))
        if isinstance(outcome, str):
            talk.tick(f"这是 {outcome}，令牌可以用。", f"This is {outcome}; the token works.")
            return True
        if outcome is not None:
            talk.cross(*outcome)
            return False
        settings = _with_proxy(talk, settings)


def _with_proxy(talk: Talk, settings: Settings) -> Settings:
    """Its password is neither shown nor logged; it stands in `.env`, which only its owner reads."""
    talk.cross(
        "连不上 Telegram。这里的网络要用代理吗？",
        "Telegram can't be reached. Does this network need a proxy?",
    )
    while True:
        text = talk.ask_hidden(
            "   代理，例如 socks5://127.0.0.1:1080（不显示；直接回车就再试一次）：",
            "   Proxy, such as socks5://127.0.0.1:1080 (not shown; Enter alone tries again): ",
        )
        if not text:
            return settings
        try:
            tried = read_settings({"HUIYIN_PROXY": text, "HUIYIN_TOKEN": settings.token})
        except SettingsError as error:
            zh = str(error).replace("HUIYIN_PROXY ", "代理")
            talk.cross(zh, "Please write it like socks5://127.0.0.1:1080 or http://127.0.0.1:3128.")
            continue
        _keep("PROXY", text)
        return replace(settings, proxy=tried.proxy)


async def _tried(settings: Settings) -> str | Wrong | None:
    """`@name` of the bot, a sentence about what is wrong, or None where nobody was reached."""
    try:
        bot = make_bot(settings)
    except TokenValidationError:
        return NO_TOKEN
    try:
        me = await bot.me()
        hook = await bot.get_webhook_info()
        if hook.url and not settings.webhook_url:
            return HOOKED
        return await _alone(settings) or f"@{me.username}"
    except TelegramUnauthorizedError:
        return UNKNOWN_TOKEN
    except TelegramNetworkError:
        return None
    except TelegramAPIError:
        return BUSY
    finally:
        await bot.session.close()


async def _alone(settings: Settings) -> Wrong | None:
    """Nothing is confirmed by looking; another one who polls shows itself by a 409."""
    source = RawUpdates(settings)
    try:
        await source.get(None, LISTEN_SECONDS)
    except PollError as error:
        if error.code == 409:
            return ELSEWHERE
    except (aiohttp.ClientError, TimeoutError, *PROXY_TROUBLE):
        return None
    finally:
        await source.close()
    return None


# --- the house: trade, name, hours


def _ask_house(talk: Talk) -> None:
    talk.line("\n[bold]2  您的店[/bold]", "\n[bold]2  Your house[/bold]")
    zh, en = (
        "   ".join(f"{number} {names[which]}" for number, names in INDUSTRIES.items())
        for which in (1, 2)
    )
    industry = _chosen(
        talk,
        (f"   哪一行？{zh}（回车：1）：", f"   Which trade? {en} (Enter: 1): "),
        lambda text: INDUSTRIES.get(text or "1", (None,))[0],
        ("请输入 1 到 5。", "Please type 1 to 5."),
    )
    name = talk.ask(
        "   客人怎么称呼您的店？（回车：本店）：",
        "   What do customers call your house? (Enter: our shop): ",
    )
    hours = _chosen(
        talk,
        (
            "   几点到几点有人处理？例如 09:00-21:00；全天写 24（回车：按这一行的惯例）：",
            "   When is somebody there? Such as 09:00-21:00; 24 for always (Enter: as usual): ",
        ),
        lambda text: _hours_for(industry, text),
        ("请写成 09:00-21:00。", "Please write it like 09:00-21:00."),
    )
    _write_rules(industry, name, hours, talk.language)
    _keep("CONFIG", str(RULES_FILE))
    talk.tick(
        f"规则写在 {RULES_FILE}，以后随时能改。",
        f"The rules are in {RULES_FILE}; they can be changed at any time.",
    )


def _hours_for(industry: str, text: str) -> str | None:
    """The line of the rules file; nothing for what the trade usually has; None when unreadable."""
    if not text:
        return ""
    line = "daily 00:00-24:00" if text == "24" else f"daily {text.replace('：', ':')}"
    try:
        _tried_rules({"extends": industry, "calendar": {"hours": [line]}})
    except RulesError:
        return None
    return line


def _write_rules(industry: str, name: str, hours: str, language: Language) -> None:
    content: dict[str, object] = {"extends": industry}
    house: dict[str, object] = {}
    if name:
        house["name"] = {"zh-hans": name, "zh-hant": name, "en": name}
    if language is not Language.ZH_HANS:
        house["language"] = language.value
    if house:
        content["house"] = house
    if hours:
        content["calendar"] = {"hours": [hours]}
    with RULES_FILE.open("w", encoding="utf-8") as file:
        file.write(f"# yaml-language-server: $schema={write_beside(RULES_FILE).name}\n")
        file.write("# 只写与预设不同的地方；全部字段见 docs/zh/rules.md。\n")
        YAML().dump(content, file)


def _tried_rules(content: dict[str, object]) -> None:
    """Raises RulesError."""
    trial = RULES_FILE.with_name(f".{RULES_FILE.name}.trial")
    try:
        with trial.open("w", encoding="utf-8") as file:
            YAML().dump(content, file)
        load_rules(trial)
    finally:
        trial.unlink(missing_ok=True)


# --- asking and keeping


def _chosen(talk: Talk, words: Wrong, read: Callable[[str], str | None], otherwise: Wrong) -> str:
    while True:
        found = read(talk.ask(*words))
        if found is not None:
            return found
        talk.cross(*otherwise)


def _env_text() -> str:
    return ENV_FILE.read_text(encoding="utf-8-sig") if ENV_FILE.is_file() else ""


def _keep(name: str, value: str, *, unfinished: bool = False) -> None:
    """A line of `.env`, in the place of one of the same name; everything else stays as it is."""
    line = f"HUIYIN_{name}={value}"
    kept = [
        text
        for text in _env_text().splitlines()
        if text.strip().removeprefix("export ").partition("=")[0].strip() != f"HUIYIN_{name}"
    ]
    extra = [UNFINISHED] if unfinished and UNFINISHED not in kept else []
    _write_env([*kept, *extra, line])


def _forget_unfinished() -> None:
    if UNFINISHED in _env_text():
        _write_env([line for line in _env_text().splitlines() if line != UNFINISHED])


def _write_env(lines: list[str]) -> None:
    """Whole or not at all, and readable by its owner alone."""
    partial = ENV_FILE.with_name(f"{ENV_FILE.name}.part")
    with suppress(FileNotFoundError):
        partial.unlink()
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    partial.replace(ENV_FILE)
