"""Reads a file of labelled rows; what can't be used is told and passed over."""

import json
import lzma
from pathlib import Path
from typing import Any

from rich.console import Console

from bot.mistakes import UnfitFile
from bot.spoken import told

MOST_PROBLEMS = 5
EXAMPLE = '{"text": "房间太吵", "labels": {"tangibles": "negative"}}'


def labelled_rows(file: Path, console: Console) -> list[dict[str, Any]]:
    """Rows with `text` and `labels`, or `label` 1/0, or `kind`, `negative` and `severity`.

    Raises UnfitFile when there is none.
    """
    rows, problems = _read(file)
    for problem in problems[:MOST_PROBLEMS]:
        console.print(problem, highlight=False, soft_wrap=True)
    if len(problems) > MOST_PROBLEMS:
        console.print(
            told(
                f"……共 {len(problems)} 行没有用上。",
                f"… {len(problems)} lines in all were not used.",
            ),
            highlight=False,
        )
    if not rows:
        raise UnfitFile(
            told(
                f"{file} 里没有能用的行：每行要有 text 和标签，例如 {EXAMPLE}；"
                "只分好评差评就写 label，1 或 0。",
                f"{file} holds no line that can be used: each needs text and labels, as in "
                f"{EXAMPLE}; for good or bad alone write label, 1 or 0.",
            )
        )
    return rows


def _read(file: Path) -> tuple[list[dict[str, Any]], list[str]]:
    rows: list[dict[str, Any]] = []
    problems: list[str] = []
    if not file.is_file():
        raise UnfitFile(
            told(f"没有 {file} 这个文件：请检查名字。", f"There is no file {file}: check the name.")
        )
    opened = lzma.open if file.suffix == ".xz" else open
    try:
        with opened(file, "rt", encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    _take(line, number, rows, problems)
    except (OSError, lzma.LZMAError, UnicodeDecodeError, EOFError):
        raise UnfitFile(
            told(
                f"{file} 读不了：要的是 UTF-8 的 JSON Lines 文件（.jsonl 或 .jsonl.xz）。",
                f"Can't read {file}: JSON Lines in UTF-8 are wanted (.jsonl or .jsonl.xz).",
            )
        ) from None
    return rows, problems


def _take(line: str, number: int, rows: list[dict[str, Any]], problems: list[str]) -> None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        problems.append(
            told(
                f"第 {number} 行不是完整的 JSON，已跳过。",
                f"Line {number} is no whole JSON and was passed over.",
            )
        )
        return
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        problems.append(
            told(
                f"第 {number} 行没有文字字段 text，已跳过。",
                f"Line {number} has no text and was passed over.",
            )
        )
    elif isinstance(row.get("labels"), dict) or row.get("label") in (0, 1) or _is_labelled(row):
        rows.append(row)
    else:
        problems.append(_without_labels(row, number))


def _without_labels(row: dict[str, Any], number: int) -> str:
    """What is wrong with them, by those that stand there."""
    if "labels" in row:
        return told(
            f"第 {number} 行的 labels 不对，要像 {EXAMPLE}，已跳过。",
            f"Line {number}: labels have to look like {EXAMPLE}; it was passed over.",
        )
    if "label" in row:
        return told(
            f"第 {number} 行的 label 要写 1（好评）或 0（差评），已跳过。",
            f"Line {number}: label has to be 1 for good or 0 for bad; it was passed over.",
        )
    return told(
        f"第 {number} 行缺标签：要有 labels、label，或 kind、negative、severity。",
        f"Line {number} has no labels: it needs labels, label, or kind, negative, severity.",
    )


def _is_labelled(row: dict[str, Any]) -> bool:
    row.setdefault("positive", [])
    return (
        isinstance(row.get("kind"), str)
        and isinstance(row.get("negative"), list)
        and isinstance(row["positive"], list)
        and isinstance(row.get("severity"), int)
    )
