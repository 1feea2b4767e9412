"""Faults planted in the program, so that the judge is seen to find them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bot.delivery import Delivery
from complaints import hearing
from storage import inbox
from storage.inbox import Arrival


def _everything_is_sent_twice() -> None:
    once = Delivery.__call__

    async def twice(self: Delivery, row: Any) -> Any:
        await once(self, row)
        return await once(self, row)

    Delivery.__call__ = twice  # type: ignore[method-assign]


def _updates_are_dropped() -> None:
    keep = inbox.put

    async def forgetful(connection: Any, arrivals: Sequence[Arrival], now: Any) -> Any:
        kept = [one for one in arrivals if one.update_id % 4]
        return await keep(connection, kept, now)

    inbox.put = forgetful


def _receipts_without_cases() -> None:
    told = hearing._receipt

    async def wrong(work: Any, case: Any, to: Any) -> None:
        """The customer is told the number of a case that isn't there."""
        await told(work, replace(case, id=case.id + 5000), to)

    hearing._receipt = wrong


PLANTED: dict[str, Callable[[], None]] = {
    "sent twice": _everything_is_sent_twice,
    "update dropped": _updates_are_dropped,
    "receipt without case": _receipts_without_cases,
}
