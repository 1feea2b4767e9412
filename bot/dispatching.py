"""The list of routers, in the order in which they are asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aiogram import Dispatcher, Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.dispatcher.event.telegram import TelegramEventObserver

from handlers import (
    asked_why,
    auditing,
    binding,
    codes,
    counter,
    customers,
    digests,
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
    reader_versions,
    reloading,
    settings,
    staff,
    staff_closing,
    staff_menu,
    supervisors,
    surveys,
)

ROUTERS: tuple[Router, ...] = (
    codes.router,
    counter.router,
    owners.router,
    binding.router,
    places.router,
    reader_versions.router,
    housekeeping.router,
    staff_closing.router,
    staff.router,
    staff_menu.router,
    kin_menu.router,
    improving_menu.router,
    reloading.router,
    settings.router,
    practice.router,
    others.router,
    digests.router,
    supervisors.router,
    asked_why.router,
    auditing.router,
    own.router,
    own_data.router,
    identity.router,
    practice.said,
    surveys.router,
    own_cases.router,
    customers.router,
)


def make_dispatcher() -> Dispatcher:
    """Dialogue state is a row of ours, so aiogram's own is off.

    The handlers of all routers stand in one row, each behind its router's own filters: asking a
    router means wrapping the update anew, which costs as much as most handlers do.
    """
    dispatcher = Dispatcher(disable_fsm=True)
    for router in ROUTERS:
        for event, observer in router.observers.items():
            dispatcher.observers[event].handlers.extend(_handlers_of(observer))
    return dispatcher


def _handlers_of(observer: TelegramEventObserver) -> Iterator[HandlerObject]:
    of_all = observer._handler.filters or []
    for handler in observer.handlers:
        filters = [*of_all, *(handler.filters or [])]
        yield _Quick(callback=handler.callback, filters=filters, flags=handler.flags)


@dataclass
class _Quick(HandlerObject):
    """Asks filters that are no coroutine, such as `F.chat.type == ...`, where it stands.

    aiogram sends them to a thread. Ours only look at what is in memory, so the trip costs a
    hundred times what they do.
    """

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
