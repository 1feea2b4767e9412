"""Which characters the font that comes along can draw; signs that it can't are left out."""

import struct
import unicodedata
from functools import cache
from pathlib import Path

import reports

FONT_FILE = Path(reports.__file__).parent / "fonts" / "HuiyinSans-Regular.otf"


def drawable(svg: str) -> str:
    """Without emoji and the like, which would come out as empty boxes.

    Letters of scripts that the font lacks stay: a box is better than a name that is not there.
    """
    known = known_characters()
    return "".join(
        character
        for character in svg
        if ord(character) < 128 or ord(character) in known or _is_letter(character)
    )


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPZ"


@cache
def known_characters() -> frozenset[int]:
    """As the font's own table tells, in OpenType's format 4."""
    data = FONT_FILE.read_bytes()
    table = _table(data, b"cmap")
    count = struct.unpack(">H", data[table + 2 : table + 4])[0]
    for number in range(count):
        at = table + 4 + 8 * number
        start = table + struct.unpack(">I", data[at + 4 : at + 8])[0]
        if struct.unpack(">H", data[start : start + 2])[0] == 4:
            return frozenset(_segments(data, start))
    return frozenset()


def _table(data: bytes, name: bytes) -> int:
    count = struct.unpack(">H", data[4:6])[0]
    for at in range(12, 12 + 16 * count, 16):
        if data[at : at + 4] == name:
            return int(struct.unpack(">I", data[at + 8 : at + 12])[0])
    raise ValueError("the font has no such table")


def _segments(data: bytes, start: int) -> set[int]:
    """Every code that a segment holds; this font's segments have no holes."""
    segments = struct.unpack(">H", data[start + 6 : start + 8])[0] // 2
    ends = struct.unpack(f">{segments}H", data[start + 14 : start + 14 + 2 * segments])
    at = start + 16 + 2 * segments
    starts = struct.unpack(f">{segments}H", data[at : at + 2 * segments])
    return {
        code
        for first, last in zip(starts, ends, strict=True)
        for code in range(first, last + 1)
        if code != 0xFFFF
    }
