"""What a trail tells has words of its own, in every language."""

import ast
from collections.abc import Iterator
from pathlib import Path

from handlers.steps import step
from handlers.words import words_in

HOUSE = Path(__file__).parents[2]


def logged(source: str) -> Iterator[str]:
    """The names that are given to `cases.log`, as far as they are written down there."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not _is_log_of_cases(node.func):
            continue
        made = {
            id(part)
            for one in ast.walk(node.args[1])
            if isinstance(one, ast.JoinedStr)
            for part in ast.walk(one)
        }
        for name in ast.walk(node.args[1]):
            if isinstance(name, ast.Constant) and id(name) not in made:
                yield str(name.value)


def _is_log_of_cases(called: ast.expr) -> bool:
    """`cases.log`, whoever's cases they are."""
    if not isinstance(called, ast.Attribute) or called.attr != "log":
        return False
    return ast.unparse(called).split(".")[-2:] == ["cases", "log"]


def test_every_step_that_is_written_down_is_told_in_words() -> None:
    rooms = ("complaints", "handlers", "surveys", "storage", "bot")
    sources = (file for room in rooms for file in (HOUSE / room).rglob("*.py"))
    names = {name for file in sources for name in logged(file.read_text(encoding="utf-8"))}
    assert {"opened", "resolved", "edited"} <= names
    assert [name for name in sorted(names) if step(name, words_in("zh-hans")) == name] == []
