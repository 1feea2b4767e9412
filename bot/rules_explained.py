"""Every rule with its value, what it means, and where it was written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from rich.console import Console

from bot.rules import load_rules
from bot.rules_error import Path as RulePath
from bot.rules_error import Place
from bot.rules_file import Origins, merged

# Of a value; questionnaires are long.
LONGEST = 100


@dataclass(frozen=True, kw_only=True)
class Explained:
    """`value` is as it would be written in a file; `place` is None for what no file says."""

    field: str
    value: Any
    meaning: str
    place: Place | None


def explain(source: str | Path) -> list[Explained]:
    """All rules of a preset or file, in the order of the models. Raises RulesError."""
    rules, (_, origins) = load_rules(source), merged(source)
    return list(_of(rules, rules.model_dump(mode="json", by_alias=True), (), origins))


def print_rules(console: Console, source: str, *, as_json: bool = False) -> None:
    """A line a rule: its path, its value and where that is written, and what it means."""
    if as_json:
        whole = json.loads(load_rules(source).as_json())
        print(json.dumps(whole, ensure_ascii=False, indent=2))
        return
    for one in explain(source):
        value = json.dumps(one.value, ensure_ascii=False)
        short = value if len(value) <= LONGEST else f"{value[:LONGEST]}…"
        where = f"{Path(one.place.file).name}:{one.place.line}" if one.place else "没有写，用这个"
        line = f"{one.field} = {short}  （{where}）\n    {one.meaning}"
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def _of(
    model: BaseModel, written: dict[str, Any], path: RulePath, origins: Origins
) -> Iterator[Explained]:
    for name, info in type(model).model_fields.items():
        key = info.alias or name
        here, inner = (*path, key), getattr(model, name)
        if isinstance(inner, BaseModel) and not _is_one_value(written[key]):
            yield from _of(inner, written[key], here, origins)
            continue
        yield Explained(
            field=".".join(map(str, here)),
            value=written[key],
            meaning=info.description or "",
            place=origins.get(here),
        )


def _is_one_value(written: Any) -> bool:
    """A text in several languages is shown as one."""
    return isinstance(written, dict) and "zh-hans" in written
