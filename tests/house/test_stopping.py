"""What is told to stop, stops."""

import ast
from collections.abc import Iterator

from tests.house.checkout import name_of, python_that_says, tree_of


def swallowers_of(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "asyncio.wait_for":
            yield node.lineno


def test_nobody_waits_in_a_way_that_swallows_a_stop() -> None:
    """Before Python 3.12 `wait_for` loses a cancellation that comes as it ends."""
    found = [
        f"{name_of(file)}:{line}"
        for file in python_that_says("wait_for")
        for line in swallowers_of(tree_of(file))
    ]
    assert found == [], "use `async with asyncio.timeout(seconds)`"


def test_the_slip_is_found() -> None:
    slip = ast.parse("import asyncio\n\nasync def f(it):\n    await asyncio.wait_for(it, 5)\n")
    assert list(swallowers_of(slip)) == [4]
