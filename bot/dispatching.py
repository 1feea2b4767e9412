"""The list of routers, in the order in which they are asked."""

from aiogram import Dispatcher, Router

from handlers import customers, owners, staff, supervisors, surveys

ROUTERS: tuple[Router, ...] = (
    owners.router,
    staff.router,
    supervisors.router,
    surveys.router,
    customers.router,
)


def make_dispatcher() -> Dispatcher:
    """Dialogue state is a row of ours, so aiogram's own is off."""
    dispatcher = Dispatcher(disable_fsm=True)
    for router in ROUTERS:
        # A second program in one process, as in tests, gets the same routers.
        router._parent_router = None
        dispatcher.include_router(router)
    return dispatcher
