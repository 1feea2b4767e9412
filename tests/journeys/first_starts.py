"""First starts on a terminal, played against the playground; what stood there is kept as a page."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from playground.cast import DEMO_TOKEN, seat
from playground.server import create_app, serve
from playground.state import Playground
from tests.journeys.house import GROUP, OWNER
from tests.journeys.socks import proxy_to
from tests.journeys.terminal import Terminal, terminal

PAGE = Path(__file__).resolve().parents[2] / "docs" / "recorded" / "first-start.md"
Look = Callable[[str], Awaitable[None]]


@dataclass(kw_only=True)
class Played:
    """`said` is all that stood on the terminal."""

    playground: Playground
    url: str
    said: str = ""
    # Called at moments worth a picture, with their names.
    look: Look | None = None

    async def show(self, name: str) -> None:
        if self.look is not None:
            await self.look(name)


@asynccontextmanager
async def telegram() -> AsyncIterator[Played]:
    playground = Playground()
    seat(playground)
    async with serve(create_app(playground)) as served:
        yield Played(playground=playground, url=served.url)


def link_in(said: str, kind: str) -> str:
    found = re.search(rf"\?{kind}=(\S+)", said)
    assert found is not None, said
    return found[1]


async def answer_the_questions(shown: Terminal) -> None:
    await shown.until_it_says("把令牌粘贴到这里")
    shown.type(f"Use this token: {DEMO_TOKEN}")
    await shown.until_it_says("令牌可以用")
    # Each prompt is read to its end: what is typed before it stands elsewhere on the terminal.
    await shown.until_it_says("（回车：1）：")
    shown.type("2")
    await shown.until_it_says("（回车：本店）：")
    shown.type("西湖客栈")
    await shown.until_it_says("惯例）：")
    shown.type("9点到5点")
    await shown.until_it_says("请写成")
    await shown.until_it_says("惯例）：")
    shown.type("07:00-23:00")
    await shown.until_it_says("规则写在")


async def answer_as_usual(shown: Terminal) -> None:
    """Enter, Enter, Enter: what the trade usually has."""
    for question in ("", "（回车：本店）：", "惯例）："):
        if question:
            await shown.until_it_says(question)
        shown.type("")
    await shown.until_it_says("?start=")
    # The code below the link is written at one go.
    await shown.until_it_says("█")
    await asyncio.sleep(0.3)


async def become_owner(played: Played, shown: Terminal, told: str = "✓ 有负责人了") -> None:
    said = await shown.until_it_says("?start=") + await shown.until_it_says("\n")
    await played.playground.start(OWNER, payload=link_in(said, "start"))
    await shown.until_it_says(told)


async def all_the_way(played: Played, folder: Path) -> None:
    """From nothing to a test complaint that was taken, answered and delivered."""
    playground = played.playground
    async with terminal(folder, played.url) as shown:
        await answer_the_questions(shown)
        await become_owner(played, shown)
        await shown.until_it_says("已经在群里的话")
        await playground.add_bot_to_group(OWNER, GROUP)
        question = await playground.wait_for_message(GROUP, "这是哪个店的员工群")
        await played.show("group-asked")
        label = question["reply_markup"]["inline_keyboard"][0][0]["text"]
        await playground.press(OWNER, GROUP, question["message_id"], label)
        await shown.until_it_says("✓ 员工群")
        await complain(played, shown)
        await shown.interrupt()
        assert await shown.ends() == 0
    played.said = shown.said


async def complain(played: Played, shown: Terminal) -> None:
    playground = played.playground
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
    await played.show("first-case")
    await shown.until_it_says("停多久都不丢消息。")


async def wrong_token(played: Played, folder: Path) -> None:
    async with terminal(folder, played.url) as shown:
        await shown.until_it_says("把令牌粘贴到这里")
        shown.type("hello")
        await shown.until_it_says("样子不对")
        shown.type("4200000:WRONG")
        await shown.until_it_says("不认这个令牌")
        await shown.until_it_says("不显示）：")
        await shown.interrupt()
        assert await shown.ends() == 0
    played.said = shown.said


async def runs_elsewhere(played: Played, folder: Path) -> None:
    elsewhere = asyncio.ensure_future(polls_on(played.url))
    async with terminal(folder, played.url) as shown:
        await shown.until_it_says("把令牌粘贴到这里")
        shown.type(DEMO_TOKEN)
        await shown.until_it_says("正在别处运行")
        elsewhere.cancel()
        await shown.until_it_says("把令牌粘贴到这里")
        shown.type(DEMO_TOKEN)
        await shown.until_it_says("（回车：1）：")
        await shown.interrupt()
        await shown.ends()
    played.said = shown.said


async def polls_on(url: str) -> None:
    """As another program that holds the same token."""
    address = f"{url}/bot{DEMO_TOKEN}/getUpdates"
    async with aiohttp.ClientSession() as http:
        while True:
            async with http.post(address, json={"timeout": 5}) as answer:
                await answer.read()
            await asyncio.sleep(0.3)


async def through_a_proxy(played: Played, folder: Path) -> None:
    """Telegram's address leads nowhere; the proxy knows the way, and its password stays unseen."""
    async with (
        proxy_to(int(played.url.rpartition(":")[2])) as proxy,
        terminal(folder, "http://127.0.0.1:1") as shown,
    ):
        await shown.until_it_says("把令牌粘贴到这里")
        shown.type(DEMO_TOKEN)
        await shown.until_it_says("要用代理吗")
        shown.type("nonsense")
        await shown.until_it_says("代理应写成")
        shown.type(proxy.url)
        await shown.until_it_says("令牌可以用")
        await shown.until_it_says("（回车：1）：")
        await answer_as_usual(shown)
        await shown.interrupt()
        assert await shown.ends() == 0
        assert proxy.passed
    played.said = shown.said


async def interrupted(played: Played, folder: Path) -> None:
    """Left after the token; the next start asks what is left, and nothing twice."""
    async with terminal(folder, played.url) as shown:
        await shown.until_it_says("把令牌粘贴到这里")
        shown.type(DEMO_TOKEN)
        await shown.until_it_says("（回车：1）：")
        await shown.interrupt()
        await shown.until_it_says("都留着")
        assert await shown.ends() == 0
    played.said = shown.said + "\n\n$ huiyin run\n"
    async with terminal(folder, played.url) as shown:
        said = await shown.until_it_says("（回车：1）：")
        assert "BotFather" not in said
        await answer_as_usual(shown)
        await shown.interrupt()
        await shown.ends()
    played.said += shown.said


async def muted(played: Played, folder: Path) -> None:
    """The group lets the bot in and forbids it to write, until its administrator allows it."""
    playground = played.playground
    async with terminal(folder, played.url) as shown:
        await answer_the_questions(shown)
        await become_owner(played, shown)
        link = link_in(await shown.until_it_says("已经在群里的话"), "startgroup")
        await playground.add_bot_to_group(OWNER, GROUP)
        await playground.mute_bot(OWNER, GROUP)
        await playground.send_text(OWNER, GROUP, f"/start@huiyin_demo_bot {link}")
        await shown.until_it_says("被禁言")
        await playground.unmute_bot(OWNER, GROUP)
        await shown.until_it_says("✓ 员工群")
        await shown.until_it_says("不算进任何数字）。")
        await shown.interrupt()
        await shown.ends()
    played.said = shown.said


Play = Callable[[Played, Path], Awaitable[None]]
STARTS: dict[str, tuple[str, Play]] = {
    "all the way": ("空机器到第一条测试投诉 · From nothing to a test complaint", all_the_way),
    "wrong token": ("令牌写错了 · A wrong token", wrong_token),
    "elsewhere": ("机器人在别处运行着（409） · The bot runs elsewhere", runs_elsewhere),
    "proxy": ("要用代理 · A proxy is needed", through_a_proxy),
    "muted": ("群里不许机器人说话 · The group lets the bot write nothing", muted),
    "interrupted": ("中途离开，接着来 · Left halfway, continued", interrupted),
}
