"""What the documents name is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.house.checkout import ROOT, name_of, python_that_says, tracked_files, tree_of

_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_FILE = re.compile(r"[\w.-]+(?:/[\w.*-]+)*/?")
_ENDINGS = (".py", ".md", ".toml", ".yaml", ".yml", ".txt", ".js", ".css", ".html", ".po", ".sh")
# Made on the machine that runs it, so not among the project's files.
_MADE_LATER = {".venv", ".env", "var", "huiyin.yaml"}
_LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


def _documents() -> list[Path]:
    return [f for f in tracked_files() if f.suffix == ".md" and not name_of(f).startswith("tests/")]


def _code_in(text: str) -> list[str]:
    return [code.strip("`") for code in _CODE.findall(text)]


def missing_files(text: str, beside: Path = ROOT) -> list[str]:
    """Files that `text` names in code or links to, and that are not there."""
    words = [word for code in _code_in(text) for word in code.split() if _is_file_name(word)]
    links = [link for link in _LINK.findall(text) if "://" not in link]
    return [name for name in words + links if not _exists(name, beside)]


def missing_targets(text: str) -> list[str]:
    targets = set(re.findall(r"^([a-z-]+):", _read("Makefile"), re.MULTILINE))
    named = [t for code in _code_in(text) for t in re.findall(r"\bmake ([a-z-]+)", code)]
    return [target for target in named if target not in targets]


def missing_commands(text: str) -> list[str]:
    commands = _commands()
    named = [c for code in _code_in(text) for c in re.findall(r"\bhuiyin ([a-z]+)\b", code)]
    return [command for command in named if command not in commands]


def missing_settings(text: str) -> list[str]:
    named = re.findall(r"\bHUIYIN_([A-Z_]+[A-Z])\b", text)
    # What comes after CHANNEL_ is an operator's own name.
    named = [name for name in named if not name.startswith("CHANNEL_")]
    return [name for name in named if name.lower() not in _said_by_the_program()]


@cache
def _said_by_the_program() -> str:
    said = [file.read_text(encoding="utf-8") for file in (ROOT / "bot").rglob("*.py")]
    return "".join([*said, _read(".ci/environment")]).lower()


@pytest.mark.parametrize("document", _documents(), ids=name_of)
def test_files_commands_and_settings_that_a_document_names_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert missing_files(text, document.parent) == []
    assert missing_targets(text) == []
    assert missing_commands(text) == []
    assert missing_settings(text) == []


def test_a_document_that_promises_too_much_is_found() -> None:
    text = "Open `bot/nowhere.py`, run `make coffee`, `huiyin sing`, set HUIYIN_NOSUCH_THING."
    assert missing_files(text) == ["bot/nowhere.py"]
    assert missing_targets(text) == ["coffee"]
    assert missing_commands(text) == ["sing"]
    assert missing_settings(text) == ["NOSUCH_THING"]


def _is_file_name(word: str) -> bool:
    if not _FILE.fullmatch(word) or word.split("/", maxsplit=1)[0] in _MADE_LATER:
        return False
    # `either/or` is no file; `bot/commands` is, for its first part is a folder of ours.
    is_in_a_room = "/" in word and (ROOT / word.split("/", maxsplit=1)[0]).is_dir()
    return word.endswith(_ENDINGS) or is_in_a_room


def _exists(name: str, beside: Path) -> bool:
    return any(next(folder.glob(name.rstrip("/")), None) for folder in (ROOT, beside))


@cache
def _commands() -> frozenset[str]:
    """The names that the command line is taught, as its decorators say them."""
    names: set[str] = set()
    for file in python_that_says(".command", ".add_typer"):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Call) and _teaches_a_command(node):
                given = [*node.args, *(k.value for k in node.keywords if k.arg == "name")]
                names.update(str(a.value) for a in given if isinstance(a, ast.Constant))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                calls = [d for d in node.decorator_list if isinstance(d, ast.Call)]
                names.update(node.name.strip("_") for d in calls if _teaches_a_command(d))
    return frozenset(names)


def _teaches_a_command(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in {"command", "add_typer"}


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
