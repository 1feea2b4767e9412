"""What the program writes names what happened and where, and holds nobody's words."""

import io
import json
import logging
import sys
import warnings
from collections.abc import Iterator

import pytest

from bot.logs import keep_logs, uncaught

CANARY = "金丝雀-canary-7431"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level, raising = list(root.handlers), root.level, logging.raiseExceptions
    levels = {name: logging.getLogger(name).level for name in ("huiyin", "aiogram", "apscheduler")}
    yield
    logging.captureWarnings(capture=False)
    for handler in root.handlers[:]:
        root.removeHandler(handler)
    for handler in handlers:
        root.addHandler(handler)
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    logging.raiseExceptions, sys.excepthook = raising, hook


def written(form: str, level: str = "debug") -> io.StringIO:
    """What the handler of the program writes from now on."""
    keep_logs(form, level)
    out = io.StringIO()
    (handler,) = logging.getLogger().handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(out)
    return out


def test_a_line_of_json_names_time_level_event_and_ids() -> None:
    out = written("json")
    logging.getLogger("huiyin.lanes").warning("Update %d waits.", 7, extra={"ids": {"update": 7}})
    line = json.loads(out.getvalue())
    assert line["event"] == "Update %d waits."
    assert line["message"] == "Update 7 waits."
    assert (line["level"], line["logger"]) == ("warning", "huiyin.lanes")
    assert line["ids"] == {"update": 7}
    assert line["time"].endswith("+00:00")


@pytest.mark.parametrize("form", ["text", "json"])
def test_neither_an_error_nor_a_library_brings_words_in(form: str) -> None:
    out = written(form)
    try:
        int(CANARY)
    except ValueError as error:
        caught = error
    logging.getLogger("huiyin.test").error("It failed.", exc_info=caught)
    for name in ("aiosqlite", "uvicorn.error", "aiogram.event", "asyncio", "apscheduler"):
        foreign = logging.getLogger(name)
        foreign.debug("executing %s", CANARY)
        foreign.warning("Task was never retrieved\nfuture: <Task %s>" % CANARY)  # noqa: UP031
        foreign.error(f"({CANARY})", exc_info=caught, extra={"ids": {"x": CANARY}})
    logging.getLogger("huiyin").info("%d is no number", CANARY)
    said = out.getvalue()
    assert "It failed. (ValueError at bot/test_logs.py:" in said
    assert "Task was never retrieved" in said
    assert CANARY not in said
    assert "canary" not in said


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_warning_is_told_by_its_class_and_place(form: str) -> None:
    out = written(form)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"/x.py:7: Wrong: {CANARY}", ResourceWarning, stacklevel=1)
    logging.getLogger("py.warnings").warning(CANARY)
    said = out.getvalue()
    assert "ResourceWarning at bot/test_logs.py:" in said
    assert "canary" not in said


def test_a_fault_that_ends_the_program_shows_its_places_only() -> None:
    with pytest.raises(ExceptionGroup) as raised:
        _fail_twice()
    said = "\n".join(uncaught(raised.value))
    assert "ValueError" in said
    assert "KeyError" in said
    assert "test_logs.py" in said
    assert CANARY not in said


def test_libraries_are_quiet_unless_everything_is_asked_for() -> None:
    out = written("text", "info")
    logging.getLogger("aiosqlite").info("executing %s", "x")
    logging.getLogger("huiyin").info("Started.")
    assert out.getvalue().endswith("INFO huiyin Started.\n")
    assert out.getvalue().count("\n") == 1


def _fail_twice() -> None:
    try:
        int(CANARY)
    except ValueError as error:
        raise ExceptionGroup(CANARY, [KeyError(CANARY)]) from error
