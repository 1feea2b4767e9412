"""`huiyin export sign`: a page to print and put on the counter, with the code of its place."""

import asyncio
from enum import StrEnum
from pathlib import Path

import segno
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError
from rich.console import Console

from bot.clock import Clock
from bot.drawing import rasterized
from bot.mistakes import NotUnderstood, TelegramRefused, UnfitFile
from bot.pdf import Matrix, grey_of, page
from bot.settings import Settings, read_settings, require_token
from bot.spoken import told, why
from bot.telegram import make_bot
from handlers.signs import CODE_LEFT, CODE_SIZE, CODE_TOP, HEIGHT, WIDTH, Sign, drawing
from reports.svg import FONT
from storage import schema
from storage.engine import open_database
from storage.work import begin_work

# Letters on paper look sharp from about this many dots an inch on.
DOTS_A_MM = 200 / 25.4


class Size(StrEnum):
    A4 = "a4"
    A6 = "a6"

    @property
    def scale(self) -> float:
        return 1.0 if self is Size.A4 else 0.5


async def export_sign(
    console: Console, file: Path, *, place: str | None, name: str | None, size: Size, clock: Clock
) -> None:
    """Raises NotUnderstood for an unknown place, and what keeps the bot from its own name."""
    settings = read_settings()
    require_token(settings)
    username = await _username(settings)
    sign = await _sign(settings, username, place, name, clock)
    made = await asyncio.to_thread(sheet, sign, size)
    try:
        await asyncio.to_thread(file.write_bytes, made)
    except OSError as error:
        raise UnfitFile(
            told(
                f"写不了 {file}（{why(error)}）：请换一个地方。",
                f"Can't write {file} ({why(error)}): choose another place.",
            )
        ) from None
    console.print(
        told(
            f"已写好 {file}（{size.value.upper()}），打印出来放在柜台上。",
            f"Wrote {file} ({size.value.upper()}): print it and put it on the counter.",
        ),
        highlight=False,
    )


def sheet(sign: Sign, size: Size) -> bytes:
    """The whole page as PDF; the code stays sharp however it is printed."""
    scale = size.scale
    pixels = round(WIDTH * DOTS_A_MM * max(scale, 0.75))
    code = segno.make_qr(sign.link, error="m")
    matrix = Matrix(
        rows=[list(row) for row in code.matrix],
        left=CODE_LEFT * scale,
        top=CODE_TOP * scale,
        size=CODE_SIZE * scale,
    )
    picture = grey_of(rasterized(drawing(sign, FONT, pixels)))
    return page(WIDTH * scale, HEIGHT * scale, picture, matrix)


async def _username(settings: Settings) -> str:
    bot = make_bot(settings)
    try:
        return (await bot.me()).username or ""
    except TelegramNetworkError:
        raise TelegramRefused(
            told(
                "连不上 Telegram：请检查网络；需要代理时设置 HUIYIN_PROXY。",
                "Telegram can't be reached: check the network; where a proxy is needed "
                "set HUIYIN_PROXY.",
            )
        ) from None
    except TelegramAPIError:
        raise TelegramRefused(
            told(
                "Telegram 不认这个令牌：请向 @BotFather 核对 HUIYIN_TOKEN，重新复制。",
                "Telegram does not know this token: look it up with @BotFather and copy "
                "HUIYIN_TOKEN again.",
            )
        ) from None
    finally:
        await bot.session.close()


async def _sign(
    settings: Settings, username: str, place: str | None, name: str | None, clock: Clock
) -> Sign:
    database = open_database(settings.database_url)
    try:
        await schema.require_newest(database)
        async with begin_work(database, clock.now()) as work:
            house = await work.people.house()
            found = house if place is None else await work.people.place_named(place)
            if found is None:
                raise NotUnderstood(
                    told(f"没有叫“{place}”的门店。", f"There is no place “{place}”.")
                )
            code = await work.codes.make(found.id, name, None, work.now)
    finally:
        await database.close()
    link = f"https://t.me/{username}?start={code.payload}"
    return Sign(place=found.name, name=name, link=link)
