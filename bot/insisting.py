"""Calls at the start are made a few times: a bad moment of Telegram's stops no bot."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from bot.telegram import PROXY_TROUBLE

# Seconds between two tries.
PAUSES = (0.2, 0.5, 1.0)
PASSING = (ClientDecodeError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError)

Answer = TypeVar("Answer")


async def insist(call: Callable[[], Awaitable[Answer]]) -> Answer:
    """Raises what the last try raised; at once what no second try would change."""
    for pause in PAUSES:
        try:
            return await call()
        except PASSING as error:
            if isinstance(error.__cause__, (aiohttp.ClientConnectorError, *PROXY_TROUBLE)):
                raise
            told = error.retry_after if isinstance(error, TelegramRetryAfter) else 0
            await asyncio.sleep(max(pause, min(told, 5)))
    return await call()
