"""SVG turned into PNG with the font that comes along; what it needs is loaded when it is needed."""

import asyncio

from bot.font import FONT_FILE, drawable
from reports.svg import FONT


async def png_of(svg: str) -> bytes:
    """Beside the event loop, which goes on meanwhile."""
    return await asyncio.to_thread(rasterized, svg)


def rasterized(svg: str, width: int | None = None) -> bytes:
    """`width` in pixels; without it as many as the drawing has units."""
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - most houses draw seldom

    return bytes(
        svg_to_bytes(
            svg_string=drawable(svg),
            width=width,
            skip_system_fonts=True,
            font_files=[str(FONT_FILE)],
            font_family=FONT,
            sans_serif_family=FONT,
        )
    )
