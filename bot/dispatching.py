"""The list of routers, in the order in which they are asked."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from aiogram import Dispatcher, Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.dispatcher.event.handler import FilterObject, HandlerObject
from aiogram.dispatcher.event.telegram import TelegramEventObserver
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers import (
    asked_why,
    auditing,
    binding,
    codes,
    counter,
    customers,
    digests,
    figures_meant,
    group_help,
    housekeeping,
    identity,
    improving_menu,
    kin_menu,
    others,
    own,
    own_cases,
    own_data,
    owners,
    places,
    practice,
    prompted,
    reader_versions,
    reloading,
    settings,
    settings_typed,
    settled,
    staff,
    staff_closing,
    staff_menu,
    supervisors,
    surveys,
)
from handlers.presses import Press, PressFilter, parse

ROUTERS: tuple[Router, ...] = (
    codes.router,
    counter.router,
    owners.router,
    binding.router,
    places.router,
    reader_versions.router,
    housekeeping.router,
    group_help.router,
    staff_closing.router,
    staff.router,
    staff_menu.router,
    kin_menu.router,
    improving_menu.router,
    reloading.router,
    settings.router,
    settings_typed.router,
    practice.router,
    others.router,
    digests.router,
    supervisors.router,
    asked_why.router,
    auditing.router,
    own.router,
    own_data.router,
    identity.router,
    prompted.router,
    practice.said,
    surveys.router,
    own_cases.router,
    figures_meant.router,
    settled.router,
    customers.router,
)


def make_dispatcher() -> Dispatcher:
    """Dialogue state is a row of ours, so aiogram's own is off.

    The handlers of all routers stand in one row, each behind its router's own filters: asking a
    router means wrapping the update anew, which costs as much as most handlers do.
    """
    dispatcher = Dispatcher(disable_fsm=True)
    for event, handlers in _in_a_row().items():
        row = _Row(router=dispatcher, event_name=event)
        row.handlers.extend(handlers)
        dispatcher.observers[event] = row
    return dispatcher


@cache
def _in_a_row() -> dict[str, tuple[HandlerObject, ...]]:
    """Who takes an event, in their order: the same for every dispatcher."""
    events = dict.fromkeys(event for router in ROUTERS for event in router.observers)
    rows = {
        event: tuple(one for router in ROUTERS for one in _handlers_of(router.observers[event]))
        for event in events
    }
    return {event: handlers for event, handlers in rows.items() if handlers}


def _handlers_of(observer: TelegramEventObserver) -> Iterator[HandlerObject]:
    of_all = observer._handler.filters or []
    for handler in observer.handlers:
        filters = [*of_all, *(handler.filters or [])]
        yield _Quick(callback=handler.callback, filters=filters, flags=handler.flags)


class _Row(TelegramEventObserver):
    """Asks the handlers in their order, and passes most of them by at a glance.

    A hundred handlers take presses or commands, and each would read the same words again.
    """

    async def trigger(self, event: TelegramObject, **kwargs: Any) -> Any:
        glance = _Glance(event)
        for handler in self.handlers:
            assert isinstance(handler, _Quick)
            if glance.passes_by(handler):
                continue
            kwargs["handler"] = handler
            is_theirs, found = await handler.check(event, **kwargs)
            if is_theirs:
                kwargs.update(found)
                with suppress(SkipHandler):
                    return await handler.call(event, **kwargs)
        return UNHANDLED


class _Glance:
    """What is seen of an event without asking anybody; nothing is looked at twice."""

    def __init__(self, event: TelegramObject) -> None:
        self._event = event
        self._seen: dict[int, Any] = {}
        self._press: Press | None = None
        self._first = ""
        if isinstance(event, CallbackQuery):
            self._press = parse(event.data or "")
        elif isinstance(event, Message):
            self._first = (event.text or event.caption or "").lstrip()[:1]

    def passes_by(self, handler: "_Quick") -> bool:
        if handler.presses is not None and not handler.presses.lets_through(self._press):
            return True
        if handler.command is not None and self._first not in {*handler.command.prefix}:
            return True
        return not all(self._sees(one) for one in handler.looks)

    def _sees(self, look: FilterObject) -> Any:
        """Those of a router are the same objects for each of its handlers."""
        if id(look) not in self._seen:
            self._seen[id(look)] = look.callback(self._event)
        return self._seen[id(look)]


@dataclass
class _Quick(HandlerObject):
    """Asks filters that are no coroutine, such as `F.chat.type == ...`, where it stands.

    aiogram sends them to a thread. Ours only look at what is in memory, so the trip costs a
    hundred times what they do.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        asked = [one.callback for one in self.filters or ()]
        self.presses = next((one for one in asked if isinstance(one, PressFilter)), None)
        self.command = next((one for one in asked if isinstance(one, Command)), None)
        # Expressions such as `F.chat.type == ...`, which say the same however often one asks.
        self.looks = [one for one in self.filters or () if one.magic is not None]

    async def check(self, *args: Any, **kwargs: Any) -> tuple[bool, dict[str, Any]]:
        for one in self.filters or ():
            if one.awaitable:
                found = await one.call(*args, **kwargs)
            else:
                found = one.callback(*args, **one._prepare_kwargs(kwargs))
            if not found:
                return False, kwargs
            if isinstance(found, dict):
                kwargs.update(found)
        return True, kwargs
