"""A sign to print: the right link in sharp squares, the place's name, and a sound PDF."""

import random
import re
import struct
import zlib
from io import StringIO
from pathlib import Path

import pytest
import segno
from rich.console import Console

from bot.clock import Clock
from bot.mistakes import NotUnderstood
from bot.pdf import POINTS_A_MM, Grey, grey_of
from bot.signs import Size, export_sign, sheet
from handlers.signs import CODE_LEFT, CODE_SIZE, Sign
from playground.cast import DEMO_TOKEN, seat
from playground.server import create_app, serve
from playground.state import Playground
from storage.engine import open_database
from storage.work import begin_work
from tests.reports.house import furnish

SIGN = Sign(place="西湖店", name="前台", link="https://t.me/huiyin_bot?start=p-abcd2345")


def objects(pdf: bytes) -> list[bytes]:
    """By the table at its end, as a reader finds them."""
    start = int(pdf.rsplit(b"startxref\n", 1)[1].split()[0])
    places = re.findall(rb"(\d{10}) 00000 n ", pdf[start:])
    return [pdf[int(place) :].split(b"endobj")[0] for place in places]


def stream(body: bytes) -> bytes:
    return zlib.decompress(body.split(b"stream\n", 1)[1].rsplit(b"\nendstream", 1)[0])


@pytest.mark.parametrize(
    ("size", "width"), [pytest.param(Size.A4, 210, marks=pytest.mark.slow), (Size.A6, 105)]
)
def test_a_page_has_its_size_a_picture_and_the_code(size: Size, width: float) -> None:
    found = objects(sheet(SIGN, size))
    assert len(found) == 5
    assert f"[0 0 {width * POINTS_A_MM:.2f} ".encode() in found[2]
    assert min(stream(found[3])) < 40
    assert max(stream(found[3])) == 255
    assert squares(stream(found[4]).decode(), size) == dark(SIGN.link)


def squares(drawn: str, size: Size) -> set[tuple[int, int]]:
    """Rows and columns that the runs of the drawing fill."""
    side = len(list(segno.make_qr(SIGN.link, error="m").matrix))
    step = CODE_SIZE * size.scale / side * POINTS_A_MM
    runs = [[float(n) for n in words.split()[:4]] for words in re.findall(r"[\d. ]+ re", drawn)]
    left, top = CODE_LEFT * size.scale * POINTS_A_MM, max(y for _, y, _, _ in runs)
    return {
        (round((top - y) / step), round((x - left) / step) + n)
        for x, y, width, _ in runs
        for n in range(round(width / step))
    }


def dark(link: str) -> set[tuple[int, int]]:
    rows = segno.make_qr(link, error="m").matrix
    return {(down, right) for down, row in enumerate(rows) for right, bit in enumerate(row) if bit}


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_every_filter_of_a_png_is_understood(channels: int) -> None:
    chance = random.Random(channels)
    width, height = 17, 10
    rows = [bytes(chance.randrange(256) for _ in range(width * channels)) for _ in range(height)]
    above = [bytes(len(rows[0])), *rows]
    packed = b"".join(
        bytes([down % 5]) + filtered(down % 5, row, above[down], channels)
        for down, row in enumerate(rows)
    )
    colour = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(packed))
    pixels = b"".join(row[::channels] for row in rows)
    assert grey_of(png + chunk(b"IEND", b"")) == Grey(width=width, height=height, pixels=pixels)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def filtered(kind: int, row: bytes, above: bytes, back: int) -> bytes:
    """As the standard defines the filters, byte by byte."""
    out = bytearray()
    for at, byte in enumerate(row):
        left = row[at - back] if at >= back else 0
        corner = above[at - back] if at >= back else 0
        up = above[at]
        p = left + up - corner
        paeth = min((left, up, corner), key=lambda other: abs(p - other))
        guess = [0, left, up, (left + up) // 2, paeth][kind]
        out.append((byte - guess) % 256)
    return bytes(out)


@pytest.mark.slow
async def test_the_command_asks_telegram_for_the_name_and_makes_one_code_a_touchpoint(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(sqlite_url)
    await furnish(database)
    playground, file = Playground(), tmp_path / "sign.pdf"
    seat(playground)
    monkeypatch.setenv("HUIYIN_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("HUIYIN_TOKEN", DEMO_TOKEN)
    asked = {"place": "西湖店", "name": "前台", "size": Size.A6, "clock": Clock()}
    async with serve(create_app(playground)) as telegram:
        monkeypatch.setenv("HUIYIN_API_BASE", telegram.url)
        for _ in range(2):
            await export_sign(Console(file=StringIO()), file, **asked)  # type: ignore[arg-type]
        with pytest.raises(NotUnderstood, match="没有的店"):
            await export_sign(Console(), file, **(asked | {"place": "没有的店"}))  # type: ignore[arg-type]
    async with begin_work(database, Clock().now()) as work:
        code = await work.codes.make(2, "前台", None, work.now)
    await database.close()
    assert code.id == 1
    assert file.read_bytes().startswith(b"%PDF-1.4")
