"""SVG turned into PNG with the font that comes along; what it needs is loaded when it is needed."""

import asyncio
from pathlib import Path

import reports
from reports.svg import FONT

FONT_FILE = Path(reports.__file__).parent / "fonts" / "HuiyinSans-Regular.otf"


async def png_of(svg: str) -> bytes:
    """Beside the event loop, which goes on meanwhile."""
    return await asyncio.to_thread(rasterized, svg)


def rasterized(svg: str) -> bytes:
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - most houses draw seldom

    return bytes(
        svg_to_bytes(
            svg_string=svg,
            skip_system_fonts=True,
            font_files=[str(FONT_FILE)],
            font_family=FONT,
            sans_serif_family=FONT,
        )
    )
