"""Tells other systems of answers and cases, signed, again and again until they have it."""

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from urllib.parse import urldefrag

import aiohttp
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.failures import name_of
from storage import points
from storage.engine import Database
from storage.hooking import Call, body_of, due_calls, note_call

log = logging.getLogger("huiyin.hooks")

EVERY = 1.0
BATCH = 20
PATIENCE = aiohttp.ClientTimeout(total=10)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)
# Five seconds, doubled each time up to an hour: thirty attempts take about a day.
ATTEMPTS = 30

Guard = Callable[[AsyncConnection], Awaitable[None]]


def signature(secret: str, sent_at: str, body: bytes) -> str:
    """The SHA-256 HMAC of time, full stop and body, in hexadecimal digits."""
    return hmac.new(secret.encode(), sent_at.encode() + b"." + body, hashlib.sha256).hexdigest()


class Hooks:
    """`addresses` by name, each with its secret behind a #; they are in no log and no error."""

    def __init__(self, database: Database, clock: Clock, addresses: Mapping[str, str]) -> None:
        self._database = database
        self._clock = clock
        self._addresses = {name: urldefrag(address) for name, address in addresses.items()}

    async def run(self) -> None:
        """Until cancelled."""
        if not self._addresses:
            await asyncio.Event().wait()
        async with aiohttp.ClientSession(timeout=PATIENCE) as http:
            while True:
                try:
                    told = await self.tell_due(http)
                except Exception as error:  # noqa: BLE001 - the last door: it is looked at again
                    log.warning("Other systems wait a little longer (%s).", name_of(error))
                    told = 0
                if told < BATCH:
                    await asyncio.sleep(EVERY)

    async def tell_due(self, http: aiohttp.ClientSession) -> int:
        """What is due now; one system that is slow holds up the others for ten seconds at most."""
        async with self._database.reading() as connection:
            calls = await due_calls(connection, self._clock.now(), BATCH)
            bodies = [await body_of(connection, call) for call in calls]
        await asyncio.gather(
            *(self._tell(http, call, body) for call, body in zip(calls, bodies, strict=True))
        )
        return len(calls)

    async def _tell(
        self, http: aiohttp.ClientSession, call: Call, body: Mapping[str, object]
    ) -> None:
        error = await self._post(http, call, json.dumps(body, ensure_ascii=False).encode())
        now = self._clock.now()
        async with self._database.writing() as connection:
            if error is None:
                await note_call(connection, call, finished_at=now)
            else:
                next_at = next_attempt(call.attempts + 1, now)
                await note_call(connection, call, next_at=next_at, error=error)
                if next_at is None:
                    log.error("Hook %s did not take %s: %s.", call.hook, call.key, error)

    async def _post(self, http: aiohttp.ClientSession, call: Call, body: bytes) -> str | None:
        """None when it was taken, else what went wrong in a word."""
        address = self._addresses.get(call.hook)
        if address is None:
            return "no address"
        sent_at = str(int(self._clock.now().timestamp()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Huiyin-Event": call.key,
            "Huiyin-Timestamp": sent_at,
            "Huiyin-Signature": signature(address.fragment, sent_at, body),
        }
        points.reached("before hook")
        try:
            async with http.post(
                address.url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                points.reached("after hook")
                return None if answer.status // 100 == 2 else str(answer.status)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return type(error).__name__


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """None when it has been tried long enough; `huiyin replay --hooks` begins anew."""
    if attempts >= ATTEMPTS:
        return None
    doublings: int = min(attempts - 1, 16)
    return now + min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
