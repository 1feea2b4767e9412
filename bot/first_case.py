"""The rest of the way in, while the bot runs: an owner, a group, a test complaint, with ticks."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from rich.console import Console
from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import App
from bot.checking import problems_of_group
from bot.parting import part
from bot.talk import Talk
from complaints.hearing import Voice, open_case
from complaints.values import Mark, Said
from handlers.owners import make_link
from people.telling import To
from people.values import LinkPurpose
from storage.tables import bindings, cases, chats, messages, persons, roles, words
from storage.work import begin_work

LOOK_EVERY = 0.5
LOOK_AT_RIGHTS_EVERY = 5.0
TEST_WORDS = "测试：等了半个小时没人理我，房间里还有烟味。"

Look = Callable[[AsyncConnection], Awaitable[Any]]


async def accompany(app: App, console: Console) -> None:
    """Until the first case went all the way; whoever has been here before hears nothing."""
    if await _seen(app, _any_case) and await _seen(app, _staff_chat):
        return
    talk = Talk(console=console, language=app.rulebook.current.rules.house.language)
    await _until(app, _owner)
    talk.tick("有负责人了。", "There is an owner.")
    await _with_group(app, talk)
    if await _seen(app, _any_case):
        return
    await _with_test_complaint(app, talk)
    await part(app, talk)


# --- the group


async def _with_group(app: App, talk: Talk) -> None:
    if await _seen(app, _staff_chat) is None:
        async with begin_work(app.database, app.clock.now()) as work:
            house = await work.people.house()
            payload = await make_link(
                work, LinkPurpose.BIND, app.clock.now(), place_id=house.id, made_by=None
            )
        talk.line(
            "\n   打开这个链接，选员工群，机器人就进群了（普通成员就够，不用设管理员）：",
            "\n   Open this link and choose the staff group; the bot joins it"
            " (an ordinary member is enough):",
        )
        talk.line(*[f"   https://t.me/{app.bot_username}?startgroup={payload}"] * 2)
        talk.line(
            "   已经在群里的话，把它移出去再加进来，然后在群里点店名。",
            "   If it is in the group already, take it out, add it again and tap the place there.",
        )
    chat = await _until(app, _staff_chat)
    await _until_it_may_write(app, talk, chat.telegram_id, chat.title or "员工群")
    name = chat.title or talk.say("已绑定", "bound")
    talk.tick(f"员工群：{name}。", f"Staff group: {name}.")


async def _until_it_may_write(app: App, talk: Talk, chat_id: int, title: str) -> None:
    told = ""
    while True:
        found = [problem async for problem in problems_of_group(app.bot, chat_id, title)]
        if not found:
            return
        if found[0] != told:
            told = found[0]
            talk.cross(
                told, f"I can't write in “{title}” yet: please let the bot send messages there."
            )
        await asyncio.sleep(LOOK_AT_RIGHTS_EVERY)


# --- the test complaint


async def _with_test_complaint(app: App, talk: Talk) -> None:
    talk.line("\n[bold]4  试一次[/bold]", "\n[bold]4  Try it[/bold]")
    talk.line(
        "   按回车，发一条测试投诉到群里（写着“测试”，不算进任何数字）。",
        "   Press Enter to send a test complaint to the group (marked as a test, in no figure).",
    )
    await _enter()
    case_id = await _complain(app)
    await _until(app, lambda rows: _card_of(rows, case_id))
    talk.tick(
        f"群里有卡片了（#{case_id}）。请在群里按“我来”。",
        f"The card is in the group (#{case_id}). Please press “I take it” there.",
    )
    await _until(app, lambda rows: _taken(rows, case_id))
    talk.tick(
        "有人接手了。请按“回复”，写一句话。",
        "Somebody took it. Please press “Reply” and write a line.",
    )
    await _until(app, lambda rows: _answered(rows, case_id))
    talk.tick(
        "您在私聊里收到了答复。客人看到的就是这样；按“已解决”就办结。",
        "The answer reached you in private, as it reaches customers; “Resolved” closes the case.",
    )


async def _enter() -> None:
    """A line on the terminal, without holding anybody up."""
    loop = asyncio.get_running_loop()
    pressed = asyncio.Event()
    loop.add_reader(sys.stdin, pressed.set)
    try:
        await pressed.wait()
        if not sys.stdin.readline():
            raise EOFError
    finally:
        loop.remove_reader(sys.stdin)


async def _complain(app: App) -> int:
    """As the owner, to whom the answer comes back."""
    now = app.clock.now()
    reading = app.updates.read(TEST_WORDS)
    terms = replace(app.rulebook.current.terms, mark=Mark.TEST)
    async with begin_work(app.database, now) as work:
        owner = await _owner(work.connection)
        person = await work.people.person(owner.person_id)
        assert person is not None
        voice = Voice(person=person, to=To(chat_id=owner.chat_id))
        said = Said(text=TEST_WORDS, chat_id=owner.chat_id, message_id=0, at=now)
        case = await open_case(work, terms, voice, said, reading, reading.kind, now)
    app.courier.wake()
    return case.id


# --- looking


async def _until(app: App, look: Look) -> Any:
    while (found := await _seen(app, look)) is None:  # noqa: ASYNC110 (it waits for a row)
        await asyncio.sleep(LOOK_EVERY)
    return found


async def _seen(app: App, look: Look) -> Any:
    async with app.database.reading() as connection:
        return await look(connection)


async def _first(connection: AsyncConnection, query: Any) -> Any:
    return (await connection.execute(query.limit(1))).first()


async def _any_case(connection: AsyncConnection) -> Any:
    return await _first(connection, select(cases.c.id))


async def _owner(connection: AsyncConnection) -> Any:
    return await _first(
        connection,
        select(roles.c.person_id, chats.c.id.label("chat_id"))
        .join(persons, persons.c.id == roles.c.person_id)
        .join(chats, chats.c.person_id == persons.c.id)
        .where(roles.c.role == "owner", roles.c.revoked_at.is_(None)),
    )


async def _staff_chat(connection: AsyncConnection) -> Any:
    return await _first(
        connection,
        select(chats.c.telegram_id, chats.c.title)
        .join(bindings, bindings.c.chat_id == chats.c.id)
        .where(bindings.c.unbound_at.is_(None)),
    )


async def _card_of(connection: AsyncConnection, case_id: int) -> Any:
    in_group = exists().where(bindings.c.chat_id == messages.c.chat_id)
    return await _first(
        connection, select(messages.c.id).where(messages.c.case_id == case_id, in_group)
    )


async def _taken(connection: AsyncConnection, case_id: int) -> Any:
    taken = select(cases.c.id).where(cases.c.id == case_id, cases.c.taken_at.is_not(None))
    return await _first(connection, taken)


async def _answered(connection: AsyncConnection, case_id: int) -> Any:
    return await _first(
        connection,
        select(words.c.id).where(words.c.case_id == case_id, words.c.delivered_at.is_not(None)),
    )
