"""Tests that test: no stand-ins for our own code, no quiet skips."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.checkout import functions_of, name_of, python_that_says, tree_of

_SKIPS = {"skip", "skipif", "importorskip", "xfail"}
_STAND_INS = {"unittest.mock", "mock", "pytest_mock"}


def skips_of(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in _SKIPS:
            owner = ast.unparse(node.value)
            if owner in {"pytest", "pytest.mark"}:
                yield node.lineno


def stand_ins_of(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        names = {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{name}" for name in names} | {node.module or ""}
        if names & _STAND_INS:
            yield node.lineno


def test_only_needs_may_skip_so_that_a_build_machine_refuses_it() -> None:
    found = [
        f"{name_of(file)}:{line}"
        for file in _tests(*_SKIPS)
        if name_of(file) != "tests/needs.py"
        for line in skips_of(tree_of(file))
    ]
    assert found == []


def test_nothing_of_ours_is_replaced_by_a_stand_in() -> None:
    found = [
        f"{name_of(file)}:{line}" for file in _tests("mock") for line in stand_ins_of(tree_of(file))
    ]
    assert found == []


def test_both_slips_are_found() -> None:
    slip = ast.parse("import pytest\nfrom unittest import mock\n\n@pytest.mark.skip\ndef f(): ...")
    assert list(skips_of(slip)) == [4]
    assert list(stand_ins_of(slip)) == [2]


def test_every_test_says_its_promise_in_words() -> None:
    short = [
        f"{name_of(file)}::{name}"
        for file in _tests("def test_")
        for name, _ in functions_of(file)
        if name.startswith("test_") and name.count("_") < 3
    ]
    assert short == []


def _tests(*words: str) -> list[Path]:
    return [file for file in python_that_says(*words) if name_of(file).startswith("tests/")]
