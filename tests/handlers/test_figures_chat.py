"""Supervisors get their figures in private; nobody else gets any. Through the real dispatcher."""

from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import Update
from sqlalchemy import select

from handlers import supervisors
from handlers.figures import on_figures
from handlers.panel import on_panel
from handlers.pictures import on_picture
from handlers.presses import FiguresPress, parse
from handlers.rendering import Context, Rendered
from handlers.words import words_in
from handlers.work import Caller
from people.values import Role
from reports.comparing import Comparison
from reports.panel import CASES_A_PAGE, Goals, Panel
from reports.rules import PartTargets, Targets
from reports.values import Figures
from storage.engine import Database
from storage.panel import load_panel
from storage.tables import chats, outbox, roles
from storage.work import UnitOfWork, begin_work
from tests.reports.house import CAFE, DESK, EAST, HOUSE, NOW, ROOMS, WEST, furnish, made_up, write

OWNER, SUPERVISOR, STAFF, CUSTOMER, ABROAD = 7001, 7002, 7003, 7004, 7005
GROUP = -1007
numbers = count(1)


class House:
    def __init__(self, database: Database, bot: Bot, dispatcher: Dispatcher) -> None:
        self.database, self.bot, self.dispatcher = database, bot, dispatcher

    async def settle(self) -> None:
        grants = {OWNER: (Role.OWNER, HOUSE), SUPERVISOR: (Role.SUPERVISOR, WEST),
                  STAFF: (Role.STAFF, HOUSE), ABROAD: (Role.SUPERVISOR, EAST)}  # fmt: skip
        async with begin_work(self.database, NOW) as work:
            for telegram_id in (OWNER, SUPERVISOR, STAFF, CUSTOMER, ABROAD):
                person = await self._meet(work, telegram_id)
                if telegram_id != ABROAD:
                    await work.people.chat(telegram_id, "private", None, person.id, NOW)
                if telegram_id in grants:
                    role, place = grants[telegram_id]
                    await work.people.grant(person.id, role, place, None, None, NOW)
            await work.people.chat(GROUP, "supergroup", "值班群", None, NOW)

    async def _meet(self, work: UnitOfWork, telegram_id: int) -> Any:
        return await work.people.meet(
            telegram_id, name="周", username=None, language="zh-hans", now=NOW
        )

    async def say(self, text: str, *, by: int = SUPERVISOR, group: bool = False) -> Any:
        update = {
            "message": {**_message(by, group=group), "text": text, "entities": _command(text)}
        }
        return await self.feed(update, by, group=group)

    async def press(self, press: FiguresPress, *, by: int = SUPERVISOR) -> Any:
        query = {
            "id": "1",
            "from": _user(by),
            "chat_instance": "1",
            "message": _message(by),
            "data": press.packed(),
        }
        return await self.feed({"callback_query": query}, by)

    async def feed(self, update: dict[str, Any], by: int, *, group: bool = False) -> Any:
        number = next(numbers)
        async with begin_work(self.database, NOW) as work:
            person = await self._meet(work, by)
            chat = await work.people.chat(GROUP if group else by, "private", None, None, NOW)
            return await self.dispatcher.feed_update(
                self.bot,
                Update.model_validate({"update_id": number, **update}),
                work=work,
                caller=Caller(person=person, chat=chat),
                now=NOW,
                inbox_id=number,
            )

    async def told(self) -> list[tuple[int, dict[str, Any]]]:
        """(Telegram's chat, facts) of everything that is to be said."""
        async with self.database.reading() as connection:
            rows = await connection.execute(
                select(chats.c.telegram_id, outbox.c.facts)
                .join(chats, chats.c.id == outbox.c.chat_id)
                .order_by(outbox.c.id)
            )
            return [(row.telegram_id, row.facts) for row in rows]

    async def read(self) -> str:
        """What the last message says once it is rendered, as the courier does."""
        return (await self.shown()).text

    async def shown(self) -> Rendered:
        _, facts = (await self.told())[-1]
        context = Context(
            _=words_in("zh-hans"),
            zone="Asia/Shanghai",
            now=NOW,
            is_group=False,
            figures=await self._load(facts),
        )
        is_picture = str(facts["what"]).startswith("pic") and "thing" not in facts
        as_note = on_picture if is_picture else on_figures
        shown = (on_panel if "thing" in facts else as_note)(facts, context)
        assert isinstance(shown, Rendered)
        return shown

    async def _load(self, facts: dict[str, Any]) -> Panel | None:
        async with self.database.reading() as connection:
            return await load_panel(connection, facts, NOW, Targets())

    async def figures(self) -> Figures:
        _, facts = (await self.told())[-1]
        found = await self._load(facts)
        assert found is not None
        return found.whole


def _user(by: int) -> dict[str, Any]:
    return {"id": by, "is_bot": False, "first_name": "周"}


def _message(by: int, *, group: bool = False) -> dict[str, Any]:
    chat = {"id": GROUP, "type": "supergroup", "title": "值班群"}
    private = {"id": by, "type": "private", "first_name": "周"}
    return {
        "message_id": 5,
        "date": int(NOW.timestamp()),
        "chat": chat if group else private,
        "from": _user(by),
    }


def _command(text: str) -> list[dict[str, Any]]:
    if not text.startswith("/"):
        return []
    return [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    await furnish(database)
    await write(database, made_up(7))
    bot, dispatcher = Bot("42:TEST"), Dispatcher(disable_fsm=True)
    supervisors.router._parent_router = None
    dispatcher.include_router(supervisors.router)
    opened = House(database, bot, dispatcher)
    await opened.settle()
    yield opened
    supervisors.router._parent_router = None
    await bot.session.close()


async def test_a_supervisor_gets_the_day_of_the_place_they_look_after(house: House) -> None:
    await house.say("/stats")
    assert (await house.read()).startswith("<b>今天 0:00–15:20 · 西湖店</b>")
    assert {place.id for place in (await house.figures()).places} == {WEST}


async def test_periods_and_places_are_understood_behind_the_command(house: House) -> None:
    await house.say("/stats 7d 西湖店")
    found = await house.figures()
    assert (found.period.key, found.period.dates) == ("7d", "2026-11-14..2026-11-20")
    await house.say("/stats 昨天", by=OWNER)
    assert (await house.read()).startswith("<b>昨天 11月19日 周四 · 回音酒店</b>")


async def test_a_place_somebody_does_not_look_after_is_none_of_theirs(house: House) -> None:
    await house.say("/stats 东站店")
    assert "没看懂“东站店”是哪段时间" in await house.read()
    assert await house.press(FiguresPress(action="show", period="today", place_id=EAST)) == (
        "not_allowed"
    )
    assert len(await house.told()) == 1


async def test_plain_words_are_enough(house: House) -> None:
    await house.say("昨天西湖店投诉")
    assert (await house.figures()).period.dates == "2026-11-19"


async def test_what_a_supervisor_complains_about_is_no_question_for_figures(house: House) -> None:
    assert await house.say("昨天前台让我等了两个小时") is UNHANDLED
    assert await house.told() == []


@pytest.mark.parametrize("by", [STAFF, CUSTOMER])
async def test_nobody_else_is_told_any_figures(house: House, by: int) -> None:
    await house.say("/stats", by=by)
    assert await house.say("今天怎么样", by=by) is UNHANDLED
    assert await house.press(FiguresPress(action="show", period="7d"), by=by) == "not_allowed"
    assert [(chat, facts["what"]) for chat, facts in await house.told()] == [(by, "only_staff")]


async def test_asked_in_a_group_the_figures_come_in_private(house: House) -> None:
    await house.say("/stats", group=True)
    told = {chat: facts["what"] for chat, facts in await house.told()}
    assert told == {SUPERVISOR: "figures", GROUP: "only_private"}


async def test_who_has_no_private_chat_is_told_to_open_one_and_gets_no_figures_in_the_group(
    house: House,
) -> None:
    await house.say("/stats", by=ABROAD, group=True)
    assert await house.told() == [(GROUP, {"what": "no_private"})]


async def test_nonsense_is_answered_with_the_nearest_form(house: House) -> None:
    await house.say("/stats yesteday")
    assert await house.read() == "没看懂“yesteday”是哪段时间。可以写：/stats yesterday"


async def test_a_button_shows_another_view_of_the_same_days(house: House) -> None:
    dates = "2026-11-01..2026-11-15"
    await house.press(FiguresPress(action="issues", period=dates))
    assert (await house.read()).startswith("<b>11月1日–11月15日（15 天）· 西湖店</b>")
    await house.press(FiguresPress(action="places", period=dates), by=OWNER)
    assert [line for line in (await house.read()).splitlines() if line.startswith("<b>")] == [
        "<b>11月1日–11月15日（15 天）· 回音酒店</b>", "<b>西湖店</b>", "<b>东站店</b>",
    ]  # fmt: skip
    await house.press(FiguresPress(action="how", period=dates), by=OWNER)
    assert (await house.read()).startswith("<b>怎么算的</b>")


async def test_a_made_up_button_does_nothing(house: House) -> None:
    assert await house.press(FiguresPress(action="show", period="9999-99")) == "unknown"
    assert await house.press(FiguresPress(action="drop", period="today")) is UNHANDLED
    assert await house.told() == []


async def test_a_right_that_was_taken_away_shows_nothing_any_more(house: House) -> None:
    async with house.database.writing() as connection:
        await connection.execute(roles.update().values(revoked_at=NOW))
    await house.say("/stats")
    assert [facts["what"] for _, facts in await house.told()] == ["only_staff"]


async def test_cafe_counts_towards_the_place_above_it(house: House) -> None:
    await house.say("/stats 60d 咖啡角")
    cafe = await house.figures()
    await house.say("/stats 60d")
    west = await house.figures()
    assert {place.id for place in cafe.places} == {CAFE}
    assert 0 < cafe["complaints"].n < west["complaints"].n


async def test_every_button_of_the_panel_leads_to_a_view_that_is_shown(house: House) -> None:
    """From a month of the whole house through every button that is not a case."""
    await house.say("/stats 60d", by=OWNER)
    seen, waiting = set[str](), [await house.shown()]
    while waiting and len(seen) < 60:
        for row in waiting.pop().keyboard:
            for button in row:
                press = parse(button.data or "")
                if not isinstance(press, FiguresPress) or press.action in seen:
                    continue
                seen.add(press.action)
                assert await house.press(press, by=OWNER) is None, press
                waiting.append(await house.shown())
    assert {"places", "teams", "types", "issues", "trend", "compare", "people", "targets",
            "cases", "late", "standing", "low", "cal", "to", "how", "show"} <= seen  # fmt: skip


async def test_a_panel_is_one_message_that_changes(house: House) -> None:
    await house.press(FiguresPress(action="show", period="60d"))
    await house.press(FiguresPress(action="trend", period="60d"))
    assert [facts["what"] for _, facts in await house.told()] == ["trend"]


async def test_the_cases_behind_a_figure_come_page_by_page(house: House) -> None:
    await house.say("/stats 60d", by=OWNER)
    whole = (await house.figures())["complaints"].n
    numbers = list[str]()
    for page in range(-(-whole // CASES_A_PAGE)):
        await house.press(FiguresPress(action="cases", period="60d", page=page), by=OWNER)
        text = await house.read()
        numbers += [line.split()[0] for line in text.splitlines() if line.startswith("#")]
        assert f"投诉 {whole} 件" in text
    assert len(numbers) == len(set(numbers)) == whole


async def test_a_supervisor_of_a_team_sees_the_figures_of_that_team_alone(house: House) -> None:
    async with house.database.writing() as connection:
        await connection.execute(roles.update().values(team_id=DESK))
    await house.say("/stats 60d")
    found = await house.figures()
    assert "<b>9月22日–11月20日（60 天）· 西湖店 · 前厅</b>" in await house.read()
    whole = [case for case in made_up(7).cases if case["place_id"] == WEST]
    assert 0 < found["complaints"].n < len([c for c in whole if c["team_id"] == DESK]) + 1
    assert "csat" not in found.numbers
    await house.press(FiguresPress(action="show", period="60d", cut=f"t{ROOMS}"))
    assert (await house.figures())["complaints"].n == 0
    assert await house.press(FiguresPress(action="show", period="60d", place_id=CAFE)) == (
        "not_allowed"
    )


@pytest.mark.parametrize(
    ("said", "first", "before"),
    [
        ("/compare 7d", "2026-11-14..2026-11-20", "2026-11-07..2026-11-13"),
        ("这周和上周比", "2026-11-16..2026-11-22", "2026-11-09..2026-11-15"),
        ("/compare since 2026-11-03", "2026-11-03..2026-11-20", "2026-10-13..2026-10-30"),
        ("11月3日以来", "2026-11-03..2026-11-20", "2026-10-13..2026-10-30"),
    ],
)
async def test_a_comparison_is_asked_for_in_plain_words(
    house: House, said: str, first: str, before: str
) -> None:
    await house.say(said)
    _, facts = (await house.told())[-1]
    async with house.database.reading() as connection:
        found = await load_panel(connection, facts, NOW, Targets())
    assert found is not None
    assert isinstance(found.view, Comparison)
    assert (found.view.now.period.dates, found.view.before.period.dates) == (first, before)
    assert "还看不出变化" in await house.read()


async def test_parts_of_the_house_have_targets_of_their_own(house: House) -> None:
    targets = Targets(parts=(
        PartTargets(place="西湖店", csat=90), PartTargets(team="前厅", on_time=80),
        PartTargets(place="没有的店", csat=1), PartTargets(service_type="room", csat=70),
    ))  # fmt: skip
    await house.say("/stats 60d", by=OWNER)
    await house.press(FiguresPress(action="targets", period="60d"), by=OWNER)
    _, facts = (await house.told())[-1]
    async with house.database.reading() as connection:
        found = await load_panel(connection, facts, NOW, targets)
    assert found is not None
    assert isinstance(found.view, Goals)
    goals = {(goal.name, goal.key): goal for goal in found.view.goals}
    assert goals["西湖店", "csat"].target == 90
    assert 0 < goals["西湖店", "csat"].number.n < goals["", "csat"].number.n
    assert 0 < goals["前厅", "on_time"].number.n < goals["", "on_time"].number.n
    assert ("没有的店", "csat") not in goals
