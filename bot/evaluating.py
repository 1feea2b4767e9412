"""`huiyin evaluate FILE`: how well the reader agrees with labelled rows, as a table."""

import json
import lzma
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.mistakes import UnfitFile
from dimensions.evaluate import FIVE, Evaluation, evaluate
from dimensions.reading import Polarity
from dimensions.tagger import Tagger

MOST_PROBLEMS = 5


def evaluate_file(file: Path, console: Console, *, as_json: bool = False) -> None:
    """Rows of `{"text", "kind", "negative", "positive", "severity"}` or `{"text", "label"}`.

    `label` is 1 for content and 0 for not. Rows that fit neither are told and passed over.
    """
    rows, problems = _read(file)
    for problem in problems[:MOST_PROBLEMS]:
        console.print(problem, highlight=False, soft_wrap=True)
    if len(problems) > MOST_PROBLEMS:
        console.print(f"……共 {len(problems)} 行没有用上。", highlight=False)
    if not rows:
        raise UnfitFile(
            f"{file} 里没有能用的行：每行要有 text，以及 kind、negative、severity 或 label。"
        )
    tagger = Tagger.load()
    if "label" in rows[0]:
        _print(console, _sentiment(tagger, rows, console), as_json=as_json)
    else:
        _print(console, _figures(evaluate(tagger, rows)), as_json=as_json)


def _read(file: Path) -> tuple[list[dict[str, Any]], list[str]]:
    rows: list[dict[str, Any]] = []
    problems: list[str] = []
    opened = lzma.open if file.suffix == ".xz" else open
    try:
        with opened(file, "rt", encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    _take(line, number, rows, problems)
    except (OSError, lzma.LZMAError, UnicodeDecodeError, EOFError):
        raise UnfitFile(
            f"{file} 读不了：要的是 UTF-8 的 JSON Lines 文件（.jsonl 或 .jsonl.xz）。"
        ) from None
    return rows, problems


def _take(line: str, number: int, rows: list[dict[str, Any]], problems: list[str]) -> None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        problems.append(f"第 {number} 行不是完整的 JSON，已跳过。")
        return
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        problems.append(f"第 {number} 行没有文字字段 text，已跳过。")
    elif row.get("label") in {0, 1} or _is_labelled(row):
        rows.append(row)
    else:
        problems.append(f"第 {number} 行缺标签：要有 kind、negative、severity 或 label。")


def _is_labelled(row: dict[str, Any]) -> bool:
    row.setdefault("positive", [])
    return (
        isinstance(row.get("kind"), str)
        and isinstance(row.get("negative"), list)
        and isinstance(row["positive"], list)
        and isinstance(row.get("severity"), int)
    )


def _figures(found: Evaluation) -> dict[str, float]:
    by_dimension = {f"negative {name} F1": found.negative[name].f1 for name in (*FIVE, "price")}
    return {
        "rows": found.rows,
        "negative macro-F1 (five)": found.negative_macro_f1,
        "negative micro-F1 (six)": found.negative_micro_f1,
        **by_dimension,
        "complaint F1": found.complaint.f1,
        "no complaint F1": found.not_complaint.f1,
        "kinds right": found.kinds_right / found.rows,
        "severity, Spearman": found.severity_spearman,
    }


def _sentiment(
    tagger: Tagger, rows: Sequence[dict[str, Any]], console: Console
) -> dict[str, float]:
    right = sum(
        _is_content(tagger, str(row["text"])) == (row["label"] == 1)
        for row in track(rows, "……", console=console, transient=True)
    )
    return {"rows": len(rows), "sentiment accuracy": right / len(rows)}


def _is_content(tagger: Tagger, text: str) -> bool:
    reading = tagger.read(text)
    good, bad = reading.of(Polarity.POSITIVE), reading.of(Polarity.NEGATIVE)
    if good or bad:
        return sum(f.score for f in good) >= sum(f.score for f in bad)
    return reading.severity == 0


def _print(console: Console, figures: dict[str, float], *, as_json: bool) -> None:
    if as_json:
        console.print_json(data=figures)
        return
    table = Table("", "")
    for name, value in figures.items():
        table.add_row(name, f"{value:.0f}" if name == "rows" else f"{value:.3f}")
    console.print(table)
