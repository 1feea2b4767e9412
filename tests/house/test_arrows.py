"""Who may import whom."""

import subprocess
import sys
from pathlib import Path

from tests.house.checkout import ROOT


def test_rooms_know_only_the_rooms_they_may(tmp_path: Path) -> None:
    judged = _judge(ROOT, tmp_path)
    assert judged.returncode == 0, judged.stdout


def test_a_rule_that_knows_telegram_is_found(tmp_path: Path) -> None:
    _copy_rooms_with_a_slip(tmp_path)
    judged = _judge(tmp_path, tmp_path / "cache")
    assert judged.returncode == 1, judged.stderr
    assert "Only bot and handlers know aiogram BROKEN" in judged.stdout
    assert "The porch wires the doors; the doors never meet; rules know neither BROKEN" in (
        judged.stdout
    )


def _judge(checkout: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    # In a process of its own: the judge looks for rooms on sys.path and keeps what it found.
    judge = "from importlinter.cli import lint_imports_command as judge; judge()"
    options = ["--no-logo", "--config", str(ROOT / "pyproject.toml"), "--cache-dir", str(cache)]
    return subprocess.run(
        [sys.executable, "-c", judge, *options],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )


def _copy_rooms_with_a_slip(folder: Path) -> None:
    for room in ("bot", "handlers", "storage", "channels", "playground", "reports"):
        _make_room(folder / room)
    for room in ("complaints", "surveys", "people", "calendars", "dimensions"):
        _make_room(folder / room)
    slip = folder / "complaints" / "slip.py"
    slip.write_text('"""A slip."""\n\nimport aiogram\n\nimport handlers\n', encoding="utf-8")


def _make_room(folder: Path) -> None:
    folder.mkdir()
    (folder / "__init__.py").write_text('"""A room."""\n', encoding="utf-8")
