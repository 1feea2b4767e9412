"""The Bot API over HTTP: a token and a method in the path, in any of three encodings."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from playground.errors import Refused
from playground.faults import Fault, FaultKind
from playground.methods import METHODS, Call, carry_out
from playground.methods.hooks import RawResult
from playground.model import BotAccount, CallRecord
from playground.params import Params, Upload
from playground.state import Playground

_BAD_GATEWAY = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body></body>\r\n</html>"
_HALF_AN_ANSWER = b'{"ok":true,"result":{"message_id":1,"fro'
_MOST_BYTES = 50 * 1024 * 1024


class Lost(Exception):
    """The connection is to be cut without a word."""


class Garbled(Exception):
    """A proxy answers in HTML, whatever has happened behind it."""


class Truncated(Exception):
    """The answer ends in the middle."""


class BotApi:
    """An ASGI application of its own, so that a benchmark measures bots and not routing."""

    def __init__(self, ground: Playground) -> None:
        self._ground = ground

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            status, body = await self._answer(scope, receive)
        except Garbled:
            await _reply(send, 502, _BAD_GATEWAY, b"text/html")
        except Truncated:
            await _reply(send, 200, _HALF_AN_ANSWER, b"application/json")
        except (Lost, ClientDisconnect):
            await _cut(scope, receive)
        else:
            await _reply(send, status, body, b"application/json")

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[int, bytes]:
        path = scope["path_params"]
        bot = self._ground.tokens.get(path["token"])
        try:
            if bot is None:
                raise _unknown_token(path["token"])
            params = await read_params(scope, receive)
            result = await self._carried_out(bot, path["method"], params)
        except Refused as refused:
            return refused.code, json.dumps(refused.body()).encode()
        if isinstance(result, RawResult):
            return 200, b'{"ok":true,"result":' + result.encode() + b"}"
        return 200, json.dumps({"ok": True, "result": result}).encode()

    async def _carried_out(self, bot: BotAccount, name: str, params: Params) -> Any:
        fault = self._ground.faults.take(name, _chat_id(params))
        if fault:
            self._ground.tell_of_faults((fault, name))
        if fault and not fault.comes_late:
            await _strike(fault, self._ground.closing)
        call = Call(ground=self._ground, bot=bot, params=params)
        try:
            result = await carry_out(name, call)
        except Refused as refused:
            self._record(bot, name, params, refused.description, None)
            raise
        late = fault if fault and fault.comes_late else None
        self._record(bot, name, params, None, late.kind if late else None)
        if late:
            await _strike(late, self._ground.closing)
        return result

    def _record(
        self,
        bot: BotAccount,
        name: str,
        params: Params,
        refusal: str | None,
        untold: str | None,
    ) -> None:
        if name.lower() == "getupdates":
            return
        ground = self._ground
        at = ground.clock.now()
        if name.lower() not in METHODS:
            seen = {"method": name, "at": at.isoformat()}
            ground.unknown_methods.append(seen)
            ground.feed.emit("unknown_method", lambda: seen)
        ground.calls.append(
            CallRecord(
                bot_id=bot.id,
                method=name,
                params=dict(params.values),
                at=at.timestamp(),
                refusal=refusal,
                untold=untold,
            )
        )
        ground.feed.ring()


class BotFiles:
    """`/file/bot<token>/<path>`: what getFile named."""

    def __init__(self, ground: Playground) -> None:
        self._ground = ground

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path_params"]
        file_id = path["path"].rpartition("/")[2].partition(".")[0]
        file = self._ground.files.get(file_id)
        known = path["token"] in self._ground.tokens
        if not known or file is None or file.path != path["path"]:
            missing = json.dumps(Refused(404, "Not Found").body()).encode()
            await _reply(send, 404, missing, b"application/json")
            return
        await _reply(send, 200, self._ground.content_of(file), file.mime.encode())


async def read_params(scope: Scope, receive: Receive) -> Params:
    headers = dict(scope["headers"])
    kind = headers.get(b"content-type", b"").lower()
    query = dict(parse_qsl(scope["query_string"].decode()))
    if int(headers.get(b"content-length", b"0") or 0) > _MOST_BYTES:
        raise Refused(413, "Request Entity Too Large")
    if kind.startswith(b"multipart/form-data"):
        return await _multipart(scope, receive, query)
    body = await _body(receive)
    if kind.startswith(b"application/json"):
        return Params(query | _json_object(body))
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True)
    except UnicodeDecodeError:
        raise Refused(400, "Bad Request: strings must be encoded in UTF-8") from None
    return Params(query | dict(pairs) if query else dict(pairs))


async def _body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def _multipart(scope: Scope, receive: Receive, query: dict[str, str]) -> Params:
    values: dict[str, Any] = dict(query)
    files: dict[str, Upload] = {}
    async with Request(scope, receive).form(max_part_size=_MOST_BYTES) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files[name] = Upload(
                    name=value.filename or name,
                    mime=value.content_type or "",
                    content=await value.read(),
                )
            else:
                values[name] = value
    return Params(values, files)


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body or b"{}")
    except ValueError:
        raise Refused(400, "Bad Request: can't parse JSON object") from None
    if not isinstance(values, dict):
        raise Refused(400, "Bad Request: object expected")
    return values


def _unknown_token(token: str) -> Refused:
    number, _, secret = token.partition(":")
    if not number.isdigit() or not secret:
        return Refused(404, "Not Found")
    return Refused(401, "Unauthorized")


def _chat_id(params: Params) -> int | None:
    given = str(params.values.get("chat_id", ""))
    return int(given) if given.lstrip("-").isdigit() else None


async def _strike(fault: Fault, closing: asyncio.Event) -> None:
    match fault.how:
        case FaultKind.REFUSED:
            raise Refused(fault.code, fault.description)
        case FaultKind.RATE_LIMITED:
            raise Refused(
                429,
                f"Too Many Requests: retry after {fault.retry_after}",
                retry_after=fault.retry_after,
            )
        case FaultKind.HTML_502:
            raise Garbled
        case FaultKind.TRUNCATED:
            raise Truncated
        case FaultKind.CUT:
            raise Lost
        case FaultKind.SLOW:
            await _wait(closing, fault.seconds)
        case FaultKind.HALF_OPEN:
            await _wait(closing, fault.hangs)
            raise Lost


async def _wait(closing: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await closing.wait()


async def _reply(send: Send, status: int, body: bytes, kind: bytes) -> None:
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _cut(scope: Scope, receive: Receive) -> None:
    """Closes the socket under the server, which has no such answer of its own."""
    connection = scope.get("state", {}).get("connection")
    if connection is not None:
        connection.cut()
    while (await receive())["type"] != "http.disconnect":
        continue
