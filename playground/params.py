"""The parameters of one Bot API call, whichever of the three encodings they came in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.errors import bad_request


@dataclass(frozen=True, kw_only=True)
class Upload:
    name: str
    mime: str
    content: bytes


class Params:
    def __init__(
        self, values: Mapping[str, Any], files: Mapping[str, Upload] | None = None
    ) -> None:
        self.values = values
        self.files = files or {}

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        return None if value is None else str(value)

    def integer(self, name: str) -> int | None:
        value = self.values.get(name)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f'field "{name}" must be a number') from None

    def need(self, name: str) -> int:
        value = self.integer(name)
        if value is None:
            raise bad_request(f"{name} is not specified")
        return value

    def number(self, name: str) -> float:
        try:
            return float(self.values[name])
        except (KeyError, TypeError, ValueError):
            raise bad_request(f'field "{name}" must be a number') from None

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in ("true", "1", "yes")

    def structure(self, name: str) -> Any:
        """Nested objects come as JSON strings, or as they are in a JSON body."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def upload(self, value: Any) -> Upload | None:
        """The file that a value names: `attach://part`; anything else is an id or an address."""
        if isinstance(value, str) and value.startswith("attach://"):
            found = self.files.get(value.removeprefix("attach://"))
            if found is None:
                raise bad_request("file was not found in the request")
            return found
        return None
