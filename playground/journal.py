"""What happened in the playground, one JSON line an event, so that a SIGKILL loses nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Journal:
    """Append-only; the last value written for a thing is the one that holds."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        _drop_torn_tail(path)
        self._file = path.open("ab")

    def write(self, kind: str, value: Any) -> None:
        # ASCII escapes carry lone surrogates, which bytes of UTF-8 cannot.
        line = json.dumps([kind, value], separators=(",", ":"))
        self._file.write(line.encode("ascii") + b"\n")
        self._file.flush()

    def replay(self) -> Iterator[tuple[str, Any]]:
        with self._path.open("rb") as lines:
            for line in lines:
                kind, value = json.loads(line)
                yield kind, value

    def clear(self) -> None:
        self._file.truncate(0)
        shutil.rmtree(self.folder, ignore_errors=True)

    def close(self) -> None:
        self._file.close()

    @property
    def folder(self) -> Path:
        return self._path.with_suffix(".files")


def _drop_torn_tail(path: Path) -> None:
    """A kill in the middle of a line leaves half of it; what follows must not be glued to it."""
    if not path.exists():
        return
    with path.open("rb+") as file:
        content = file.read()
        if content and not content.endswith(b"\n"):
            file.truncate(content.rfind(b"\n") + 1)
