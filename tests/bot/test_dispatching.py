"""Handlers that are passed by at a glance are those that would have refused."""

from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject, User

from bot.dispatching import ROUTERS, _Glance, _Quick, make_dispatcher
from bot.settings import Settings
from bot.telegram import make_bot
from playground.cast import DEMO_TOKEN

WANG = User(id=1001, is_bot=False, first_name="王")
SAID = (
    "",
    "在吗",
    "/start",
    "/start x",
    " /stats 昨天",
    "\n/log 空调坏了",
    "/",
    "a/b",
    "昨天",
    "！/start",
)
PRESSED: tuple[str, ...] = (
    "c:take:1001:1",
    "c:take:1001",
    "s:rate:1:csat:5",
    "p:status",
    "f:panel:7d",
    "x",
    "",
)
PRESSED += ("h:team:1", "l:place:1", "v:service:1", "r:set:what:1", "c:nothing:1:1", "::", "/start")


def events() -> dict[str, list[TelegramObject]]:
    said: list[TelegramObject] = []
    for kind, number in (("private", WANG.id), ("supergroup", -5)):
        for words in SAID:
            for held in ({"text": words}, {"caption": words}):
                about: dict[str, Any] = {"chat": Chat(id=number, type=kind), "from_user": WANG}
                about |= {"date": datetime(2030, 3, 5, tzinfo=UTC), **held}
                said.append(Message(message_id=1, **about))
    pressed: list[TelegramObject] = [
        CallbackQuery(id="1", from_user=WANG, chat_instance="1", data=data, message=None)
        for data in PRESSED
    ]
    return {"message": said, "callback_query": pressed}


@pytest.mark.parametrize("event_name", ["message", "callback_query"])
async def test_nobody_is_passed_by_who_would_have_answered(event_name: str) -> None:
    handlers = make_dispatcher().observers[event_name].handlers
    bot = make_bot(Settings(token=DEMO_TOKEN))
    passed = asked = 0
    for event in events()[event_name]:
        glance = _Glance(event)
        for handler in handlers:
            assert isinstance(handler, _Quick)
            if glance.passes_by(handler):
                passed += 1
                is_theirs, _ = await handler.check(event, bot=bot)
                assert not is_theirs, (event, handler.callback)
            else:
                asked += 1
    assert passed > asked > 0


def test_every_handler_of_every_router_stands_in_the_row() -> None:
    observers = make_dispatcher().observers
    for router in ROUTERS:
        for name, observer in router.observers.items():
            wanted = [handler.callback for handler in observer.handlers]
            assert set(wanted) <= {handler.callback for handler in observers[name].handlers}
