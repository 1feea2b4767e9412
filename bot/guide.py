"""The way in: `huiyin run` without a token on a terminal asks for what is missing, and keeps it."""

import asyncio
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from getpass import getpass
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
from bot.telegram import PROXY_TROUBLE, PollError, RawUpdates, make_bot

RULES_FILE = Path("huiyin.yaml")
ENV_FILE = Path(".env")
# Somebody else who polls takes the connection back within so many seconds.
LISTEN_SECONDS = 2
UNFINISHED = "# huiyin run：还有几个问题没问完 · a few questions are left"
INDUSTRIES = {
    "1": ("general", "通用"),
    "2": ("hotel", "酒店、民宿"),
    "3": ("restaurant", "餐饮"),
    "4": ("retail", "网店"),
    "5": ("telecom", "通信、宽带"),
}
_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]+")

WELCOME = """
[bold]欢迎使用回音。[/bold]几分钟就好，随时可以按 Ctrl-C 离开，下次从这里接着来。

[bold]1  机器人[/bold]
   在 Telegram 里打开 [bold]@BotFather[/bold]（https://t.me/BotFather），发 /newbot，
   给它起个名字，再起一个以 bot 结尾的用户名。它会回您一段令牌，像 123456:ABC…
   令牌就是机器人的钥匙，别发给别人。
"""


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
    if not read_settings().token:
        console.print(WELCOME, highlight=False)
        _keep("TOKEN", _ask_token(console), unfinished=True)
    if read_settings().config == Settings().config and not RULES_FILE.exists():
        _ask_house(console)
    _forget_unfinished()
    console.print("\n[bold]3  负责人和员工群[/bold]", highlight=False)


def _leave(console: Console) -> NoReturn:
    console.print("\n已经填好的都留着。想接着来，再运行一次 huiyin run（或 make run）。")
    raise SystemExit(0)


# --- the token, tried at once


def _ask_token(console: Console) -> str:
    while True:
        text = _hidden("   把令牌粘贴到这里，回车（屏幕上不显示）：")
        if not text:
            _leave(console)
        found = _TOKEN.search(text)
        token = found[0] if found else text
        if _is_taken(console, token):
            return token


def _is_taken(console: Console, token: str) -> bool:
    """Says what is wrong and gives False; asks for a proxy where Telegram can't be reached."""
    settings = replace(read_settings(), token=token)
    try:
        require_token(settings)
    except SettingsError as error:
        return _no(console, str(error).replace("HUIYIN_TOKEN", "令牌"))
    while True:
        with console.status("   正在试……"):
            outcome = asyncio.run(_tried(settings))
        if outcome is not None:
            return _yes(console, outcome[1:]) if outcome.startswith("@") else _no(console, outcome)
        settings = _with_proxy(console, settings)


def _with_proxy(console: Console, settings: Settings) -> Settings:
    """Its password is neither shown nor logged; it stands in `.env`, which only its owner reads."""
    _no(console, "连不上 Telegram。这里的网络要用代理吗？")
    while True:
        text = _hidden("   代理，例如 socks5://127.0.0.1:1080（不显示；直接回车就再试一次）：")
        if not text:
            return settings
        try:
            tried = read_settings({"HUIYIN_PROXY": text, "HUIYIN_TOKEN": settings.token})
        except SettingsError as error:
            _no(console, str(error).replace("HUIYIN_PROXY", "代理"))
            continue
        _keep("PROXY", text)
        return replace(settings, proxy=tried.proxy)


async def _tried(settings: Settings) -> str | None:
    """`@name` of the bot, a sentence about what is wrong, or None where nobody was reached."""
    try:
        bot = make_bot(settings)
    except TokenValidationError:
        return "令牌的样子不对，请重新复制一整段。"
    try:
        me = await bot.me()
        hook = await bot.get_webhook_info()
        if hook.url and not settings.webhook_url:
            return "这个机器人正由别的程序用着（设了 webhook）：请先停掉那一个，或换一个令牌。"
        return await _alone(settings) or f"@{me.username}"
    except TelegramUnauthorizedError:
        return "Telegram 不认这个令牌：请回 @BotFather 那里，重新复制。"
    except TelegramNetworkError:
        return None
    except TelegramAPIError:
        return "Telegram 这会儿答不上来：请过一分钟再粘贴一次。"
    finally:
        await bot.session.close()


async def _alone(settings: Settings) -> str | None:
    """Nothing is confirmed by looking; another one who polls shows itself by a 409."""
    source = RawUpdates(settings)
    try:
        await source.get(None, LISTEN_SECONDS)
    except PollError as error:
        if error.code == 409:
            return "这个机器人正在别处运行：请先停掉那一个，或换一个令牌。"
    except (aiohttp.ClientError, TimeoutError, *PROXY_TROUBLE):
        return None
    finally:
        await source.close()
    return None


# --- the house: trade, name, hours


def _ask_house(console: Console) -> None:
    console.print("\n[bold]2  您的店[/bold]", highlight=False)
    listed = "   ".join(f"{number} {name}" for number, (_, name) in INDUSTRIES.items())
    industry = _chosen(
        console,
        f"   哪一行？{listed}（回车：1）：",
        lambda text: INDUSTRIES.get(text or "1", (None,))[0],
        "请输入 1 到 5。",
    )
    name = _shown(console, "   客人怎么称呼您的店？（回车：本店）：")
    hours = _chosen(
        console,
        "   几点到几点有人处理？例如 09:00-21:00；全天写 24（回车：按这一行的惯例）：",
        lambda text: _hours_for(industry, text),
        "请写成 09:00-21:00。",
    )
    _write_rules(industry, name, hours)
    _keep("CONFIG", str(RULES_FILE))
    console.print(f"   [green]✓[/green] 规则写在 {RULES_FILE}，以后随时能改。", highlight=False)


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


def _write_rules(industry: str, name: str, hours: str) -> None:
    content: dict[str, object] = {"extends": industry}
    if name:
        content["house"] = {"name": {"zh-hans": name, "zh-hant": name, "en": name}}
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


def _chosen(console: Console, words: str, read: Callable[[str], str | None], otherwise: str) -> str:
    while True:
        found = read(_shown(console, words))
        if found is not None:
            return found
        _no(console, otherwise)


def _shown(console: Console, words: str) -> str:
    return console.input(words, markup=False).strip()


def _hidden(words: str) -> str:
    """The terminal stops showing what is typed before it asks."""
    return getpass(words).strip()


def _yes(console: Console, name: str) -> bool:
    console.print(f"   [green]✓[/green] 这是 @{name}，令牌可以用。", highlight=False)
    return True


def _no(console: Console, sentence: str) -> bool:
    console.print(f"   [red]✗[/red] {sentence}", highlight=False, soft_wrap=True)
    return False


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
