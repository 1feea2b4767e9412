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
    await _until(app, _owner)
    _tick(console, "有负责人了。")
    await _with_group(app, console)
    if await _seen(app, _any_case):
        return
    await _with_test_complaint(app, console)
    console.print("\n[bold]都通了。[/bold]从现在起，客人写来的每一句都会有人答复。")
    console.print("   在私聊里发 /invite 请主管和同事；按 Ctrl-C 停下，停多久都不丢消息。")


# --- the group


async def _with_group(app: App, console: Console) -> None:
    if await _seen(app, _staff_chat) is None:
        async with begin_work(app.database, app.clock.now()) as work:
            house = await work.people.house()
            payload = await make_link(
                work, LinkPurpose.BIND, app.clock.now(), place_id=house.id, made_by=None
            )
        console.print("\n   打开这个链接，选员工群，机器人就进群了（普通成员就够，不用设管理员）：")
        address = f"https://t.me/{app.bot_username}?startgroup={payload}"
        console.print(f"   {address}", highlight=False, soft_wrap=True)
        console.print("   已经在群里的话，在群里发 /bind。")
    chat = await _until(app, _staff_chat)
    await _until_it_may_write(app, console, chat.telegram_id, chat.title or "员工群")
    _tick(console, f"员工群：{chat.title or '已绑定'}。")


async def _until_it_may_write(app: App, console: Console, chat_id: int, title: str) -> None:
    told = ""
    while True:
        found = [problem async for problem in problems_of_group(app.bot, chat_id, title)]
        if not found:
            return
        if found[0] != told:
            told = found[0]
            console.print(f"   [red]✗[/red] {told}", highlight=False, soft_wrap=True)
        await asyncio.sleep(LOOK_AT_RIGHTS_EVERY)


# --- the test complaint


async def _with_test_complaint(app: App, console: Console) -> None:
    console.print("\n[bold]4  试一次[/bold]", highlight=False)
    console.print("   按回车，发一条测试投诉到群里（写着“测试”，不算进任何数字）。")
    await _enter()
    case_id = await _complain(app)
    await _until(app, lambda rows: _card_of(rows, case_id))
    _tick(console, f"群里有卡片了（#{case_id}）。请在群里按“我来”。")
    await _until(app, lambda rows: _taken(rows, case_id))
    _tick(console, "有人接手了。请按“回复”，写一句话。")
    await _until(app, lambda rows: _answered(rows, case_id))
    _tick(console, "您在私聊里收到了答复。客人看到的就是这样；按“已解决”就办结。")


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


def _tick(console: Console, sentence: str) -> None:
    console.print(f"   [green]✓[/green] {sentence}", highlight=False, soft_wrap=True)
