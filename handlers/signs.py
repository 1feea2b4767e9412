"""What a printed sign says: whose it is, what it is for, and that nothing else is needed."""

from dataclasses import dataclass
from html import escape

from handlers.words import Words, words_in

# An A4 page in millimetres; smaller pages are the same drawn smaller.
WIDTH, HEIGHT = 210, 297
CODE_LEFT, CODE_TOP, CODE_SIZE = 50.0, 104.0, 110.0
INK, SOFT = "#111111", "#555555"


@dataclass(frozen=True, kw_only=True)
class Sign:
    """`place` and `name` as customers know them; `link` is what the code leads to."""

    place: str
    name: str | None
    link: str


def drawing(sign: Sign, font: str, pixels: int) -> str:
    """An SVG this many pixels wide, with room for the code, which is put in as squares."""
    (asked, how), (asked_en, how_en) = (_said(words_in(code)) for code in ("zh-hans", "en"))
    lines = [
        _line(sign.place, 40, 17),
        _line(asked, 66, 11.5),
        _line(asked_en, 78, 7.5, SOFT),
        _line(sign.name or "", 96, 9),
        _line(how, 232, 8),
        _line(how_en, 243, 6, SOFT),
        _line(sign.link.removeprefix("https://"), 262, 5, SOFT),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{pixels}" height="{round(pixels * HEIGHT / WIDTH)}" font-family="{font}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#FFFFFF"/>'
        f'<rect x="8" y="8" width="{WIDTH - 16}" height="{HEIGHT - 16}" rx="6" fill="none" '
        f'stroke="{INK}" stroke-width="0.8"/>{"".join(lines)}</svg>'
    )


def _said(_: Words) -> tuple[str, str]:
    return _("有话想说？扫一扫，直接写"), _("打开 Telegram 扫码，免费，会有人在那里答复您")


def _line(words: str, y: float, size: float, fill: str = INK) -> str:
    """In the middle, and smaller where it would not fit."""
    broad = sum(1.0 if ord(char) > 0x2E7F else 0.56 for char in words)
    fitting = min(size, (WIDTH - 30) / broad) if broad else size
    return (
        f'<text x="{WIDTH / 2}" y="{y}" font-size="{fitting:.2f}" text-anchor="middle" '
        f'fill="{fill}">{escape(words)}</text>'
    )
