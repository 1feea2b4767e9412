"""What `huiyin tag` does with lines: a text or a JSON object in, one JSON object out."""

import json
from collections.abc import Callable, Iterable, Iterator
from enum import Enum, auto
from typing import Any

from dimensions.tagger import Tagger


class Wrong(Enum):
    """Why a line has no text that could be read."""

    ENCODING = auto()
    JSON = auto()
    FIELD = auto()


Said = Callable[[Wrong, int], str]


def tag_lines(lines: Iterable[str | None], tagger: Tagger, said: Said) -> Iterator[str]:
    """One object for each line, an empty one too, in order.

    A line that can't be read gives `{"line", "error"}`, with what `said` makes of it.
    """
    for number, text in enumerate(texts_of(lines), start=1):
        if isinstance(text, Wrong):
            yield _as_line({"line": number, "error": said(text, number)})
        else:
            yield _as_line(tagger.read(text).as_json())


def texts_of(lines: Iterable[str | None]) -> Iterator[str | Wrong]:
    """The text of each line, or what is wrong with it; None is a line that nobody could decode."""
    for line in lines:
        yield Wrong.ENCODING if line is None else _text_of(line)


def _text_of(line: str) -> str | Wrong:
    bare = line.strip("\r\n").removeprefix("\ufeff")
    if not bare.lstrip().startswith("{"):
        return bare
    try:
        text = json.loads(bare).get("text")
    except (ValueError, RecursionError):
        return Wrong.JSON
    return text if isinstance(text, str) else Wrong.FIELD


def _as_line(row: dict[str, Any]) -> str:
    # A lone surrogate can be in a JSON string but not in UTF-8 output, so it is escaped there.
    line = json.dumps(row, ensure_ascii=False)
    return line if _is_writable(line) else json.dumps(row)


def _is_writable(line: str) -> bool:
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True
