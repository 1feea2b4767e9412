"""The demo's opening: people come in, and one complaint is left lying until it is nearly late."""

from datetime import datetime, timedelta

from bot.demo_control import DemoControl
from bot.demo_house import House
from playground.state import Playground

BEFORE_DUE = timedelta(minutes=30)


async def open_scene(playground: Playground, control: DemoControl, house: House) -> None:
    """Through the real bot, as people would: nothing here is written into its database."""
    cast, trade = house.cast(), house.trade
    for person in cast.everybody():
        await playground.start(person.id)
    await playground.add_bot_to_group(cast.owner.id, cast.group_id)
    if house.forum:
        # Only an administrator may make topics.
        await playground.promote_bot(cast.owner.id, cast.group_id)
    await control.settle()
    await playground.send_text(cast.customers[1].id, cast.customers[1].id, trade.waiting)
    await playground.send_text(cast.customers[2].id, cast.customers[2].id, trade.glad)
    if trade.has_past:
        await playground.send_text(cast.supervisor.id, cast.supervisor.id, "/stats 7d")
    await control.settle()
    due = await _first_level(control)
    if due is not None:
        await control.run(seconds=None, until=due - BEFORE_DUE, to_next=False)


async def _first_level(control: DemoControl) -> datetime | None:
    """When the complaint's first response falls due."""
    told = await control.first_due()
    return datetime.fromisoformat(told) if told else None
