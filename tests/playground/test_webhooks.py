"""A webhook is called in order, chat by chat, until it says yes."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from playground.model import Person
from playground.state import Playground
from tests.playground.conftest import Door


class Hook:
    """Keeps what came, and answers what it is told to."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.secrets: set[str | None] = set()
        self.failing: set[int] = set()
        self.reply: dict[str, Any] | None = None
        self.url = ""

    async def receive(self, request: web.Request) -> web.Response:
        message = (await request.json())["message"]
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if message["chat"]["id"] in self.failing:
            return web.Response(status=500)
        self.heard.append((message["chat"]["first_name"], message["text"]))
        return web.json_response(self.reply) if self.reply else web.Response(status=204)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    made, app = Hook(), web.Application()
    app.router.add_post("/", made.receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield made
    await runner.cleanup()


async def test_a_failing_update_holds_back_its_own_chat_and_no_other(
    playground: Playground, door: Door, hook: Hook, wang: Person
) -> None:
    other = playground.add_person("陈先生")
    hook.failing = {wang.id}
    await door.call("setWebhook", url=hook.url, secret_token="s3cret_-")
    for text in "一二":
        await playground.send_text(wang.id, wang.id, text)
        await playground.send_text(other.id, other.id, text)
    await playground.wait_for(lambda: len(hook.heard) == 2)
    assert hook.heard == [("陈先生", "一"), ("陈先生", "二")]
    info = (await door.call("getWebhookInfo")).result
    assert info["pending_update_count"] == 2
    assert "500" in info["last_error_message"]
    hook.failing = set()
    await playground.wait_until_heard()
    assert hook.heard[2:] == [("王女士", "一"), ("王女士", "二")]
    assert hook.secrets == {"s3cret_-"}


async def test_a_bot_may_answer_with_a_method(
    playground: Playground, door: Door, hook: Hook, wang: Person
) -> None:
    hook.reply = {"method": "sendMessage", "chat_id": wang.id, "text": "收到"}
    await door.call("setWebhook", url=hook.url)
    await playground.start(wang.id)
    await playground.wait_for_message(wang.id, "收到")


async def test_what_waited_before_the_webhook_is_delivered_or_dropped_as_asked(
    playground: Playground, door: Door, hook: Hook, wang: Person
) -> None:
    await playground.send_text(wang.id, wang.id, "旧")
    await door.call("setWebhook", url=hook.url, drop_pending_updates=True)
    await playground.send_text(wang.id, wang.id, "新")
    await playground.wait_until_heard()
    assert hook.heard == [("王女士", "新")]
    await door.call("deleteWebhook")
    await playground.send_text(wang.id, wang.id, "再")
    await door.call("setWebhook", url=hook.url)
    await playground.wait_until_heard()
    assert hook.heard == [("王女士", "新"), ("王女士", "再")]


async def test_setting_a_webhook_ends_a_waiting_poll(door: Door, hook: Hook) -> None:
    waiting = asyncio.create_task(door.call("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    await door.call("setWebhook", url=hook.url)
    refused = await waiting
    assert refused.status == 409
    assert "terminated by setWebhook" in json.dumps(refused.body)
