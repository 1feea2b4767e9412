"""`huiyin tag`: lines in, JSON lines out; `--explain` the reasons."""

import codecs
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from bot.mistakes import UnfitFile
from bot.rules import load_rules
from bot.settings import read_settings
from bot.spoken import told
from dimensions.command import tag_lines, texts_of
from dimensions.explaining import explained
from dimensions.own import load_tagger

# Bytes that tell how a file is encoded.
SAMPLE = 65_536


def tag_file(file: Path | None, *, explain: bool) -> None:
    """Reads with the words of the rules in force; raises what a person can mend."""
    own = load_rules(read_settings().config).understanding
    tagger = load_tagger(own)
    plain = None if tagger is tagger.shipped else tagger.shipped
    lines = _opened(file) if file else sys.stdin
    with lines:
        if not explain:
            for line in tag_lines(lines, tagger):
                sys.stdout.write(line + "\n")
            return
        for text in texts_of(lines):
            for reason in explained(text, tagger, plain):
                sys.stdout.write(reason.encode("utf-8", "replace").decode() + "\n")


def _opened(file: Path) -> TextIO:
    """In the encoding that it begins in: UTF-8, UTF-16 with its mark, or what Windows saves."""
    try:
        with file.open("rb") as raw:
            beginning = raw.read(SAMPLE)
        return file.open(encoding=_encoding_of(beginning), errors="replace")
    except OSError as error:
        raise UnfitFile(
            told(
                f"{file} 读不了（{error.strerror}）：要的是文字文件，一行一句，或 JSON Lines。",
                f"Can't read {file} ({error.strerror}): a text file is wanted, a sentence "
                "a line, or JSON Lines.",
            )
        ) from None


def _encoding_of(beginning: bytes) -> str:
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        with suppress(UnicodeDecodeError):
            decoder.decode(beginning)
            return "utf-8-sig" if encoding == "utf-8" else encoding
    return "utf-8-sig"
