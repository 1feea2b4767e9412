"""The program as a process: how it starts, who else is there, and how it stops."""

import asyncio
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.clock import Clock
from playground.cast import DEMO_TOKEN, seat
from playground.server import create_app, serve
from playground.state import Playground
from tests.command import huiyin
from tests.journeys.house import GROUP, OWNER, STRANGER, WANG, _furnish
from tests.journeys.program import READY, environment, program
from tests.journeys.test_complaint import SIMPLIFIED
from tests.journeys.test_kill import _rows
from tests.ports import free_port

RECEIPT = "已收到，编号"


@asynccontextmanager
async def telegram(database_url: str | None = None) -> AsyncIterator[tuple[Playground, str]]:
    playground = Playground()
    seat(playground)
    if database_url is not None:
        await _furnish(database_url, Clock().now())
    async with serve(create_app(playground)) as served:
        yield playground, served.url


async def complained(playground: Playground, user: int = WANG) -> None:
    """Writes, and waits until the receipt is there."""
    await playground.send_text(user, user, SIMPLIFIED)
    await answered(playground, user)


async def answered(playground: Playground, user: int, seconds: float = 60) -> None:
    def look() -> bool:
        return any(RECEIPT in text for text in playground.texts(user))

    await playground.wait_for(look, seconds=seconds, what="a receipt")


# --- the owner's link


async def test_of_two_who_open_the_printed_link_at_once_one_owns_the_house(
    empty_sqlite_url: str,
) -> None:
    async with telegram() as (playground, url), program(url, empty_sqlite_url) as bot:
        await bot.until_it_says("?start=")
        found = re.search(r"\?start=(\S+)", bot.said)
        assert found is not None
        playground.add_person("路人", id=STRANGER)
        both = (OWNER, STRANGER)
        await asyncio.gather(*(playground.start(one, payload=found[1]) for one in both))

        def told(user: int) -> list[str]:
            return [m["text"] for m in playground.messages(user) if m["from"]["is_bot"]]

        await playground.wait_for(lambda: all(map(told, both)), seconds=10)
        rights = await _rows(
            empty_sqlite_url,
            "SELECT role, telegram_id FROM roles JOIN persons ON persons.id = person_id",
        )
    owners = [one for one in both if ("owner", one) in rights]
    assert len(owners) == len(rights) == 1
    (late,) = set(both) - set(owners)
    # What is kept of them may be told in a line of its own after that.
    assert "负责人" in told(owners[0])[0]
    assert told(late)[0] == "这个链接已经用过或过期了，请向发给您的人再要一个。"


# --- stopping


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_ends_it_quietly_and_nothing_is_lost(
    sqlite_url: str, number: signal.Signals
) -> None:
    async with telegram(sqlite_url) as (playground, url):
        async with program(url, sqlite_url) as bot:
            await bot.until_it_says(READY)
            await playground.send_text(WANG, WANG, SIMPLIFIED)
            bot.send(number)
            assert await bot.ends(seconds=10) in {0, 130}
            assert "Traceback" not in bot.said
        async with program(url, sqlite_url):
            await answered(playground, WANG)
        assert await _rows(sqlite_url, "SELECT count(*) FROM cases") == [(1,)]


async def test_a_killed_one_is_back_at_once_though_its_poll_was_open(sqlite_url: str) -> None:
    async with telegram(sqlite_url) as (playground, url):
        async with program(url, sqlite_url) as bot:
            await bot.until_it_says(READY)
            await asyncio.sleep(0.5)
        async with program(url, sqlite_url) as bot:
            await complained(playground)
            assert "409" not in bot.said


# --- others beside it


async def test_a_second_one_on_the_same_file_says_so_and_leaves_the_first_alone(
    sqlite_url: str,
) -> None:
    async with telegram(sqlite_url) as (playground, url), program(url, sqlite_url) as first:
        await first.until_it_says(READY)
        async with program(url, sqlite_url) as second:
            assert await second.ends() == 2
        assert "一个 SQLite 文件只能由一个机器人使用" in second.said
        starting, *reason = second.said.splitlines()
        assert starting.startswith("正在启动")
        assert len(reason) == 1
        await complained(playground)


@pytest.mark.postgres
async def test_on_postgresql_another_one_takes_over_from_a_killed_one(postgres_url: str) -> None:
    async with (
        telegram(postgres_url) as (playground, url),
        program(url, postgres_url) as first,
        program(url, postgres_url) as second,
    ):
        for bot in (first, second):
            await bot.until_it_says(READY)
        await playground.add_bot_to_group(OWNER, GROUP)
        await complained(playground)
        await first.kill()
        await complained(playground, 1002)
        await second.until_it_says("now the poller", seconds=40)
        rows = await _rows(postgres_url, "SELECT person_id, count(*) FROM cases GROUP BY 1")
    assert [count for _, count in rows] == [1, 1]
    for user in (WANG, 1002):
        assert sum(RECEIPT in text for text in playground.texts(user)) == 1


@pytest.mark.postgres
async def test_one_that_slept_through_its_lease_sends_nothing_twice(postgres_url: str) -> None:
    async with (
        telegram(postgres_url) as (playground, url),
        program(url, postgres_url) as first,
    ):
        await first.until_it_says("now the courier")
        async with program(url, postgres_url) as second:
            await second.until_it_says(READY)
            first.send(signal.SIGSTOP)
            await playground.send_text(WANG, WANG, SIMPLIFIED)
            await answered(playground, WANG, seconds=60)
            first.send(signal.SIGCONT)
            await asyncio.sleep(3)
            await complained(playground, 1002)
    for user in (WANG, 1002):
        assert sum(RECEIPT in text for text in playground.texts(user)) == 1
    assert "Traceback" not in first.said + second.said


# --- webhook and proxy


async def test_by_webhook_it_hears_the_same_and_strangers_are_refused(sqlite_url: str) -> None:
    port = free_port()
    own = f"http://127.0.0.1:{port}"
    hook = {
        "webhook_url": own,
        "webhook_secret": "a-secret",
        "listen": f"127.0.0.1:{port}",
    }
    async with telegram(sqlite_url) as (playground, url):
        async with program(url, sqlite_url, **hook) as bot:
            await bot.until_it_says(READY)
            await complained(playground)
            async with aiohttp.ClientSession() as http:
                for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "guessed"}):
                    body = {"update_id": 9}
                    async with http.post(f"{own}/telegram", json=body, headers=headers) as refused:
                        assert refused.status in {401, 403, 404}
            assert "a-secret" not in bot.said
        # Back to polling: the webhook goes, what came meanwhile is heard.
        await playground.send_text(1002, 1002, SIMPLIFIED)
        async with program(url, sqlite_url):
            await answered(playground, 1002, seconds=60)
        assert await _rows(sqlite_url, "SELECT count(*) FROM cases") == [(2,)]


@asynccontextmanager
async def http_proxy() -> AsyncIterator[tuple[int, list[bytes]]]:
    """The least that tunnels: CONNECT, then bytes both ways; it keeps what it was asked."""
    asked: list[bytes] = []
    tasks: set[asyncio.Task[None]] = set()

    async def copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65536):
                sink.write(data)
                await sink.drain()
        except OSError:
            pass
        finally:
            sink.close()

    async def serve_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            asked.append(head)
            host, _, port = head.split()[1].decode().partition(":")
            there, back = await asyncio.open_connection(host, int(port))
        except (OSError, asyncio.IncompleteReadError):
            writer.close()
            return
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        for pair in ((reader, back), (there, writer)):
            task = asyncio.create_task(copy(*pair))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(serve_one, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], asked
    finally:
        server.close()
        for task in tasks:
            task.cancel()


async def test_through_a_proxy_and_its_password_is_never_said(sqlite_url: str) -> None:
    async with telegram(sqlite_url) as (playground, url), http_proxy() as (port, asked):
        proxy = f"http://me:hidden-word@127.0.0.1:{port}"
        async with program(url, sqlite_url, proxy=proxy) as bot:
            await complained(playground)
        assert asked
        assert all(head.startswith(b"CONNECT 127.0.0.1:") for head in asked)
        assert "hidden-word" not in bot.said


async def test_a_proxy_that_is_down_is_one_sentence(sqlite_url: str) -> None:
    proxy = f"socks5://me:hidden-word@127.0.0.1:{free_port()}"
    async with telegram() as (_, url), program(url, sqlite_url, proxy=proxy) as bot:
        assert await bot.ends() == 2
    assert "HUIYIN_PROXY" in bot.said
    assert "hidden-word" not in bot.said
    assert "Traceback" not in bot.said


# --- huiyin check


async def asks(telegram_url: str, method: str, **params: str) -> None:
    """As another program with the same token would."""
    address = f"{telegram_url}/bot{DEMO_TOKEN}/{method}"
    async with aiohttp.ClientSession() as http, http.post(address, json=params) as answer:
        assert answer.status == 200


async def said_by_check(url: str, database_url: str, **settings: str) -> list[str]:
    given = environment(url, database_url, **settings)
    done = await asyncio.to_thread(huiyin, "check", **given)
    return (done.stdout + done.stderr).splitlines()


async def test_check_is_content_with_a_house_that_is_ready(sqlite_url: str) -> None:
    async with telegram(sqlite_url) as (playground, url):
        for person in (OWNER, 1021):
            await playground.start(person)
        await playground.add_bot_to_group(OWNER, GROUP)
        assert await said_by_check(url, sqlite_url) == ["✓ 一切就绪。"]


async def test_check_names_every_trouble_in_a_sentence_of_its_own(sqlite_url: str) -> None:
    async with telegram(sqlite_url) as (playground, url):
        await asks(url, "setWebhook", url=f"{url}/elsewhere")
        playground.add_bot(DEMO_TOKEN, username="huiyin_demo_bot", sees_everything=True)
        said = await said_by_check(url, sqlite_url)
        assert any("webhook" in line for line in said), said
        assert any("隐私模式" in line for line in said), said
        assert any("里" in line and "机器人" in line for line in said), said
        assert all(line.startswith("✗ ") for line in said)
        await playground.add_bot_to_group(OWNER, GROUP)
        await playground.mute_bot(OWNER, GROUP)
        assert any("禁言" in line for line in await said_by_check(url, sqlite_url))


async def test_check_knows_a_wrong_token_and_a_closed_door(sqlite_url: str, tmp_path: Path) -> None:
    async with telegram(sqlite_url) as (_, url):
        assert any("令牌" in line for line in await said_by_check(url, sqlite_url, token="1:NO"))
        nowhere = f"sqlite:///{tmp_path / 'no' / 'where' / 'x.sqlite3'}"
        assert all("Traceback" not in line for line in await said_by_check(url, nowhere))
    closed = f"http://127.0.0.1:{free_port()}"
    assert any("连不上 Telegram" in line for line in await said_by_check(closed, sqlite_url))
