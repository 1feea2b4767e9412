"""Settings of the environment, read once at the start into a frozen object."""

import os
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from bot.spoken import told
from channels.addresses import parts_of
from people.events import EVENTS

PREFIX = "HUIYIN_"
CHANNEL = "HUIYIN_CHANNEL_"
HOOK = "HUIYIN_HOOK_"
WISHED = "_events"
_TELEGRAM_ID = re.compile(r"[1-9][0-9]{0,17}")
TELEGRAM = "https://api.telegram.org"


class SettingsError(Exception):
    """A setting is missing or wrong; the message names it and says what to do."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Each field is the setting `HUIYIN_<NAME>`; what each means stands in docs/operating.md."""

    token: str = ""
    api_base: str = TELEGRAM
    proxy: str | None = None
    database_url: str = "sqlite:///var/huiyin.sqlite3"
    config: str = "general"
    owners: tuple[int, ...] = ()
    secret: str = ""
    webhook_url: str | None = None
    webhook_secret: str | None = None
    intake_key: str | None = None
    listen: str = "127.0.0.1:8081"
    heartbeat: str | None = None
    demo: str | None = None
    pacing: bool = True
    # "text" or "json", a line each; how much is written.
    log: str = "text"
    log_level: str = "info"
    # HUIYIN_CHANNEL_DUTY is the address, and secret, of the channel `duty`.
    channels: Mapping[str, str] = field(default_factory=dict)
    # HUIYIN_HOOK_CRM is the address of another system, with the secret behind a #.
    hooks: Mapping[str, str] = field(default_factory=dict)
    # HUIYIN_HOOK_CRM_EVENTS names what that system is told of; without it, of everything.
    hook_events: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return "Settings(…)"

    @property
    def bot_id(self) -> int:
        return int(self.token.partition(":")[0])

    @property
    def host(self) -> str:
        return self.listen.rpartition(":")[0].strip("[]") or "127.0.0.1"

    @property
    def port(self) -> int:
        return int(self.listen.rpartition(":")[2])


def read_settings(
    environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> Settings:
    """The environment's word first, then `.env` in the folder. Raises SettingsError."""
    given = dict(environment if environment is not None else os.environ)
    if PREFIX + "DEMO" not in given:
        # The demo is complete in itself: a file for the real bot has no say in it.
        given = {**_dotenv((folder or Path.cwd()) / ".env"), **given}
    known = {each.name for each in fields(Settings)} - {"channels", "hooks", "hook_events"}
    hooks = _named(given, HOOK)
    wished = {name: hooks.pop(name) for name in list(hooks) if name.endswith(WISHED)}
    values: dict[str, object] = {
        "channels": _named(given, CHANNEL),
        "hooks": _hooks(hooks),
        "hook_events": _hook_events(wished, hooks),
    }
    for name, text in given.items():
        named = name.startswith((CHANNEL, HOOK))
        if not name.startswith(PREFIX) or named or not text.strip():
            continue
        setting = name.removeprefix(PREFIX).lower()
        if setting not in known:
            raise SettingsError(
                told(
                    f"没有 {name} 这个设置，请检查拼写；全部设置见 docs/operating.md。",
                    f"There is no setting {name}: see docs/operating.md for all of them.",
                )
            )
        values[setting] = _READERS.get(setting, _text)(name, text.strip())
    return _checked(Settings(**values))  # type: ignore[arg-type]


def _named(given: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix).lower(): text.strip()
        for name, text in given.items()
        if name.startswith(prefix) and name != prefix and text.strip()
    }


def _hooks(given: dict[str, str]) -> dict[str, str]:
    for name, address in given.items():
        parts = parts_of(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname or len(parts.fragment) < 16:
            raise SettingsError(
                told(
                    f"{HOOK}{name.upper()} 要写网址，后面用 # 接至少 16 个字的密钥，例如 https://crm.example.com/huiyin#一串随机字符。",
                    f"{HOOK}{name.upper()} is an address with a secret of at least 16 characters "
                    "behind a #, such as https://crm.example.com/huiyin#a-long-random-text.",
                )
            )
    return given


def _hook_events(given: dict[str, str], hooks: Collection[str]) -> dict[str, frozenset[str]]:
    found = {}
    for name, text in given.items():
        hook, events = name.removesuffix(WISHED), frozenset(text.replace(",", " ").split())
        setting = HOOK + name.upper()
        if hook not in hooks:
            raise SettingsError(
                told(
                    f"{setting} 没有对应的网址：请先设 {HOOK}{hook.upper()}。",
                    f"{setting} has no address: set {HOOK}{hook.upper()} first.",
                )
            )
        if unknown := sorted(events - set(EVENTS)):
            raise SettingsError(
                told(
                    f"{setting}：没有 {unknown[0]} 这种事；可以写，用空格隔开："
                    f"{'、'.join(EVENTS)}。",
                    f"{setting}: there is no event {unknown[0]}; write, with spaces between, "
                    f"{', '.join(EVENTS)}.",
                )
            )
        found[hook] = events
    return found


def _dotenv(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    found = {}
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), 1):
        text = line.strip().removeprefix("export ")
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals:
            raise SettingsError(
                told(
                    f".env 第 {number} 行应写成 名字=值。",
                    f"Line {number} of .env has to read NAME=value.",
                )
            )
        found[name.strip()] = value.strip().strip("\"'")
    return found


def _text(_name: str, text: str) -> str:
    return text


def _address(name: str, text: str) -> str:
    parts = parts_of(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise SettingsError(
            told(
                f"{name} 应是完整的网址，例如 https://example.org。",
                f"{name} has to be a whole address, such as https://example.org.",
            )
        )
    return text.rstrip("/")


def _proxy(name: str, text: str) -> str:
    parts = parts_of(text)
    if parts.scheme not in {"http", "https", "socks4", "socks5", "socks5h"} or not parts.hostname:
        raise SettingsError(
            told(
                f"{name} 应写成 socks5://主机:端口 或 http://主机:端口。",
                f"{name} reads socks5://host:port or http://host:port.",
            )
        )
    return text


def _ids(name: str, text: str) -> tuple[int, ...]:
    found = text.replace(",", " ").split()
    if not all(_TELEGRAM_ID.fullmatch(part) for part in found):
        raise SettingsError(
            told(
                f"{name} 应是用逗号隔开的 Telegram 编号。",
                f"{name} is Telegram ids with commas between.",
            )
        )
    return tuple(map(int, found))


def _listen(name: str, text: str) -> str:
    port = text.rpartition(":")[2]
    if not port.isdecimal() or not 0 <= int(port) < 65536:
        raise SettingsError(
            told(
                f"{name} 应写成 主机:端口，例如 127.0.0.1:8081。",
                f"{name} reads host:port, such as 127.0.0.1:8081.",
            )
        )
    return text


def _switch(name: str, text: str) -> bool:
    if text.lower() not in {"on", "off", "1", "0", "true", "false"}:
        raise SettingsError(told(f"{name} 只能是 on 或 off。", f"{name} is on or off."))
    return text.lower() in {"on", "1", "true"}


def _one_of(*known: str) -> Callable[[str, str], str]:
    def read(name: str, text: str) -> str:
        if text.lower() not in known:
            raise SettingsError(
                told(
                    f"{name} 只能是 {'、'.join(known)} 之一。",
                    f"{name} is one of {', '.join(known)}.",
                )
            )
        return text.lower()

    return read


_READERS = {
    "api_base": _address,
    "webhook_url": _address,
    "heartbeat": _address,
    "demo": _address,
    "proxy": _proxy,
    "owners": _ids,
    "listen": _listen,
    "pacing": _switch,
    "log": _one_of("text", "json"),
    "log_level": _one_of("debug", "info", "warning", "error"),
}


def _checked(settings: Settings) -> Settings:
    if settings.webhook_url and not settings.webhook_secret:
        raise SettingsError(
            told(
                "用 HUIYIN_WEBHOOK_URL 时，必须同时设置 HUIYIN_WEBHOOK_SECRET。",
                "HUIYIN_WEBHOOK_URL needs HUIYIN_WEBHOOK_SECRET beside it.",
            )
        )
    return settings


def require_token(settings: Settings) -> None:
    """Raises SettingsError when there is no token, or one of the wrong shape."""
    if not settings.token:
        raise SettingsError(
            told(
                "还没有机器人令牌：请在 Telegram 里向 @BotFather 要一个，写进 HUIYIN_TOKEN "
                "再启动，或者在终端里运行 huiyin run，它一步步带着做；只想看看，请运行 "
                "huiyin demo。",
                "There is no bot token yet: get one from @BotFather in Telegram and set "
                "HUIYIN_TOKEN, or run huiyin run on a terminal, which guides you; to look "
                "around first: huiyin demo.",
            )
        )
    number, colon, rest = settings.token.partition(":")
    if not (number.isdecimal() and colon and rest and len(rest.split()) == 1):
        raise SettingsError(
            told(
                "HUIYIN_TOKEN 的样子不对，应是 123456:ABC… 这样的一整段，请重新复制。",
                "HUIYIN_TOKEN does not look like a token, such as 123456:ABC…: copy the "
                "whole of it again.",
            )
        )
