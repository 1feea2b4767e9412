"""Reads YAML rules that build on one another, and remembers where each value is written."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path as File
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

import presets
from bot.rules_error import Path, Place, RulesError, whole_file
from people.languages import Language

Origins = dict[Path, Place]
EXTENDS = "extends"
FOUNDATION = "general"
LARGEST = 1_000_000
DEEPEST = 40
LANGUAGES = frozenset(Language)
TAG = "tag:yaml.org,2002:"


def merged(source: str | File) -> tuple[dict[str, Any], Origins]:
    """The content of a preset or file, laid over everything it extends, and where each came from.

    Maps are merged, everything else replaces. A file that extends nothing builds on `general`.
    """
    content: dict[str, Any] = {}
    origins: Origins = {}
    for layer, places in reversed(list(_layers(find(source)))):
        _lay_over(content, layer, origins, places, ())
        origins[()] = places[()]
    return content, origins


def find(source: str | File, beside: File | None = None) -> File:
    """The file that a preset's name or a path means; a path is looked for beside who names it."""
    name = str(source)
    if name in presets.names():
        return presets.path_of(name)
    path = File(name).expanduser()
    path = beside.parent / path if beside else path
    if path.is_file():
        return path
    listed = "、".join(presets.names())
    raise whole_file(
        str(beside or name),
        f"没有叫“{name}”的预设或文件；预设有：{listed}。",
        f"There is no preset or file “{name}”; the presets are: {', '.join(presets.names())}.",
    )


def _layers(file: File) -> Iterator[tuple[dict[str, Any], Origins]]:
    """The file first, then what it extends, and so on."""
    seen: list[File] = []
    current: File | None = file
    while current is not None:
        content, origins = read(current)
        base = content.pop(EXTENDS, None)
        seen.append(current.resolve())
        yield content, origins
        current = _next_file(base, current, origins, seen)


def _next_file(base: Any, file: File, origins: Origins, seen: list[File]) -> File | None:
    foundation = presets.path_of(FOUNDATION)
    if base is None:
        return None if foundation.resolve() in seen else foundation
    place = origins[(EXTENDS,)]
    try:
        found = find(base, beside=file) if isinstance(base, str) else None
    except RulesError as error:
        sentence = error.problem
        raise whole_file(place.file, sentence.zh, sentence.en, place.line, place.column) from None
    if found is None or found.resolve() in seen:
        raise whole_file(
            place.file,
            "extends 要写一个预设的名字或另一个文件，不能绕回自己。",
            "extends takes a preset's name or another file, and must not lead back to itself.",
            place.line,
            place.column,
        )
    return found


def read(file: File) -> tuple[dict[str, Any], Origins]:
    """One file by itself: plain values, and the place of each path."""
    name = str(file)
    node = _parse(_text(file), name)
    origins: Origins = {(): Place(file=name, line=1, column=1)}
    if node is None:
        return {}, origins
    if not isinstance(node, MappingNode):
        raise whole_file(
            name,
            "整个文件要写成几行“名字: 值”。",
            "Write the file as lines of “name: value”.",
            1,
            1,
        )
    content = _plain(node, (), origins, name)
    return dict(content), origins


def _text(file: File) -> str:
    try:
        content = file.read_bytes()
        if len(content) > LARGEST:
            raise whole_file(str(file), "文件太大，不像规则文件。", "Too large for a rules file.")
        return content.decode("utf-8-sig")
    except OSError as error:
        raise whole_file(
            str(file), "打不开这个文件，请检查权限。", f"It can't be opened: {error.strerror}."
        ) from None
    except UnicodeDecodeError:
        raise whole_file(
            str(file), "请把文件存成 UTF-8 编码。", "Save the file in UTF-8."
        ) from None


# A preset lies under every version of the rules, and nothing here changes a node.
@lru_cache(maxsize=4)
def _parse(text: str, name: str) -> Node | None:
    try:
        node = YAML(typ="rt", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise whole_file(
            name,
            *_why_broken(error),
            mark.line + 1 if mark else 1,
            mark.column + 1 if mark else 1,
        ) from None
    except (YAMLError, ValueError) as error:
        raise whole_file(name, "YAML 写法有误。", f"Broken YAML: {error}.", 1, 1) from None
    return node if isinstance(node, Node) else None


def _why_broken(error: MarkedYAMLError) -> tuple[str, str]:
    problem = error.problem or error.context or "not valid YAML"
    if "'\\t'" in problem:
        return (
            "YAML 的缩进不能用 Tab 键：请把这一行开头换成空格。",
            "YAML takes no tabs for indentation: put spaces at the beginning of this line.",
        )
    return (
        "YAML 写法有误，请看这一行的缩进、冒号和引号。",
        f"Broken YAML, look at the indentation, colons and quotes here: {problem}.",
    )


def _plain(node: Node, path: Path, origins: Origins, name: str) -> Any:
    if len(path) > DEEPEST:
        raise whole_file(name, "嵌套太深。", "Nested too deeply.", node.start_mark.line + 1, 1)
    if isinstance(node, MappingNode):
        return {
            key: _plain(value, (*path, key), origins, name)
            for key, value in _pairs(node, path, origins, name)
        }
    if isinstance(node, SequenceNode):
        for index, item in enumerate(node.value):
            origins[(*path, index)] = _at(item, name)
        return [
            _plain(item, (*path, index), origins, name) for index, item in enumerate(node.value)
        ]
    return _scalar(node)


def _pairs(
    node: MappingNode, path: Path, origins: Origins, name: str
) -> Iterator[tuple[str, Node]]:
    for key, value in node.value:
        place = _at(key, name)
        text = key.value if isinstance(key, ScalarNode) else ""
        if not text or (*path, text) in origins:
            raise whole_file(
                name,
                f"“{text}”重复或不是名字，请删掉一个。",
                f"“{text}” stands here twice or is no name; remove one.",
                place.line,
                place.column,
            )
        origins[(*path, text)] = place
        yield text, value


def _at(node: Node, name: str) -> Place:
    mark = node.start_mark
    return Place(file=name, line=mark.line + 1, column=mark.column + 1)


def _scalar(node: Node) -> Any:
    tag, text = str(node.tag).removeprefix(TAG), str(node.value)
    if tag == "null":
        return None
    if tag == "bool":
        return text.lower() == "true"
    try:
        return {"int": int, "float": float}.get(tag, str)(text)
    except ValueError:
        return text


def _lay_over(
    base: dict[str, Any], layer: Mapping[str, Any], origins: Origins, places: Origins, path: Path
) -> None:
    for key, value in layer.items():
        here = (*path, key)
        if _is_map(value) and _is_map(base.get(key)):
            origins[here] = places[here]
            _lay_over(base[key], value, origins, places, here)
            continue
        base[key] = value
        _move(origins, places, here)


def _is_map(value: Any) -> bool:
    """A text in several languages is one value: half of it never stays behind in another."""
    return isinstance(value, dict) and not (value and LANGUAGES.issuperset(value))


def _move(origins: Origins, places: Origins, here: Path) -> None:
    """What was written at or under a path is forgotten, and the new places take over."""
    depth = len(here)
    for path in [path for path in origins if path[:depth] == here]:
        del origins[path]
    origins.update({path: place for path, place in places.items() if path[:depth] == here})
