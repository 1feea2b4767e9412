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
def python_that_says(*words: str) -> tuple[Path, ...]:
    """Only these need be parsed by who looks for what can't be written without those words."""
    said = {file: file.read_text(encoding="utf-8") for file in tracked_python()}
    return tuple(file for file, text in said.items() if any(word in text for word in words))


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def functions_of(file: Path) -> tuple[tuple[str, int], ...]:
    """Every function of `file` with its length in lines."""
    return tuple(
        (node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in _statements(tree_of(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """All that stands in it, however deep, but for expressions: no function is defined in these."""
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        for inner in getattr(node, field, ()):
            yield inner
            yield from _statements(inner)
