"""Fetches updates by long polling; Telegram is told only of what has been committed."""

import asyncio
import json
import logging
import random
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from bot.failures import OUTSIDE
from bot.telegram import PROXY_TROUBLE, PollError, RawUpdates
from storage.inbox import Arrival

log = logging.getLogger("huiyin.poller")

LONGEST_PAUSE = 20.0
LARGEST_ID = 2**63


def arrival_of(bot_id: int, update: dict[str, Any]) -> Arrival | None:
    """The update with the lane it belongs to; None when it has no number to know it by."""
    update_id = update.get("update_id")
    if not isinstance(update_id, int) or not 0 <= update_id < LARGEST_ID:
        return None
    # ASCII keeps lone surrogates as the escapes they came as: nothing is lost before it is read.
    raw = json.dumps(update, separators=(",", ":")).encode("ascii")
    return Arrival(bot_id=bot_id, update_id=update_id, lane=lane_of(update), raw=raw)


def lane_of(update: dict[str, Any]) -> str:
    """The chat; without one the person (whose private chat has the same id); else the update."""
    for event in update.values():
        if isinstance(event, dict):
            for who in (
                event.get("chat"),
                _inner(event, "message", "chat"),
                event.get("from"),
                event.get("user"),
            ):
                if isinstance(who, dict) and isinstance(who.get("id"), int):
                    return f"c{str(who['id'])[:30]}"
    return f"u{update.get('update_id')}"


def _inner(event: dict[str, Any], outer: str, inner: str) -> object:
    value = event.get(outer)
    return value.get(inner) if isinstance(value, dict) else None


ELSEWHERE = "getUpdates 409"


class Poller:
    """`keep` commits a batch to the inbox; only when it has returned does the offset move."""

    def __init__(
        self,
        bot_id: int,
        source: RawUpdates,
        keep: Callable[[list[Arrival]], Awaitable[None]],
    ) -> None:
        self._bot_id = bot_id
        self._source = source
        self._keep = keep
        self._offset: int | None = None
        self.trouble: str | None = None

    async def run(self) -> None:
        """Until cancelled. A refusal or an outage only makes it wait, longer each time."""
        failures = 0
        while True:
            try:
                await self.once()
                failures, self.trouble = 0, None
            except PollError as error:
                failures += 1
                self._say(f"getUpdates {error.code}")
                await asyncio.sleep(error.retry_after or _pause(failures))
            except (aiohttp.ClientError, *PROXY_TROUBLE, TimeoutError, *OUTSIDE) as error:
                # What could not be kept is given again, since the offset has not moved.
                failures += 1
                self._say(type(error).__name__)
                await asyncio.sleep(_pause(failures))

    def _say(self, trouble: str) -> None:
        if trouble != self.trouble and trouble == ELSEWHERE:
            log.warning(
                "同一个令牌在别处也在运行（409）：请停掉那一个，或换一个令牌。"
                " The token is used elsewhere too: stop that program."
            )
        elif trouble != self.trouble:
            log.warning("Updates can't be fetched (%s); trying again.", trouble)
        self.trouble = trouble

    async def once(self) -> int:
        batch = await self._source.get(self._offset)
        arrivals = [a for a in (arrival_of(self._bot_id, update) for update in batch) if a]
        if arrivals:
            await self._keep(arrivals)
            self._offset = max(arrival.update_id for arrival in arrivals) + 1
        elif batch:
            log.warning("%d updates without a number were passed over.", len(batch))
            await asyncio.sleep(1)
        return len(arrivals)


def _pause(failures: int) -> float:
    """Doubling, with some chance in it, so that many bots don't come back at once."""
    doubled: float = 0.5 * 2 ** min(failures, 6)
    return min(LONGEST_PAUSE, doubled) * random.uniform(0.75, 1.25)
