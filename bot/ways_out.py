"""Brings together the channels that the rules name and the addresses that the settings hold."""

import logging
from collections.abc import Mapping
from datetime import datetime

from bot.rules import Rules
from bot.settings import CHANNEL, Settings, SettingsError
from channels.addresses import Address, AddressError, read_address
from channels.sender import Channels
from storage.engine import Database
from storage.work import begin_work

log = logging.getLogger("huiyin.channels")


def setting_of(name: str) -> str:
    """`duty` finds its address in HUIYIN_CHANNEL_DUTY."""
    return f"{CHANNEL}{name.upper()}"


def addresses_of(rules: Rules, settings: Settings) -> Mapping[str, Address]:
    """Raises SettingsError, which names the setting and quotes nothing of it."""
    found = {}
    for name, channel in rules.channels.items():
        if name not in settings.channels:
            continue
        try:
            found[name] = read_address(channel.kind, settings.channels[name])
        except AddressError as error:
            raise SettingsError(f"{setting_of(name)} {error}") from None
    return found


def missing_addresses(rules: Rules, settings: Settings) -> list[str]:
    """Settings that the rules ask for and that are not there."""
    return [setting_of(name) for name in rules.channels if name not in settings.channels]


def idle_addresses(rules: Rules, settings: Settings) -> list[str]:
    """Settings that no rule asks for: most likely a slip in a name."""
    return [setting_of(name) for name in settings.channels if name not in rules.channels]


async def open_channels(
    database: Database, rules: Rules, settings: Settings, now: datetime
) -> Channels:
    """Makes each a lane of the outbox. One without an address is passed over, and said so."""
    addresses = addresses_of(rules, settings)
    for name in missing_addresses(rules, settings):
        log.warning("A channel of the rules has no address yet: %s is not set.", name)
    async with begin_work(database, now) as work:
        await work.channels.found(addresses, now)
    return Channels(dict(addresses))
