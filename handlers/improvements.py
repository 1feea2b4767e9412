"""The words of an improvement: what is to be done, or what was done for customers to read."""

from datetime import datetime

from complaints import improving
from complaints.handling import Step
from complaints.values import Said
from handlers.answers import answer
from handlers.work import Caller, Work


async def take_words(
    what: str,
    arg: str,
    step: Step,
    said: Said,
    work: Work,
    caller: Caller,
    now: datetime,
    inbox_id: int,
) -> None:
    if what == "acted":
        number = int(arg) if arg.isdecimal() else 0
        told = await improving.finish(work, step, number, said, now)
        await answer(work, caller, inbox_id, "action_done", told=told)
        return
    planned = await improving.plan(work, step, said, now)
    owner = await work.people.person(planned.action.owner_id)
    await answer(
        work,
        caller,
        inbox_id,
        "action_planned",
        name=(owner.name if owner else None) or "",
        due=planned.action.due_at.isoformat(),
        is_named=planned.is_named,
        is_dated=planned.is_dated,
    )
