"""The house's secret: from the setting, else made once and kept beside the database."""

import os
import secrets
from pathlib import Path

from bot.settings import Settings, SettingsError
from storage.engine import Database


def house_secret(settings: Settings, database: Database) -> bytes:
    """Raises SettingsError where there is no file beside which it could be kept."""
    if settings.secret:
        return settings.secret.encode()
    if database.path is None:
        raise SettingsError(
            "用 PostgreSQL 时请设置 HUIYIN_SECRET（一段足够长的随机文字，所有进程都一样）。"
        )
    return _kept(database.path.with_name(database.path.name + ".secret"))


def _kept(file: Path) -> bytes:
    if file.exists():
        return file.read_bytes()
    made = secrets.token_urlsafe(32).encode()
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as kept:
        kept.write(made)
    return made
