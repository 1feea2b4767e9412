"""Hands one message to one channel, whichever kind it is."""

from collections.abc import Mapping
from datetime import datetime

import aiohttp

from channels.addresses import Address, Kind
from channels.apprising import apprise
from channels.outcomes import Verdict
from channels.posting import post
from channels.robots import call_of


class Channels:
    """The channels of a house by name. Call `close` at the end."""

    def __init__(self, addresses: Mapping[str, Address]) -> None:
        self._addresses = dict(addresses)
        self._http: aiohttp.ClientSession | None = None

    def __contains__(self, name: str) -> bool:
        return name in self._addresses

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._addresses)

    def lead_to(self, addresses: Mapping[str, Address]) -> None:
        """New rules may name others; what is under way goes where it was sent."""
        self._addresses = dict(addresses)

    async def send(self, name: str, title: str, text: str, now: datetime) -> Verdict:
        """`title` is the subject of an e-mail; a robot says `text` alone. KeyError: no such one."""
        address = self._addresses[name]
        if address.kind is Kind.APPRISE:
            return await apprise(address, title, text)
        if self._http is None:
            # Cookies would let one channel's server tell another's messages apart.
            self._http = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        return await post(self._http, address, call_of(address, text, now))

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()
