"""Whether this machine's clock is right, by what Telegram's server says the time is."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp
from aiohttp_socks import ProxyConnector

from bot.settings import Settings
from bot.spoken import told
from bot.telegram import PROXY_TROUBLE

# Promises are kept to the minute, and signatures of robots hold for an hour.
FAR = timedelta(minutes=2)


async def problem_of_clock(settings: Settings, now: datetime) -> str | None:
    """A sentence when the clock is off; None as well where nobody says what time it is."""
    minutes = await minutes_off(settings, now)
    if not minutes:
        return None
    way = told("快", "fast") if minutes > 0 else told("慢", "slow")
    return told(
        f"这台机器的时间{way}了 {abs(minutes)} 分钟：请校准（timedatectl set-ntp "
        "true），时限才准。",
        f"This machine's clock is {abs(minutes)} minutes {way}: set it right (timedatectl "
        "set-ntp true), for promises are kept by it.",
    )


async def minutes_off(settings: Settings, now: datetime) -> int:
    """By how much this clock is fast (or slow, below 0); 0 when it is right or nobody knows."""
    said = await _time_of(settings)
    if said is None or abs(now - said) < FAR:
        return 0
    return round((now - said).total_seconds() / 60)


async def _time_of(settings: Settings) -> datetime | None:
    connector = ProxyConnector.from_url(settings.proxy) if settings.proxy else None
    patience = aiohttp.ClientTimeout(total=10)
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=patience) as http,
            http.head(settings.api_base, allow_redirects=False) as response,
        ):
            said = parsedate_to_datetime(response.headers["Date"])
    except (aiohttp.ClientError, *PROXY_TROUBLE, TimeoutError, OSError, KeyError, ValueError):
        return None
    return said.astimezone(UTC)
