"""The list of routers, in the order in which they are asked."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Dispatcher, Router

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
    """Dialogue state is a row of ours, so aiogram's own is off."""
    dispatcher = Dispatcher(disable_fsm=True)
    for router in ROUTERS:
        # A second program in one process, as in tests, gets the same routers.
        router._parent_router = None
        dispatcher.include_router(router)
        _answer_at_once(router)
    return dispatcher


def _answer_at_once(router: Router) -> None:
    """aiogram sends every filter that is no coroutine to a thread, `F.chat.type == ...` too.

    Ours only look at what is in memory, so the trip costs a hundred times what they do.
    """
    for observer in router.observers.values():
        for handler in (observer._handler, *observer.handlers):
            for one in handler.filters or ():
                if not one.awaitable:
                    one.callback = _as_coroutine(one.callback)
                    one.awaitable = True


def _as_coroutine(look: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    async def answer(*args: Any, **kwargs: Any) -> Any:
        return look(*args, **kwargs)

    return answer
