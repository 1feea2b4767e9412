"""`huiyin explain customer …`: why somebody was or wasn't asked, and when they will be."""

import re
from html import unescape

from rich.console import Console

from bot.clock import Clock
from bot.mistakes import NotUnderstood
from bot.settings import read_settings
from handlers.asked_why import facts_of, told
from handlers.words import words_in
from storage import schema
from storage.engine import open_database
from storage.work import begin_work
from surveys.explaining import explain_customer


async def explain_one(console: Console, name: str, clock: Clock) -> None:
    """`name`: the shop's number of the customer or of a service, a telephone, a Telegram id."""
    database = open_database(read_settings().database_url)
    now = clock.now()
    try:
        await schema.require_newest(database)
        async with begin_work(database, now) as work:
            person_id = await work.surveys.customer_named(name.strip())
            if person_id is None:
                raise NotUnderstood(
                    "没有找到这位客人：请写客户编号、手机号、服务单号或 Telegram 编号。"
                )
            zone = (await work.people.house()).zone
            found = await explain_customer(work, person_id, None, now)
    finally:
        await database.close()
    text = told([facts_of(one) for one in found], now, zone, words_in("zh-hans"))
    console.print(unescape(re.sub(r"</?b>", "", text)), highlight=False, markup=False)
