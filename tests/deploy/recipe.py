"""Reads a container file as far as ours goes: its instructions, rooms, environment and commands."""

import json
import shlex
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Recipe:
    text: str
    steps: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, file: Path) -> "Recipe":
        """Of several stages the last; comments and broken lines are joined away."""
        text = file.read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        whole = "\n".join(lines).replace("\\\n", " ")
        steps = [tuple(line.split(maxsplit=1)) for line in whole.splitlines() if line.strip()]
        last = max(n for n, step in enumerate(steps) if step[0] == "FROM")
        return cls(text=text, steps=tuple((name, rest) for name, rest in steps[last:]))

    def last(self, name: str) -> str:
        return [rest for word, rest in self.steps if word == name][-1]

    @property
    def rooms(self) -> dict[str, str]:
        pairs = (shlex.split(rest) for name, rest in self.steps if name == "COPY")
        return {words[0]: words[1] for words in pairs if len(words) == 2}

    @property
    def environment(self) -> dict[str, str]:
        words = (shlex.split(rest) for name, rest in self.steps if name == "ENV")
        return dict(word.split("=", 1) for line in words for word in line)

    @property
    def command(self) -> list[str]:
        """ENTRYPOINT and CMD together."""
        return [*json.loads(self.last("ENTRYPOINT")), *json.loads(self.last("CMD"))]

    @property
    def health(self) -> list[str]:
        found: list[str] = json.loads(self.last("HEALTHCHECK").partition("CMD ")[2])
        return found
