"""Writes what stood on the terminal at first starts to the documentation: `make recorded`."""

import asyncio
import re
import tempfile
from functools import partial
from pathlib import Path

from playwright.async_api import async_playwright

from tests import needs
from tests.journeys.first_starts import PAGE, STARTS, Played, telegram

# What the group says at each moment that is worth a picture.
MOMENTS = {"group-asked": "这是哪个店的员工群", "first-case": "马上给您换房"}

HEAD = """# 第一次启动，照实录下 · First starts, as they were recorded

由 `make recorded` 写成：真的程序，对着本机的聊天服务器，测试核对每一行。每次不同的写成 `…`。
Written by `make recorded`: the real program against a Bot API server on this machine; tests hold
every line. What differs each time is written as `…`.

![群里的问题，负责人点一下店名](../pictures/group-asked.png)

![第一件测试投诉，已答复](../pictures/first-case.png)
"""
SPINNER = re.compile(r"[⠀-⣿] +(?:正在试……)\n?")
CODE = re.compile(r"(?:^ *[█▀▄\xa0][█▀▄ \xa0]*\n)+", re.MULTILINE)
LOGGED = re.compile(r"^20\d\d-\d\d-\d\d .*\n", re.MULTILINE)


def cleaned(said: str) -> str:
    """Without what differs from run to run: tokens of links, codes, spinners, the log's times."""
    said = "\n".join(line.rstrip(" ") for line in SPINNER.sub("", said).splitlines())
    said = re.sub(r"(start(?:group)?=)\S+", r"\1…", said)
    said = re.sub(r"今天 (\d+:\d\d，)", r"明天 \1", said)
    said = CODE.sub("   ［二维码］\n", LOGGED.sub("", f"{said}\n"))
    return re.sub(r"\n{3,}", "\n\n", said).strip()


def part(title: str, said: str) -> str:
    return f"\n## {title}\n\n```text\n$ huiyin run\n{cleaned(said)}\n```\n"


def parts() -> dict[str, str]:
    """What the page has now, by title."""
    found = re.findall(
        r"(\n## ([^\n]+)\n\n```text\n.*?\n```\n)", PAGE.read_text("utf-8"), re.DOTALL
    )
    return {title: text for text, title in found}


async def record() -> str:
    needs.fonts_for_pictures()
    text = HEAD
    for title, play in STARTS.values():
        with tempfile.TemporaryDirectory() as folder:
            async with telegram() as played:
                played.look = partial(take, played)
                await play(played, Path(folder))
            text += part(title, played.said)
    return text


async def take(played: Played, name: str) -> None:
    """A picture of the staff group as it is now."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=str(needs.chromium()), args=["--no-sandbox", "--disable-gpu"]
        )
        page = await browser.new_page(viewport={"width": 1440, "height": 900})
        await page.emulate_media(reduced_motion="reduce", color_scheme="light")
        await page.goto(f"{played.url}/?hints=no")
        pane = page.get_by_test_id("pane-staff")
        await pane.get_by_text(MOMENTS[name]).last.wait_for()
        await page.evaluate("document.fonts.ready")
        await pane.screenshot(path=PAGE.parents[1] / "pictures" / f"{name}.png")
        await browser.close()


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(asyncio.run(record()), encoding="utf-8")
