"""DingTalk, WeCom and Feishu on this machine: they answer as the services do, errors included."""

import asyncio
import base64
import hashlib
import hmac
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from channels.addresses import Address, Kind

TOKEN, SECRET = "a-token-nobody-may-see", "SECa-secret-nobody-may-see"
PER_MINUTE = 20
REFUSAL = dict[str, Any]


@dataclass
class Service:
    """One robot; `trouble` is what goes wrong with it, `calls` are monotonic instants."""

    kind: Kind
    url: str = ""
    secret: str | None = SECRET
    trouble: str = ""
    is_paced: bool = False
    taken: list[str] = field(default_factory=list)
    calls: list[float] = field(default_factory=list)
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def address(self) -> Address:
        return Address(kind=self.kind, url=self.url, secret=self.secret)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        now = asyncio.get_running_loop().time()
        self.calls.append(now)
        if self.trouble == "html":
            return web.Response(status=502, text="<html>Bad Gateway</html>")
        if self.trouble == "hang":
            await self.closing.wait()
        if self.trouble == "cut":
            assert request.transport is not None
            request.transport.abort()
        refusal = self._refusal(request, body, now)
        if refusal is None:
            self.taken.append(_text(body))
        status = 400 if refusal is not None and self.kind is Kind.FEISHU else 200
        return web.json_response(refusal or _TAKEN[self.kind], status=status)

    def _refusal(self, request: web.Request, body: Any, now: float) -> REFUSAL | None:
        if self.is_paced and sum(at > now - 60 for at in self.calls) > PER_MINUTE:
            return _TOO_FAST[self.kind]
        if self.trouble in _TROUBLES:
            return _TROUBLES[self.trouble]
        return _CHECKS[self.kind](self, request, body)


def _text(body: Any) -> str:
    return str(body["content"]["text"] if "msg_type" in body else body["text"]["content"])


def _sign(key: str, message: str) -> str:
    return base64.b64encode(
        hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()
    ).decode()


def _check_dingtalk(service: Service, request: web.Request, body: Any) -> REFUSAL | None:
    if request.query.get("access_token") != TOKEN:
        return {"errcode": 300001, "errmsg": "token is not exist"}
    stamp = request.query.get("timestamp", "")
    if service.secret and request.query.get("sign") != _sign(SECRET, f"{stamp}\n{SECRET}"):
        return {"errcode": 310000, "errmsg": "description:sign not match"}
    if body.get("msgtype") != "text" or not body["text"]["content"]:
        return {"errcode": 400101, "errmsg": "content is empty"}
    return None


def _check_wecom(service: Service, request: web.Request, body: Any) -> REFUSAL | None:
    if request.query.get("key") != TOKEN:
        return {"errcode": 93000, "errmsg": "invalid webhook url, hint: [1], from ip: 127.0.0.1"}
    if len(body["text"]["content"].encode()) > 2048:
        return {"errcode": 40058, "errmsg": "content exceed max length"}
    return None


def _check_feishu(service: Service, request: web.Request, body: Any) -> REFUSAL | None:
    if body.get("msg_type") != "text":
        return {"code": 9499, "msg": "Bad Request", "data": {}}
    stamp = body.get("timestamp", "")
    if service.secret and body.get("sign") != _sign(f"{stamp}\n{SECRET}", ""):
        return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour"}
    return None


_CHECKS: dict[Kind, Callable[[Service, web.Request, Any], REFUSAL | None]] = {
    Kind.DINGTALK: _check_dingtalk,
    Kind.WECOM: _check_wecom,
    Kind.FEISHU: _check_feishu,
}
_TAKEN = {
    Kind.DINGTALK: {"errcode": 0, "errmsg": "ok"},
    Kind.WECOM: {"errcode": 0, "errmsg": "ok"},
    Kind.FEISHU: {"code": 0, "msg": "success", "data": {}},
}
_TROUBLES = {
    "busy": {"errcode": -1, "errmsg": "system busy"},
    "sign": {"errcode": 310000, "errmsg": "description:sign not match"},
}
_TOO_FAST = {
    Kind.DINGTALK: {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"},
    Kind.WECOM: {"errcode": 45009, "errmsg": "api freq out of limit"},
    Kind.FEISHU: {"code": 9499, "msg": "too many request", "data": {}},
}


@asynccontextmanager
async def serve(kind: Kind, **details: Any) -> AsyncIterator[Service]:
    """At a free port of this machine until the block ends; nobody waits for who hangs."""
    service = Service(kind=kind, **details)
    if kind is Kind.WECOM:
        service.secret = None
    app = web.Application()
    app.router.add_post("/send", service.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    word = {Kind.DINGTALK: "access_token", Kind.WECOM: "key", Kind.FEISHU: "hook"}[kind]
    service.url = f"http://127.0.0.1:{port}/send?{word}={TOKEN}"
    try:
        yield service
    finally:
        service.closing.set()
        await runner.cleanup()
