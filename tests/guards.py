"""What no test may do unnoticed: log an error, reach beyond this machine, leave a task running."""

import asyncio
import inspect
import ipaddress
import logging
import os
import re
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import pytest

_reached: list[str] = []
_watching = False


class NetworkRefusedError(Exception):
    """A test tried to reach another machine."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.function):
            # First to be set up is last to be torn down: the test's own fixtures may end theirs.
            item.fixturenames.insert(0, "no_task_left_running")


@pytest.fixture
async def no_task_left_running() -> AsyncIterator[None]:
    before = asyncio.all_tasks()
    yield
    left = asyncio.all_tasks() - before - {asyncio.current_task()}
    if not left:
        return
    # What is on its way to an end may reach it.
    _, running = await asyncio.wait(left, timeout=0.2)
    if running:
        names = ", ".join(sorted(map(str, (task.get_coro() for task in running))))
        pytest.fail(f"left running after the test: {names}", pytrace=False)


class _Errors(logging.Handler):
    """Keeps what is logged at ERROR and above."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.sentences: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        sentence = f"{record.name}: {record.getMessage()}"
        if record.exc_info and record.exc_info[1] is not None:
            sentence += f" ({record.exc_info[1]!r})"
        self.sentences.append(sentence)


@pytest.fixture(autouse=True)
def no_unexpected_error(request: pytest.FixtureRequest) -> Iterator[None]:
    """An error in the log is a bug that somebody would be woken for, so it fails the test."""
    errors = _Errors()
    logging.getLogger().addHandler(errors)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(errors)
    marker = request.node.get_closest_marker("expects_errors")
    if marker is None:
        expect_no_error(errors.sentences)
    else:
        expect_errors(errors.sentences, marker.args)


def expect_no_error(sentences: list[str]) -> None:
    if sentences:
        pytest.fail("logged unexpectedly:\n  " + "\n  ".join(sentences), pytrace=False)


def expect_errors(sentences: list[str], patterns: tuple[str, ...]) -> None:
    """Each pattern is found, and nothing else was logged; without patterns, anything was."""
    patterns = patterns or (".",)
    for pattern in patterns:
        if not any(re.search(pattern, sentence) for sentence in sentences):
            pytest.fail(f"expected in the log, and not there: {pattern}", pytrace=False)
    expect_no_error([s for s in sentences if not any(re.search(p, s) for p in patterns)])


@pytest.fixture(autouse=True)
def no_foreign_network() -> Iterator[None]:
    global _watching  # noqa: PLW0603 - an audit hook can't be taken away, only told to look aside
    _reached.clear()
    _watching = True
    try:
        yield
    finally:
        _watching = False
    if _reached:
        pytest.fail(f"reached beyond this machine: {', '.join(_reached)}", pytrace=False)


def is_ours(host: str | bytes | None) -> bool:
    """Whether `host` is this machine, or the database server that was given for the tests."""
    name = host.decode(errors="replace") if isinstance(host, bytes) else host or "localhost"
    given = urlsplit(os.environ.get("TEST_DATABASE_URL", "")).hostname
    if name in {"localhost", given, socket.gethostname()}:
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if not _watching or not event.startswith("socket."):
        return
    if event == "socket.getaddrinfo":
        _refuse_foreign(arguments[0])
    elif event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        # A path is a Unix socket, which never leaves the machine.
        if isinstance(address, tuple) and address:
            _refuse_foreign(address[0])


def _refuse_foreign(host: object) -> None:
    if not isinstance(host, str | bytes | None) or is_ours(host):
        return
    if str(host).endswith(".invalid"):
        # Such names never exist; a test that is about them needs no one to be asked.
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    _reached.append(str(host))
    raise NetworkRefusedError(f"tests speak with 127.0.0.1 only, not with {host!r}")


sys.addaudithook(_watch)
