"""What happens between the wish to be forgotten and the minute in which a chat is left."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from bot.keeping import Keeper
from people.codes import MISSES
from people.links import new_token
from people.notice import NOTICE
from playground.model import Status
from storage.erasing import ErasingRows
from storage.tables import cases, chats, consents, outbox, persons
from tests.journeys.house import GROUP, OWNER, SUPERVISOR, WANG, House
from tests.journeys.test_erased import GUEST, NAME, cells
from tests.journeys.test_presses import a_message

COMMANDS = (
    "/start", "/help", "/status", "/privacy", "/cases", "/case 1001", "/log 房间脏", "/handover",
    "/visit", "/me", "/stats", "/export", "/digest daily 9", "/audit", "/why", "/looks",
    "/settings", "/reload", "/invite", "/bind 西湖店", "/code", "/practice", "/off", "/nonsense",
)  # fmt: skip


async def write_and_ask(house: House) -> None:
    house.playground.add_person(NAME, id=GUEST)
    await house.say(GUEST, "房间有烟味，等了两个小时没人理")
    await house.say(GUEST, "删除我")


async def keep(house: House) -> None:
    await Keeper(house.app.database, house.app.rulebook)(house.app.clock.now())
    await house.settle()


async def traces(house: House) -> list[tuple[str, str]]:
    return [cell for cell in await cells(house) if str(GUEST) in cell[1] or NAME in cell[1]]


async def old_chat(house: House) -> int:
    query = select(chats.c.id).where(chats.c.telegram_id == GUEST)
    async with house.app.database.reading() as connection:
        return int((await connection.execute(query)).scalar_one())


async def rows_of(house: House, chat_id: int) -> int:
    query = select(func.count()).select_from(outbox).where(outbox.c.chat_id == chat_id)
    async with house.app.database.reading() as connection:
        return int((await connection.execute(query)).scalar_one())


@pytest.mark.parametrize("when", ["after", "before"])
async def test_blocking_the_bot_in_that_minute_keeps_no_trace(house: House, when: str) -> None:
    """Afterwards, so that Telegram tells of it; before, so that the last words are refused."""
    await write_and_ask(house)
    chat_id = await old_chat(house)
    if when == "before":
        house.playground.room(GUEST).blocked = True
    await house.press(GUEST, "全部清除")
    if when == "after":
        await house.playground.block(GUEST)
        await house.settle()
    await keep(house)
    assert await traces(house) == []
    assert await rows_of(house, chat_id) == 0


async def test_writing_again_in_that_minute_begins_anew(house: House) -> None:
    await write_and_ask(house)
    old = await old_chat(house)
    await house.press(GUEST, "全部清除")
    await house.say(GUEST, "空调坏了，太热了，没人来修")
    assert any("都清除了" in text for text in house.texts(GUEST))
    new = await old_chat(house)
    assert new != old
    assert await rows_of(house, old) == 0
    await keep(house)
    async with house.app.database.reading() as connection:
        chat = (await connection.execute(select(chats).where(chats.c.id == new))).one()
        owners = [row[0] for row in await connection.execute(select(cases.c.person_id))]
        person = await connection.scalar(select(persons.c.id).where(persons.c.telegram_id == GUEST))
        told = select(consents).where(consents.c.person_id == person)
        consent = (await connection.execute(told)).one()
    # They never pressed /start again, and still read what is kept before they go on.
    assert (consent.version, consent.agreed_at) == (NOTICE, None)
    assert house.app.clock.now() - consent.told_at < timedelta(minutes=1)
    assert "发“隐私”看详情" in house.texts(GUEST)[-1]
    await house.say(GUEST, "还漏水")
    async with house.app.database.reading() as connection:
        assert (await connection.execute(told)).one().agreed_at is not None
    assert (chat.state, chat.person_id) == ("open", person)
    assert owners.count(person) == 1
    assert len(owners) == 2


async def test_who_comes_back_after_being_forgotten_is_somebody_new(house: House) -> None:
    """The bot is let in again, nothing is written: of what was before nothing comes back."""
    await write_and_ask(house)
    gone = await numbers_of(house)
    await house.press(GUEST, "全部清除")
    await house.playground.block(GUEST)
    await house.settle()
    await keep(house)
    assert await numbers_of(house) == []
    room = house.playground.room(GUEST)
    room.blocked = False
    house.playground.member_changed(room, GUEST, room.bot_id, Status.KICKED, Status.MEMBER)
    await house.settle()
    # Nothing was written yet, so they are told nothing and nothing is kept of them.
    assert await numbers_of(house) == []
    assert {place for place, _ in await traces(house)} <= {"inbox.lane", "lanes.lane"}
    await house.say(GUEST, "/status")
    back = await numbers_of(house)
    assert len(back) == 1
    assert not set(back) & set(gone)
    assert "#1001" not in house.texts(GUEST)[-1]
    await house.say(GUEST, "我的数据")
    assert "烟味" not in "".join(house.texts(GUEST)[-2:])


async def test_of_a_stranger_who_adds_the_bot_to_a_group_nothing_is_kept(house: House) -> None:
    """Nobody told them what would be: the group is known, and who did it is not."""
    house.playground.add_person(NAME, id=GUEST)
    group = house.playground.add_group("别处的群", owner=GUEST).id
    await house.playground.add_bot_to_group(GUEST, group)
    await house.settle()
    assert any("店" in text for text in house.texts(group))
    # As an administrator it hears all that people say to each other.
    await house.playground.promote_bot(GUEST, group)
    await house.say(GUEST, "今天谁值班？", chat=group)
    await house.playground.remove_bot(GUEST, group)
    await house.settle()
    query = select(chats.c.state).where(chats.c.telegram_id == group)
    async with house.app.database.reading() as connection:
        assert await connection.scalar(query) == "gone"
    assert await traces(house) == []
    assert await numbers_of(house) == []


async def test_of_a_stranger_who_acts_in_the_staff_group_nothing_is_kept(house: House) -> None:
    """They may do nothing; that somebody tried is on record with the case, and who is not."""
    house.playground.add_person(NAME, id=GUEST)
    await house.playground.join(GUEST, GROUP)
    await house.say(WANG, "房间有烟味，等了两个小时没人理")
    await house.press(GUEST, "我来", "#1001", GROUP)
    assert "同事请向负责人要加入链接" in house.toasts(GUEST)[-1]
    card = next(m for m in house.playground.messages(GROUP) if "#1001" in m.get("text", ""))
    at = house.playground.main_bot().username
    for command in (*COMMANDS, *(f"/start b{new_token()}" for _ in range(MISSES))):
        first, space, rest = command.partition(" ")
        await house.say(GUEST, f"{first}@{at}{space}{rest}", chat=GROUP)
    await house.say(GUEST, "这位客人我认识", chat=GROUP, reply_to=card["message_id"])
    assert await traces(house) == []
    assert await numbers_of(house) == []
    tried = "SELECT person_id FROM events WHERE step = 'attempted'"
    assert await house.rows(tried) == [(None,)]
    # They get no further with a true link, and whoever is known does.
    await house.say(OWNER, "/bind")
    payload = re.findall(r"startgroup=(\S+)", house.texts(OWNER)[-1])[-1]
    unused = [(0,)]
    await house.say(GUEST, f"/start@{at} {payload}", chat=GROUP)
    assert await house.rows("SELECT count(*) FROM links WHERE used_at IS NOT NULL") == unused
    await house.pass_time(hours=1, minutes=1)
    await house.say(GUEST, f"/start@{at} {payload}", chat=GROUP)
    used = "SELECT used_by FROM links WHERE used_at IS NOT NULL"
    assert await house.rows(used) == [(None,)]
    assert await traces(house) == []
    assert await numbers_of(house) == []
    assert await house.rows("SELECT count(*) FROM inbox WHERE state = 'aside'") == [(0,)]


async def test_a_button_from_before_the_farewell_is_over(house: House) -> None:
    await write_and_ask(house)
    await house.press(GUEST, "全部清除")
    await keep(house)
    house.playground.press_data(GUEST, *a_message(house, GUEST), "nod")
    await house.settle()
    assert "失效" in house.toasts(GUEST)[-1]
    assert await numbers_of(house) == []


async def numbers_of(house: House) -> list[int]:
    async with house.app.database.reading() as connection:
        query = select(persons.c.id).where(persons.c.telegram_id == GUEST)
        return list((await connection.execute(query)).scalars())


async def test_who_works_here_still_hears_about_other_peoples_cases(house: House) -> None:
    await house.say(SUPERVISOR, "我昨天住店，房间有烟味，等了两个小时没人理")
    now = house.app.clock.now()
    async with house.app.database.writing() as connection:
        query = select(chats).where(chats.c.telegram_id == SUPERVISOR)
        chat = (await connection.execute(query)).one()
        own = select(cases.c.id).where(cases.c.person_id == chat.person_id)
        number = (await connection.execute(own)).scalars().first()
        values = {"sort": "note", "kind": "warning", "facts": {}, "chat_id": chat.id}
        values |= {"state": "queued", "created_at": now, "not_before": now + timedelta(hours=9)}
        keys = [f"case-{number}-later", f"case-{number}0-later"]
        await connection.execute(insert(outbox), [{**values, "key": key} for key in keys])
        await ErasingRows(connection).forget(chat.person_id, now)
        states = select(outbox.c.key, outbox.c.state).where(outbox.c.key.in_(keys))
        found = {row.key: row.state for row in await connection.execute(states)}
    assert number is not None
    assert found == dict(zip(keys, ["dropped", "queued"], strict=True))
