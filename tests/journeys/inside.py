"""What the bot says reaches the playground without sockets, for campaigns of many updates."""

import json
from typing import Any
from urllib.parse import urlsplit

from aiogram.client.session.aiohttp import AiohttpSession
from aiohttp import ClientSession, FormData

from playground.bot_api import BotApi
from tests.journeys.house import House


def speak_inside(house: House) -> None:
    """The bot's session and the playground's methods stay; HTTP between them is left out.

    What holds a file, or the caller's own client, still goes by the wire.
    """
    session = house.app.bot.session
    assert isinstance(session, AiohttpSession)
    open_wire, api = session.create_session, BotApi(house.playground)

    async def create() -> Any:
        return _Inside(await open_wire(), api)

    session.create_session = create  # type: ignore[method-assign]


class _Inside:
    def __init__(self, wire: ClientSession, api: BotApi) -> None:
        self._wire = wire
        self._api = api

    def post(self, url: str, data: FormData, **options: Any) -> Any:
        if data.is_multipart:
            return self._wire.post(url, data=data, **options)
        return _Call(self._api, url, data)


class _Call:
    """One request and its answer, as aiohttp's are used."""

    def __init__(self, api: BotApi, url: str, data: FormData) -> None:
        self._api = api
        self._url = url
        self._fields = {names["name"]: value for names, _, value in data._fields}
        self.status = 0
        self._body = b""

    async def __aenter__(self) -> "_Call":
        token, method = urlsplit(self._url).path.removeprefix("/bot").split("/")
        scope = {
            "type": "http",
            "path_params": {"token": token, "method": method},
            "headers": [(b"content-type", b"application/json")],
            "query_string": b"",
        }
        await self._api(scope, self._receive, self._send)
        return self

    async def __aexit__(self, *error: object) -> None:
        pass

    async def _receive(self) -> dict[str, Any]:
        return {"type": "http.request", "body": json.dumps(self._fields).encode()}

    async def _send(self, message: Any) -> None:
        self.status = message.get("status", self.status)
        self._body += message.get("body", b"")

    async def text(self) -> str:
        return self._body.decode()
