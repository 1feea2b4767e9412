"""Changes a rules file as a person would: the one line, with every comment where it was."""

import contextlib
import hashlib
import io
import os
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.util import load_yaml_guess_indent

import presets
from bot.rules_watch import read_rules
from handlers.reloading import NewRules, Wrong

# What the file was before the last change, for as long as nobody else has changed it.
BEFORE = ".before"
WIDTH = 4096
Edited = NewRules | list[Wrong] | None


class RulesFile:
    """The operator's own file; None is given where the rules are a preset, which is not changed."""

    def __init__(self, source: str) -> None:
        file = Path(source).expanduser()
        self._file = None if source in presets.names() else file

    @property
    def can_be_changed(self) -> bool:
        return self._file is not None and self._file.is_file()

    @property
    def can_go_back(self) -> bool:
        return self._former() is not None

    def change(self, changes: Mapping[str, Any]) -> Edited:
        """`changes` by path with dots. What is wrong is told, and then the file is as it was.

        None where they say what holds already: the file keeps its text, and its way back.
        """
        if self._file is None or not self.can_be_changed:
            return None
        text = self._file.read_text(encoding="utf-8-sig")
        try:
            changed = with_changes(text, changes)
        except YAMLError:
            return found_wrong(read_rules(str(self._file)))
        found = self._tried(changed)
        if isinstance(found, NewRules):
            now = self._tried(text)
            if isinstance(now, NewRules) and now.fingerprint == found.fingerprint:
                return None
            self._write(self._file.with_name(self._file.name + BEFORE), _marked(text, changed))
            self._write(self._file, changed)
        return found

    def go_back(self) -> Edited:
        """To what it was before the last change; None when it was changed in another way since."""
        former = self._former()
        if self._file is None or former is None:
            return None
        found = self._tried(former)
        if isinstance(found, NewRules):
            self._write(self._file, former)
            self._file.with_name(self._file.name + BEFORE).unlink(missing_ok=True)
        return found

    def _former(self) -> str | None:
        if self._file is None:
            return None
        try:
            kept = self._file.with_name(self._file.name + BEFORE).read_text(encoding="utf-8")
            now = self._file.read_text(encoding="utf-8")
        except OSError:
            return None
        mark, _, text = kept.partition("\n")
        return text if mark == f"# {_hash(now)}" else None

    def _tried(self, text: str) -> NewRules | list[Wrong]:
        """Beside the file, so that what it extends is found."""
        assert self._file is not None
        trial = self._file.with_name(f".{self._file.name}.trial.yaml")
        try:
            self._write(trial, text)
            found = read_rules(str(trial))
        finally:
            trial.unlink(missing_ok=True)
        if isinstance(found, NewRules):
            return NewRules(fingerprint=found.fingerprint, body=found.body, source=self._file.name)
        return found

    def _write(self, file: Path, text: str) -> None:
        """All of it or nothing, readable by whoever could read the rules before."""
        assert self._file is not None
        mode = self._file.stat().st_mode & 0o777 if self._file.is_file() else 0o600
        unfinished = file.with_name(f".{file.name}.unfinished")
        with contextlib.ExitStack() as clean:
            clean.callback(unfinished.unlink, missing_ok=True)
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            unfinished.replace(file)


class _Representer(RoundTripRepresenter):
    """Writes `null` as the presets do, not as nothing."""

    def represent_none(self, data: Any) -> Any:
        return self.represent_scalar("tag:yaml.org,2002:null", "null")


_Representer.add_representer(type(None), _Representer.represent_none)


def with_changes(text: str, changes: Mapping[str, Any]) -> str:
    """The same text with these values in their places; maps that are missing are added."""
    found, indent, offset = load_yaml_guess_indent(text)
    yaml = YAML()
    yaml.Representer = _Representer
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=indent or 4, offset=offset or 2)
    content = yaml.load(text) if found is not None else CommentedMap()
    for path, value in changes.items():
        _put(content, path.split("."), value)
    out = io.StringIO()
    yaml.dump(content, out)
    return out.getvalue()


def _put(content: MutableMapping[str, Any], path: list[str], value: Any) -> None:
    *above, last = path
    here = content
    for name in above:
        if not isinstance(here.get(name), MutableMapping):
            here[name] = CommentedMap()
        here = here[name]
    here[last] = _list(value, here.get(last)) if isinstance(value, list) else value


def _list(values: list[Any], former: Any) -> CommentedSeq:
    """Written as the one before; the comment below a list hangs on its last item."""
    made = CommentedSeq(values)
    if isinstance(former, CommentedSeq):
        comment = former.ca.items.get(len(former) - 1)
        if comment is not None:
            made.ca.items[len(made) - 1] = comment
        if former.fa.flow_style():
            made.fa.set_flow_style()
    return made


def found_wrong(found: NewRules | list[Wrong]) -> list[Wrong]:
    return [] if isinstance(found, NewRules) else found


def _marked(before: str, after: str) -> str:
    return f"# {_hash(after)}\n{before}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
