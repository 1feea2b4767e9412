"""`huiyin evaluate`: a table for labelled rows, a sentence for what can't be used."""

import io
import json
import lzma
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.evaluating import evaluate_file
from bot.mistakes import UnfitFile

ROWS = [
    {
        "text": "等了两个小时没人理",
        "kind": "complaint",
        "negative": ["responsiveness"],
        "severity": 2,
    },
    {"text": "房间很干净，谢谢", "kind": "praise", "negative": [], "severity": 0},
]


def figures(file: Path) -> tuple[dict[str, Any], str]:
    heard = io.StringIO()
    evaluate_file(file, Console(file=heard, width=200), as_json=True)
    said = heard.getvalue()
    start = said.index("{\n")
    return json.loads(said[start:]), said[:start]


def write(file: Path, rows: list[Any]) -> Path:
    file.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows), "utf-8")
    return file


def test_rows_that_a_person_labelled_are_compared(tmp_path: Path) -> None:
    found, problems = figures(write(tmp_path / "rows.jsonl", ROWS))
    assert found["rows"] == 2
    assert found["negative responsiveness F1"] == 1.0
    assert found["complaint F1"] == found["no complaint F1"] == 1.0
    assert problems == ""


def test_a_packed_file_of_good_and_bad_is_read_too(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl.xz"
    rows = [{"text": "很好吃，下次还来", "label": 1}, {"text": "太难吃了，米饭是冷的", "label": 0}]
    file.write_bytes(lzma.compress("\n".join(map(json.dumps, rows)).encode()))
    assert figures(file)[0] == {"rows": 2, "sentiment accuracy": 1.0}


def test_rows_that_do_not_fit_are_named_and_the_rest_counts(tmp_path: Path) -> None:
    file = write(tmp_path / "rows.jsonl", [*ROWS, "{", {"text": 5}, {"text": "好"}])
    found, problems = figures(file)
    assert found["rows"] == 2
    assert [line[:6] for line in problems.splitlines()] == ["第 3 行不", "第 4 行没", "第 5 行缺"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"{}\n"])
def test_a_file_without_a_fit_row_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_bytes(content)
    with pytest.raises(UnfitFile, match=r"rows\.jsonl"):
        figures(file)
    with pytest.raises(UnfitFile):
        figures(tmp_path / "absent.jsonl")


def test_labels_of_another_kind_are_told_what_they_have_to_look_like(tmp_path: Path) -> None:
    others = [{"text": "房间很吵", "label": one} for one in ("差", ["吵"], 2)]
    others.append({"text": "房间很吵", "labels": ["tangibles"]})
    found, problems = figures(write(tmp_path / "rows.jsonl", [*others, *ROWS]))
    assert found["rows"] == len(ROWS)
    assert [line.split(" ")[1] for line in problems.splitlines()] == ["1", "2", "3", "4"]
    assert problems.count("1（好评）或 0（差评）") == 3
    assert '"labels": {"tangibles": "negative"}' in problems.splitlines()[-1]


def test_a_file_without_a_usable_row_is_shown_one(tmp_path: Path) -> None:
    file = write(tmp_path / "rows.jsonl", [{"text": "房间很吵"}])
    with pytest.raises(UnfitFile, match=r"例如 {.text.: .房间太吵.*label，1 或 0"):
        figures(file)
