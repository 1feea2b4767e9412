"""`huiyin explain customer …`: why somebody was or wasn't asked, and when they will be."""

import re
from html import unescape

from rich.console import Console

from bot.clock import Clock
from bot.demo_clock import clock_to_go_by
from bot.mistakes import NotUnderstood
from bot.settings import read_settings
from bot.spoken import told
from bot.standing import WHERE, require_ready
from handlers import asked_why
from handlers.words import words_in
from storage.engine import open_database
from storage.work import begin_work
from surveys.explaining import explain_customer

# What can be asked for, in Chinese and English.
FORMS = (
    (
        "要说明什么？huiyin explain rules（规则），huiyin explain case 1001（一件事），"
        "huiyin explain customer 13800000000（客户编号、手机号或服务单号）。后两样要有数据库："
        f"{WHERE[0]}"
    ),
    (
        "Explain what? huiyin explain rules, huiyin explain case 1001, huiyin explain customer "
        "13800000000 (or a customer's or service's id). The latter two need a database: "
        f"{WHERE[1]}"
    ),
)


async def explain_one(console: Console, name: str, clock: Clock) -> None:
    """`name`: the shop's number of the customer or of a service, a telephone, a Telegram id."""
    settings = read_settings()
    database = open_database(settings.database_url)
    now = (await clock_to_go_by(settings, clock)).now()
    try:
        await require_ready(database)
        async with begin_work(database, now) as work:
            person_id = await work.surveys.customer_named(name.strip())
            if person_id is None:
                raise NotUnderstood(
                    told(
                        "没有找到这位客人：请写客户编号、手机号、服务单号或 Telegram 编号。",
                        "No such customer: give a customer, service or Telegram id, or a phone.",
                    )
                )
            zone = (await work.people.house()).zone
            found = await explain_customer(work, person_id, None, now)
    finally:
        await database.close()
    text = asked_why.told(
        [asked_why.facts_of(one) for one in found], now, zone, words_in(told("zh-hans", "en"))
    )
    console.print(unescape(re.sub(r"</?b>", "", text)), highlight=False, markup=False)
