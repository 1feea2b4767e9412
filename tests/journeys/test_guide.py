"""From nothing to the first case, on a terminal, against the playground."""

import asyncio
import re
from pathlib import Path

import aiohttp

from playground.cast import DEMO_TOKEN, seat
from playground.server import create_app, serve
from playground.state import Playground
from tests.journeys.house import GROUP, OWNER
from tests.journeys.terminal import Terminal, terminal
from tests.journeys.test_kill import _rows


def link_in(said: str, kind: str) -> str:
    found = re.search(rf"\?{kind}=(\S+)", said)
    assert found is not None, said
    return found[1]


async def answer_the_questions(shown: Terminal) -> None:
    await shown.until_it_says("把令牌粘贴到这里")
    shown.type(f"Use this token: {DEMO_TOKEN}")
    await shown.until_it_says("令牌可以用")
    await shown.until_it_says("哪一行")
    shown.type("2")
    await shown.until_it_says("怎么称呼")
    shown.type("西湖客栈")
    await shown.until_it_says("几点到几点")
    shown.type("9点到5点")
    await shown.until_it_says("请写成")
    shown.type("07:00-23:00")
    await shown.until_it_says("规则写在")


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


async def test_from_nothing_to_a_test_complaint_that_was_answered(tmp_path: Path) -> None:
    playground = Playground()
    seat(playground)
    async with serve(create_app(playground)) as telegram, terminal(tmp_path, telegram.url) as shown:
        await answer_the_questions(shown)
        link = link_in(await shown.until_it_says("24小时内有效") + await _next(shown), "start")
        await playground.start(OWNER, payload=link)
        await shown.until_it_says("✓ 有负责人了")
        group_link = link_in(await shown.until_it_says("已经在群里"), "startgroup")
        await playground.add_bot_to_group(OWNER, GROUP)
        await playground.send_text(OWNER, GROUP, f"/start@huiyin_demo_bot {group_link}")
        await shown.until_it_says("✓ 员工群")
        await shown.until_it_says("按回车")
        shown.type("")
        await shown.until_it_says("群里有卡片了")
        card = playground.messages(GROUP)[-1]
        assert "测试" in card["text"]
        await playground.press(OWNER, GROUP, card["message_id"], "我来")
        await shown.until_it_says("有人接手了")
        await playground.press(OWNER, GROUP, card["message_id"], "回复")
        prompt = await playground.wait_for_message(GROUP, "回复")
        await playground.send_text(OWNER, GROUP, "马上给您换房", reply_to=prompt["message_id"])
        await shown.until_it_says("收到了答复")
        await shown.until_it_says("sign-a4.pdf 和 sign-a6.pdf")
        await shown.until_it_says("都通了")
        assert "9:00，您会收到第一份日报" in await shown.until_it_says("日报")
        shown.interrupt()
        assert await shown.ends() == 0
    assert any("马上给您换房" in text for text in playground.texts(OWNER))
    database = f"sqlite:///{tmp_path / 'var' / 'huiyin.sqlite3'}"
    assert await _rows(database, "SELECT mark FROM cases") == [("test",)]
    assert "西湖客栈" in text_of(tmp_path / "huiyin.yaml")
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0
    assert DEMO_TOKEN not in shown.said
    assert await _rows(database, "SELECT cadence, hour FROM digests") == [("daily", 9)]
    assert (tmp_path / "sign-a6.pdf").read_bytes().startswith(b"%PDF")


async def _next(shown: Terminal) -> str:
    return await shown.until_it_says("?start=") + await shown.until_it_says("\n")


async def test_a_wrong_token_is_said_at_once_and_asked_for_again(tmp_path: Path) -> None:
    playground = Playground()
    seat(playground)
    async with serve(create_app(playground)) as telegram, terminal(tmp_path, telegram.url) as shown:
        await shown.until_it_says("把令牌粘贴到这里")
        shown.type("hello")
        await shown.until_it_says("样子不对")
        shown.type("4200000:WRONG")
        await shown.until_it_says("不认这个令牌")
        await shown.until_it_says("把令牌粘贴到这里")
        shown.interrupt()
        assert await shown.ends() == 0
    assert "Traceback" not in shown.said
    assert not (tmp_path / ".env").exists()


async def test_a_bot_that_runs_elsewhere_is_not_taken_over(tmp_path: Path) -> None:
    playground = Playground()
    seat(playground)
    async with serve(create_app(playground)) as telegram:
        elsewhere = asyncio.ensure_future(polls_on(telegram.url))
        async with terminal(tmp_path, telegram.url) as shown:
            await shown.until_it_says("把令牌粘贴到这里")
            shown.type(DEMO_TOKEN)
            await shown.until_it_says("正在别处运行")
            elsewhere.cancel()
            await shown.until_it_says("把令牌粘贴到这里")
            shown.type(DEMO_TOKEN)
            await shown.until_it_says("令牌可以用")


async def polls_on(url: str) -> None:
    """As another program that holds the same token."""
    address = f"{url}/bot{DEMO_TOKEN}/getUpdates"
    async with aiohttp.ClientSession() as http:
        while True:
            async with http.post(address, json={"timeout": 5}) as answer:
                await answer.read()
            await asyncio.sleep(0.3)


async def test_who_leaves_halfway_goes_on_from_there(tmp_path: Path) -> None:
    playground = Playground()
    seat(playground)
    async with serve(create_app(playground)) as telegram:
        async with terminal(tmp_path, telegram.url) as shown:
            await shown.until_it_says("把令牌粘贴到这里")
            shown.type(DEMO_TOKEN)
            await shown.until_it_says("哪一行")
            shown.interrupt()
            await shown.until_it_says("都留着")
            assert await shown.ends() == 0
        async with terminal(tmp_path, telegram.url) as shown:
            said = await shown.until_it_says("哪一行")
            assert "BotFather" not in said
            for _ in range(3):
                shown.type("")
            await shown.until_it_says("?start=")


async def test_without_a_way_to_telegram_a_proxy_is_offered_and_stays_unseen(
    tmp_path: Path,
) -> None:
    async with terminal(tmp_path, "http://127.0.0.1:1") as shown:
        await shown.until_it_says("把令牌粘贴到这里")
        shown.type(DEMO_TOKEN)
        await shown.until_it_says("要用代理吗")
        shown.type("nonsense")
        await shown.until_it_says("代理 应写成")
        shown.type("socks5://me:hidden-word@127.0.0.1:1")
        await shown.until_it_says("要用代理吗")
        shown.interrupt()
        assert await shown.ends() == 0
    assert "hidden-word" not in shown.said
    assert "hidden-word" in text_of(tmp_path / ".env")


async def test_a_muted_bot_is_said_until_it_may_write(tmp_path: Path) -> None:
    playground = Playground()
    seat(playground)
    async with serve(create_app(playground)) as telegram, terminal(tmp_path, telegram.url) as shown:
        await answer_the_questions(shown)
        link = link_in(await _next(shown), "start")
        await playground.start(OWNER, payload=link)
        group_link = link_in(await shown.until_it_says("已经在群里"), "startgroup")
        await playground.add_bot_to_group(OWNER, GROUP)
        await playground.mute_bot(OWNER, GROUP)
        await playground.send_text(OWNER, GROUP, f"/start@huiyin_demo_bot {group_link}")
        await shown.until_it_says("被禁言")


async def test_on_a_machine_that_says_no_language_the_guide_asks_and_speaks_english(
    tmp_path: Path,
) -> None:
    playground = Playground()
    seat(playground)
    async with (
        serve(create_app(playground)) as telegram,
        terminal(tmp_path, telegram.url, locale="C.UTF-8") as shown,
    ):
        await shown.until_it_says("2 English")
        shown.type("2")
        await shown.until_it_says("Paste the token here")
        shown.type("hello")
        await shown.until_it_says("That is no token")
        shown.type(DEMO_TOKEN)
        await shown.until_it_says("the token works")
        await shown.until_it_says("Which trade?")
        for answer in ("2", "Lakeside Inn", "24"):
            shown.type(answer)
        await shown.until_it_says("The owner and the staff group")
        link = link_in(await _next(shown), "start")
        await playground.start(OWNER, payload=link)
        said = await shown.until_it_says("an ordinary member is enough")
        assert not re.search("[\u4e00-\u9fff]", said)
    assert "language: en" in text_of(tmp_path / "huiyin.yaml")
