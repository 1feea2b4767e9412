"""Whoever something is kept of was told so, on record with the notice's version and the time."""

from datetime import datetime

from handlers.answers import answer
from handlers.work import Caller, Work
from people.notice import NOTICE


async def tell_what_is_kept(work: Work, caller: Caller, now: datetime, inbox_id: int) -> None:
    """Beside the first answer, unless that was the notice; anew when the notice has changed."""
    if await work.consents.told(caller.person.id, NOTICE, now):
        await answer(work, caller, inbox_id, "notice", works_here=bool(caller.person.grants))
