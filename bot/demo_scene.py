"""The demo's opening: people come in, and one complaint is left lying until it is nearly late."""

from datetime import datetime, timedelta

from bot.demo_control import DemoControl
from playground.cast import DEMO_CAST, Cast
from playground.state import Playground

COMPLAINT = "空调坏了，前台说马上来修，等了一个多小时还没人来，热得睡不着"
PRAISE = "早餐很丰富，餐厅的小周一直笑着帮忙，谢谢！"
BEFORE_DUE = timedelta(minutes=30)


async def open_scene(playground: Playground, control: DemoControl, cast: Cast = DEMO_CAST) -> None:
    """Through the real bot, as people would: nothing here is written into its database."""
    for person in cast.everybody():
        await playground.start(person.id)
    await playground.add_bot_to_group(cast.owner.id, cast.group_id)
    await control.settle()
    await playground.send_text(cast.customers[1].id, cast.customers[1].id, COMPLAINT)
    await playground.send_text(cast.customers[2].id, cast.customers[2].id, PRAISE)
    await control.settle()
    due = await _first_level(control)
    if due is not None:
        await control.run(seconds=None, until=due - BEFORE_DUE, to_next=False)


async def _first_level(control: DemoControl) -> datetime | None:
    """When the complaint's first response falls due."""
    told = await control.first_due()
    return datetime.fromisoformat(told) if told else None
