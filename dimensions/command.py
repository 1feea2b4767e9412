"""What `huiyin tag` does with lines: a text or a JSON object in, one JSON object out."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from dimensions.tagger import Tagger


def tag_lines(lines: Iterable[str], tagger: Tagger) -> Iterator[str]:
    """One object a line, in order; a line that can't be read gives `{"line", "error"}`."""
    for number, line in enumerate(lines, start=1):
        bare = line.strip("\r\n").removeprefix("\ufeff")
        if bare.strip():
            yield _as_line(_tagged(bare, number, tagger))


def texts_of(lines: Iterable[str]) -> Iterator[str]:
    """The texts alone; lines that can't be read are passed over."""
    for line in lines:
        bare = line.strip("\r\n").removeprefix("\ufeff")
        text = _text_of(bare)
        if text is not None and text.strip():
            yield text


def _text_of(line: str) -> str | None:
    if not line.lstrip().startswith("{"):
        return line
    try:
        text = json.loads(line).get("text")
    except (ValueError, RecursionError):
        return None
    return text if isinstance(text, str) else None


def _tagged(line: str, number: int, tagger: Tagger) -> dict[str, Any]:
    if not line.lstrip().startswith("{"):
        return tagger.read(line).as_json()
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return {"line": number, "error": f"第 {number} 行不是完整的 JSON，已跳过。"}
    text = row.get("text")
    if not isinstance(text, str):
        return {"line": number, "error": f"第 {number} 行没有文字字段 text，已跳过。"}
    return tagger.read(text).as_json()


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
