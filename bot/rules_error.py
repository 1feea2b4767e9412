"""What is wrong with a rules file: where it stands, and one sentence that says what to do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

Path = tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where something is written; lines and columns count from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, kw_only=True)
class Problem:
    """`field` is the path in the file, with dots; empty for the file as a whole."""

    file: str
    line: int
    column: int
    field: str
    zh: str
    en: str

    def __str__(self) -> str:
        return self.said(f"{self.zh} / {self.en}")

    def said(self, sentence: str) -> str:
        """A sentence about it, behind where it stands."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        field = f" {self.field}" if self.field else ""
        return f"{place}{field}: {sentence}"


class RulesError(Exception):
    """The rules can't be used; the version in force stays in force."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))
        self.zh = "\n".join(one.said(one.zh) for one in problems)
        self.en = "\n".join(one.said(one.en) for one in problems)

    @property
    def problem(self) -> Problem:
        """The first in reading order."""
        return self.problems[0]


def whole_file(file: str, zh: str, en: str, line: int = 0, column: int = 0) -> RulesError:
    return RulesError([Problem(file=file, line=line, column=column, field="", zh=zh, en=en)])


def problems_of(
    error: ValidationError, model: type[BaseModel], origins: Mapping[Path, Place]
) -> list[Problem]:
    """One problem per place in the files, in reading order.

    A map that fails because something in it fails is not worth a line of its own. An error's
    context may lead on to where in a map it stands, with `at`.
    """
    found: dict[Path, Problem] = {}
    for detail in error.errors(include_url=False, include_input=True):
        path = _written_path((*detail["loc"], *detail.get("ctx", {}).get("at", ())), origins)
        place = _place(path, origins)
        zh, en = _sentence(detail, model)
        field = ".".join(map(str, path if detail["type"] != "missing" else _plain(detail["loc"])))
        problem = Problem(
            file=place.file, line=place.line, column=place.column, field=field, zh=zh, en=en
        )
        found.setdefault(path, problem)
    exact = [found[path] for path in found if not any(_is_below(other, path) for other in found)]
    return sorted(exact, key=lambda problem: (problem.file, problem.line, problem.column))


def problem_at(loc: Path, zh: str, en: str, origins: Mapping[Path, Place]) -> Problem:
    """A problem that no field has by itself, at the nearest place that is written in a file."""
    path = _written_path(loc, origins)
    place = _place(path, origins)
    field = ".".join(map(str, path))
    return Problem(file=place.file, line=place.line, column=place.column, field=field, zh=zh, en=en)


def _is_below(path: Path, above: Path) -> bool:
    return len(path) > len(above) and path[: len(above)] == above


def _plain(loc: Path) -> Path:
    return tuple(part for part in loc if part != "[key]")


def _written_path(loc: Path, origins: Mapping[Path, Place]) -> Path:
    """The longest part of the path that is written in a file: unions add steps of their own."""
    path: Path = ()
    for part in loc:
        if (*path, part) in origins:
            path = (*path, part)
    return path


def _place(path: Path, origins: Mapping[Path, Place]) -> Place:
    return origins.get(path) or origins[()]


def _sentence(detail: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    context = detail.get("ctx", {})
    if "zh" in context:
        return context["zh"], detail["msg"]
    if detail["type"] == "extra_forbidden":
        return _unknown(str(detail["loc"][-1]), _names_at(model, detail["loc"][:-1]))
    if detail["type"] == "missing":
        name = detail["loc"][-1]
        return f"缺少“{name}”，请补上。", f"“{name}” is missing; add it."
    if detail["type"] in {"enum", "literal_error"}:
        choices = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        return f"只能写其中之一：{choices}。", f"Write one of: {choices}."
    return _by_type(detail["type"], context)


def _unknown(name: str, known: Sequence[str]) -> tuple[str, str]:
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return (
            f"不认识“{name}”，是不是想写“{near[0]}”？",
            f"“{name}” is unknown; did you mean “{near[0]}”?",
        )
    listed = ", ".join(known)
    return f"不认识“{name}”，这里可以写：{listed}。", f"“{name}” is unknown; there are: {listed}."


SENTENCES: Mapping[str, tuple[str, str]] = {
    "model_type": ("这里要写成几行“名字: 值”。", "Write lines of “name: value” here."),
    "dict_type": ("这里要写成几行“名字: 值”。", "Write lines of “name: value” here."),
    "mapping_type": ("这里要写成几行“名字: 值”。", "Write lines of “name: value” here."),
    "tuple_type": (
        "这里要写成列表，每行以“- ”开头。",
        "Write a list here, each line begun by “- ”.",
    ),
    "string_type": (
        "这里要写文字；像数字的文字请加引号。",
        "Write text; quote what looks like a number.",
    ),
    "int_type": ("这里要写整数。", "Write a whole number."),
    "int_parsing": ("这里要写整数。", "Write a whole number."),
    "int_from_float": ("这里要写整数。", "Write a whole number."),
    "float_type": ("这里要写数字。", "Write a number."),
    "float_parsing": ("这里要写数字。", "Write a number."),
    "bool_type": ("这里写 true 或 false。", "Write true or false."),
    "bool_parsing": ("这里写 true 或 false。", "Write true or false."),
    "date_type": ("日期写成 2026-10-01。", "Write a date as 2026-10-01."),
    "date_parsing": ("日期写成 2026-10-01。", "Write a date as 2026-10-01."),
    "date_from_datetime_parsing": ("日期写成 2026-10-01。", "Write a date as 2026-10-01."),
    "string_too_short": ("这里不能空着。", "This can't be empty."),
    "string_too_long": (
        "文字太长，最多 {max_length} 个字。",
        "Too long; {max_length} characters at most.",
    ),
    "string_pattern_mismatch": (
        "写法不对，要符合 {pattern}。",
        "Write it so that it matches {pattern}.",
    ),
    "greater_than": ("要大于 {gt}。", "Write more than {gt}."),
    "greater_than_equal": ("不能小于 {ge}。", "Write {ge} or more."),
    "less_than": ("要小于 {lt}。", "Write less than {lt}."),
    "less_than_equal": ("不能大于 {le}。", "Write {le} or less."),
    "too_short": ("至少写 {min_length} 项。", "Write {min_length} or more."),
    "too_long": ("最多写 {max_length} 项。", "Write {max_length} or fewer."),
}


def _by_type(kind: str, context: Mapping[str, Any]) -> tuple[str, str]:
    zh, en = SENTENCES.get(
        kind, ("写法不对，请对照 huiyin explain。", "Not valid here; see huiyin explain.")
    )
    return zh.format_map(context), en.format_map(context)


def _names_at(model: type[BaseModel], loc: Path) -> list[str]:
    """The names that may be written where `loc` leads to."""
    here = model
    for part in loc:
        fields = {info.alias or name: info for name, info in here.model_fields.items()}
        if isinstance(part, str) and part in fields:
            here = next(_models_in(fields[part].annotation), here)
    return [info.alias or name for name, info in here.model_fields.items()]


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
