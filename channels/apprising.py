"""E-mail and the rest through Apprise, which is imported when the first message wants it."""

import asyncio
import logging
from typing import Any

from channels.addresses import Address
from channels.outcomes import Refused, Taken, Unclear, Verdict

# It sends from a thread of its own and may try several servers.
PATIENCE = 30.0


async def apprise(address: Address, title: str, text: str) -> Verdict:
    """Apprise says yes or no, and a no may hide a message that arrived."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await asyncio.to_thread(_notify, address, title, text)
    except TimeoutError:
        return Unclear(reason="timeout")


def is_usable(address: Address) -> bool:
    """Whether Apprise knows this kind of address and finds it complete."""
    return _quiet().Apprise.instantiate(address.url, suppress_exceptions=True) is not None


def _notify(address: Address, title: str, text: str) -> Verdict:
    service = _quiet().Apprise()
    if not service.add(address.url):
        return Refused(reason="address")
    return Taken() if service.notify(body=text, title=title) else Unclear(reason="not confirmed")


def _quiet() -> Any:
    """Apprise logs addresses, with what is secret in them, when something goes wrong."""
    import apprise as library  # noqa: PLC0415 - eight megabytes that most houses never need

    logger = logging.getLogger("apprise")
    logger.setLevel(logging.CRITICAL + 1)
    logger.propagate = False
    return library
