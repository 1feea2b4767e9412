"""The files that the project is made of."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = (
    *("bot", "handlers", "surveys", "complaints", "dimensions", "people", "calendars"),
    *("reports", "storage", "channels", "playground", "presets"),
)
_LEFT_ALONE = {".venv", ".git", "__pycache__", "var", "build", "dist"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tracked_files() -> tuple[Path, ...]:
    """What git holds; in a checkout without git (an archive), what lies there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0 and listed.stdout:
        files = [ROOT / name for name in listed.stdout.split("\0") if name]
        return tuple(file for file in files if file.is_file())
    return tuple(
        file
        for file in sorted(ROOT.rglob("*"))
        if file.is_file() and not _LEFT_ALONE & set(file.relative_to(ROOT).parts)
    )


def tracked_python() -> tuple[Path, ...]:
    return tuple(file for file in tracked_files() if file.suffix == ".py")


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def functions_of(file: Path) -> Iterator[tuple[Function, int]]:
    """Every function of `file` with its length in lines."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, Function):
            assert node.end_lineno is not None
            yield node, node.end_lineno - node.lineno + 1
