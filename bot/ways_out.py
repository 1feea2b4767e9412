"""Brings together the channels that the rules name and the addresses that the settings hold."""

import logging
from collections.abc import AsyncIterator, Mapping
from datetime import datetime

from bot.rules import Rules
from bot.settings import CHANNEL, Settings, SettingsError
from bot.spoken import sentence_of, told
from channels.addresses import Address, AddressError, Kind, read_address
from channels.apprising import is_usable
from channels.outcomes import Taken
from channels.sender import Channels
from handlers.notes_channels import remedy_for
from handlers.words import words_in
from storage.engine import Database
from storage.work import begin_work

TRIAL, TRIAL_TEXT = "回音", "试一下：提醒会发到这里。"

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
            raise SettingsError(f"{setting_of(name)} {sentence_of(error)}") from None
    return found


def missing_addresses(rules: Rules, settings: Settings) -> list[str]:
    """Settings that the rules ask for and that are not there."""
    return [setting_of(name) for name in rules.channels if name not in settings.channels]


def idle_addresses(rules: Rules, settings: Settings) -> list[str]:
    """Settings that no rule asks for: most likely a slip in a name."""
    return [setting_of(name) for name in settings.channels if name not in rules.channels]


async def problems_of_channels(
    rules: Rules, settings: Settings, now: datetime, *, send: bool = False
) -> AsyncIterator[str]:
    """A sentence for each thing that is wrong; with `send`, what each channel said to a line."""
    for setting in missing_addresses(rules, settings):
        yield told(
            f"规则里有这个渠道，还没有地址：请设置 {setting}。",
            f"The rules name this channel, but it has no address: set {setting}.",
        )
    for setting in idle_addresses(rules, settings):
        yield told(
            f"{setting} 没有用上：请在规则的 channels 里写上它的名字，或删掉这个设置。",
            f"{setting} is not used: name the channel under channels in the rules, or "
            "take the setting away.",
        )
    try:
        addresses = addresses_of(rules, settings)
    except SettingsError as error:
        yield str(error)
        return
    for name, address in addresses.items():
        if address.kind is Kind.APPRISE and not is_usable(address):
            yield told(
                f"{setting_of(name)} Apprise 不认识这个地址：请对照 Apprise 的说明重新填写。",
                f"{setting_of(name)}: Apprise does not know this address; write it as Apprise "
                "describes.",
            )
    if send:
        async for problem in _try_each(Channels(addresses), now):
            yield problem


async def _try_each(channels: Channels, now: datetime) -> AsyncIterator[str]:
    _ = words_in(told("zh-hans", "en"))
    try:
        for name in channels.names:
            verdict = await channels.send(name, TRIAL, f"【{TRIAL}】{TRIAL_TEXT}", now)
            if not isinstance(verdict, Taken):
                remedy = remedy_for(verdict.reason, _)
                yield told(
                    f"渠道“{name}”没有收下：{remedy}", f"The channel “{name}” refused: {remedy}"
                )
    finally:
        await channels.close()


async def open_channels(
    database: Database, rules: Rules, settings: Settings, now: datetime
) -> Channels:
    """Makes each a lane of the outbox. One without an address is passed over, and said so."""
    channels = Channels({})
    await _open(channels, database, rules, settings, now)
    return channels


async def follow_channels(
    channels: Channels, database: Database, settings: Settings, rules: Rules, now: datetime
) -> None:
    """The same when rules change while the bot runs; a wrong address changes nothing."""
    try:
        await _open(channels, database, rules, settings, now)
    except SettingsError as error:
        log.warning("The channels stay as they were: %s", error)


async def _open(
    channels: Channels, database: Database, rules: Rules, settings: Settings, now: datetime
) -> None:
    addresses = addresses_of(rules, settings)
    for name in missing_addresses(rules, settings):
        log.warning("A channel of the rules has no address yet: %s is not set.", name)
    async with begin_work(database, now) as work:
        await work.channels.found(addresses, now)
    channels.lead_to(addresses)
