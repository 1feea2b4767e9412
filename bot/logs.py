"""What the program writes for its operator: a line each, as text or JSON, never personal data.

Only the templates of our own sentences are filled in. Of what libraries say the template alone is
written, and of an error its class and place: their texts quote statements with their values,
addresses with a token in them, and what customers wrote.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType

from bot.failures import name_of, place_of

OWN = "huiyin"
# Sentences of these have no template: what stands before the first value is theirs.
_PLAINLY = frozenset({"asyncio", "uvicorn.error"})
_PLAIN = re.compile(r"[A-Za-z ,.'-]*")
# What `captureWarnings` makes of a warning: the file and class are code, the rest may quote values.
_WARNED = re.compile(r"(?P<file>[^\n]+?):(?P<line>\d+): (?P<category>[A-Za-z_]\w*): ")


def keep_logs(form: str, level: str) -> None:
    """Everything that this process says from now on goes to stderr in this form."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else Lines())
    chosen = getattr(logging, level.upper())
    # Libraries are heard below warnings only by whoever asks for everything.
    others = chosen if chosen == logging.DEBUG else max(chosen, logging.WARNING)
    logging.basicConfig(level=others, handlers=[handler], force=True)
    logging.getLogger(OWN).setLevel(chosen)
    logging.captureWarnings(capture=True)
    # Of a line that can't be written, logging would print every value.
    logging.raiseExceptions = False
    quiet = logging.CRITICAL if chosen > logging.DEBUG else logging.DEBUG
    # aiogram says of every update how long it took; the ticks say themselves what failed.
    for name in ("aiogram", "apscheduler"):
        logging.getLogger(name).setLevel(quiet)
    sys.excepthook = _say_uncaught


class Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        time = _time_of(record).strftime("%Y-%m-%d %H:%M:%S")
        return f"{time} {record.levelname} {record.name} {sentence_of(record)}"


class JsonLines(logging.Formatter):
    """`event` is the same for every occurrence, `message` is filled in, `ids` are ours."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": _time_of(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event_of(record),
            "message": sentence_of(record),
            "process": record.process,
        }
        ids = getattr(record, "ids", None)
        if _is_own(record) and isinstance(ids, dict):
            line["ids"] = ids
        return json.dumps(line, ensure_ascii=False, default=str)


def sentence_of(record: logging.LogRecord) -> str:
    """Never the text of an error, and of a library no value."""
    said = record.getMessage() if _is_own(record) else _event_of(record)
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        said = f"{said} ({name_of(error)} at {place_of(error)})"
    return " ".join(said.split("\n"))


def uncaught(error: BaseException) -> Iterator[str]:
    """Where a fault of ours arose: files, lines and classes, without a value."""
    if error.__cause__ is not None:
        yield from uncaught(error.__cause__)
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from uncaught(inner)
    for line in traceback.format_tb(error.__traceback__):
        yield line.rstrip("\n")
    yield name_of(error)


def _say_uncaught(
    _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    for line in uncaught(error):
        sys.stderr.write(f"{line}\n")


def _is_own(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] == OWN


def _event_of(record: logging.LogRecord) -> str:
    template = str(record.msg)
    if _is_own(record) or record.args:
        return template
    warned = _WARNED.match(template) if record.name == "py.warnings" else None
    if warned:
        file = "/".join(warned["file"].replace("\\", "/").rsplit("/", 2)[-2:])
        return f"{warned['category']} at {file}:{warned['line']}"
    found = _PLAIN.match(template) if record.name in _PLAINLY else None
    if found and found[0].strip():
        return found[0].strip()
    return f"said something in {record.filename}:{record.lineno}"


def _time_of(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)
