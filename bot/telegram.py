"""The one bot object, its connection, and what an error of Telegram's means for a message."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import Response
from aiogram.methods.base import TelegramMethod
from aiogram.types import Message
from aiohttp_socks import (
    ProxyConnectionError,
    ProxyConnector,
    ProxyError,
    ProxyTimeoutError,
)

from bot.settings import Settings
from storage import points

CALL_TIMEOUT = 20.0
# The library gives them no common ancestor.
PROXY_TROUBLE = (ProxyError, ProxyConnectionError, ProxyTimeoutError)
# What a message is stands in both answers and in every update: built once, it serves them all.
Message.model_rebuild(force=True)
# pydantic forgets a generic model that nobody holds and builds it anew for the next answer.
ANSWERS = (Response[Message], Response[Message | bool], Response[bool])
POLL_TIMEOUT = 30


class Session(AiohttpSession):
    """aiogram's own, except that a proxy's failure is one of the network, as it should be."""

    async def make_request(
        self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None
    ) -> Any:
        points.reached(f"before {method.__api_method__}")
        try:
            answer = await super().make_request(bot, method, timeout)
        except PROXY_TROUBLE as error:
            raise TelegramNetworkError(method=method, message=type(error).__name__) from error
        points.reached(f"after {method.__api_method__}")
        return answer


def make_bot(settings: Settings) -> Bot:
    session = Session(
        api=TelegramAPIServer.from_base(settings.api_base),
        proxy=settings.proxy,
        timeout=CALL_TIMEOUT,
        limit=100,
    )
    return Bot(settings.token, session=session, default=DefaultBotProperties(parse_mode="HTML"))


class PollError(Exception):
    """getUpdates was refused: `code` as Telegram says it, `retry_after` in seconds."""

    def __init__(self, code: int, description: str, retry_after: float | None = None) -> None:
        super().__init__(f"getUpdates {code}")
        self.code = code
        self.description = description
        self.retry_after = retry_after


class RawUpdates:
    """getUpdates without parsing what is in the updates: one that is odd spoils no other."""

    def __init__(self, settings: Settings) -> None:
        self._url = f"{settings.api_base}/bot{settings.token}/getUpdates"
        connector = ProxyConnector.from_url(settings.proxy) if settings.proxy else None
        self._http = aiohttp.ClientSession(connector=connector)

    async def get(self, offset: int | None, timeout: int = POLL_TIMEOUT) -> list[dict[str, Any]]:
        """A batch; raises PollError, or aiohttp's errors when Telegram can't be reached."""
        body: dict[str, Any] = {"timeout": timeout, "limit": 100, "allowed_updates": WANTED}
        if offset is not None:
            body["offset"] = offset
        wait = aiohttp.ClientTimeout(total=timeout + 15, sock_connect=10)
        points.reached("before getUpdates")
        async with self._http.post(self._url, json=body, timeout=wait) as response:
            answer = await response.read()
        points.reached("after getUpdates")
        return _result(response.status, answer)

    async def close(self) -> None:
        await self._http.close()


WANTED = [
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
]


def _result(status: int, body: bytes) -> list[dict[str, Any]]:
    try:
        answer = json.loads(body)
    except ValueError:
        raise PollError(status, "no JSON") from None
    if not isinstance(answer, dict) or not answer.get("ok"):
        parameters = answer.get("parameters") or {} if isinstance(answer, dict) else {}
        description = answer.get("description", "") if isinstance(answer, dict) else ""
        raise PollError(status, str(description), parameters.get("retry_after"))
    result = answer.get("result")
    return [item for item in result if isinstance(item, dict)] if isinstance(result, list) else []


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """What went wrong with a call: never its text as such, which may hold the token."""

    name: str
    was_sent: bool | None  # None: nobody knows
    retry_after: float | None = None
    chat_state: str | None = None
    migrated_to: int | None = None
    is_same: bool = False
    message_is_gone: bool = False
    thread_is_gone: bool = False
    bad_markup: bool = False
    waits_all: bool = False


def understand(error: Exception) -> Trouble:
    """Sorts an error of a call into what it means; anything unexpected counts as unknown."""
    if isinstance(error, TelegramRetryAfter):
        return Trouble(name="429", was_sent=False, retry_after=float(error.retry_after))
    if isinstance(error, TelegramMigrateToChat):
        return Trouble(name="migrated", was_sent=False, migrated_to=error.migrate_to_chat_id)
    if isinstance(error, TelegramForbiddenError):
        return Trouble(name="403", was_sent=False, chat_state="blocked")
    if isinstance(error, TelegramUnauthorizedError):
        return Trouble(name="401", was_sent=False, retry_after=30.0, waits_all=True)
    if isinstance(error, TelegramBadRequest | TelegramNotFound):
        return _refusal(error)
    if isinstance(error, TelegramNetworkError):
        never = isinstance(error.__cause__, (aiohttp.ClientConnectorError, *PROXY_TROUBLE))
        return Trouble(name="network", was_sent=False if never else None, retry_after=2.0)
    if isinstance(error, TelegramAPIError | asyncio.TimeoutError | aiohttp.ClientError):
        return Trouble(name=type(error).__name__, was_sent=None, retry_after=5.0)
    return Trouble(name=type(error).__name__, was_sent=None)


def _refusal(error: TelegramAPIError) -> Trouble:
    said = error.message.lower()
    if "message is not modified" in said:
        return Trouble(name="same", was_sent=True, is_same=True)
    if "message to edit not found" in said or "message can't be edited" in said:
        return Trouble(name="message gone", was_sent=False, message_is_gone=True)
    if "thread not found" in said or "topic_closed" in said or "topic_deleted" in said:
        return Trouble(name="thread gone", was_sent=False, thread_is_gone=True)
    if "can't parse entities" in said:
        return Trouble(name="markup", was_sent=False, bad_markup=True)
    if "chat not found" in said or "user is deactivated" in said:
        return Trouble(name="chat gone", was_sent=False, chat_state="gone")
    if "not enough rights" in said or "have no rights" in said or "chat_write_forbidden" in said:
        return Trouble(name="no right to post", was_sent=False)
    return Trouble(name="400", was_sent=False)
