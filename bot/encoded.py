"""In what encoding text comes: what spreadsheets, Windows and everybody else save."""

import codecs
import io
from collections.abc import Iterator
from contextlib import suppress

MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# In this order: hardly anything is UTF-8 by chance, and much is GB18030, which has GBK in it.
UNMARKED = ("utf-8", "gb18030")
# How a book of sheets or another archive begins.
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b")
# Bytes that tell how the rest is encoded.
SAMPLE = 65_536
# What a decoder puts where it could read nothing.
UNREAD = "\ufffd"


class NoText(Exception):
    """What was to be read holds no text at all; its argument is the number of the line."""


def marked(beginning: bytes) -> str | None:
    """The encoding whose mark stands there, if any does."""
    return next((name for mark, name in MARKS.items() if beginning.startswith(mark)), None)


def lines_of(raw: io.BufferedReader) -> Iterator[str | None]:
    """Each line as it arrives; None for one that is in no encoding that we know. Raises NoText."""
    beginning = raw.peek(SAMPLE)
    if marked(beginning) == "utf-16":
        yield from _of_two_bytes(raw)
        return
    if beginning.startswith(ARCHIVES):
        raise NoText(1)
    if _has_many_zeros(beginning):
        raise NoText(beginning[: beginning.index(b"\0")].count(b"\n") + 1)
    encoding = likely(beginning)
    for line in raw:
        encoding = encoding or likely(line)
        yield _decoded(line, encoding or "utf-8")


def _has_many_zeros(piece: bytes) -> bool:
    """More than one byte in a hundred; a single one says nothing of the lines around it."""
    zeros = piece.count(b"\0")
    return zeros > 1 and zeros * 100 > len(piece)


def likely(piece: bytes) -> str | None:
    """What most of it is; None as long as nothing tells. One broken line speaks for nothing."""
    telling = [line for line in piece.splitlines() if not line.isascii()]
    for encoding in UNMARKED:
        if telling and sum(_weight(line, encoding) for line in telling) >= 0:
            return encoding
    return None


def _weight(line: bytes, encoding: str) -> int:
    """Its length, for or against; a sample may end within a letter."""
    with suppress(UnicodeDecodeError):
        codecs.getincrementaldecoder(encoding)().decode(line)
        return len(line)
    return -len(line)


def _decoded(line: bytes, encoding: str) -> str | None:
    with suppress(UnicodeDecodeError):
        return None if b"\0" in line else line.decode(encoding)
    return None


def _of_two_bytes(raw: io.BufferedReader) -> Iterator[str | None]:
    text = io.TextIOWrapper(raw, encoding="utf-16", errors="replace")
    try:
        for line in text:
            yield None if UNREAD in line or "\0" in line else line
    finally:
        text.detach()
