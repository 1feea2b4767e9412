"""The JSON Schema of a rules file, by which editors complete it and mark slips while one types."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import TimedeltaSchema

from bot.rules import Rules
from bot.rules_file import EXTENDS
from calendars.durations import WHOLE, format_duration

NAME = "huiyin.schema.json"
ADDRESS = "https://json-schema.org/draft/2020-12/schema"
TEXT: JsonSchemaValue = {"type": "string"}
# What is written as text and read as something richer.
WRITTEN: dict[tuple[str, str], JsonSchemaValue] = {
    ("CalendarRules", "hours"): {"anyOf": [TEXT, {"type": "array", "items": TEXT}]},
    ("SurveyRules", "window"): TEXT,
    ("Special", "window"): TEXT,
}


class _Generator(GenerateJsonSchema):
    def timedelta_schema(self, schema: TimedeltaSchema) -> JsonSchemaValue:
        return {"type": "string", "pattern": f"^{WHOLE.pattern}$", "examples": ["30min", "2h"]}

    def encode_default(self, dft: Any) -> Any:
        if isinstance(dft, timedelta):
            return format_duration(dft)
        if isinstance(dft, tuple | list):
            return [self.encode_default(part) for part in dft]
        return super().encode_default(dft)

    def generate(self, schema: CoreSchema, mode: Any = "validation") -> JsonSchemaValue:
        made = super().generate(schema, mode)
        for name, model in made["$defs"].items():
            made["$defs"][name] = _as_written(name, model)
        return _without_unused(_as_written("Rules", made))


def schema() -> dict[str, Any]:
    """Nothing is required: what a file leaves out comes from what it extends."""
    made = Rules.model_json_schema(by_alias=True, schema_generator=_Generator)
    extends = {**TEXT, "description": "在哪个预设或文件的基础上改：general、hotel、retail……"}
    head = {"$schema": ADDRESS, "title": "回音的规则 · rules of Huiyin"}
    made["properties"] = {EXTENDS: extends, **made["properties"]}
    return head | {name: part for name, part in made.items() if name != "title"}


def write_beside(file: Path) -> Path:
    """Into the folder of a rules file, whose first line leads editors to it."""
    known = file.with_name(NAME)
    known.write_text(json.dumps(schema(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return known


def refresh_beside(file: Path) -> None:
    """A schema of a former version that lies there is brought up; none is made."""
    if file.with_name(NAME).is_file():
        write_beside(file)


def _without_unused(made: JsonSchemaValue) -> JsonSchemaValue:
    """What is written as text leaves the models behind that it is read as."""
    while True:
        text = json.dumps(made)
        unused = [name for name in made["$defs"] if f'"#/$defs/{name}"' not in text]
        if not unused:
            return made
        for name in unused:
            del made["$defs"][name]


def _as_written(name: str, model: JsonSchemaValue) -> JsonSchemaValue:
    if "enum" in model:
        return {key: value for key, value in model.items() if key in {"type", "enum"}}
    fields = {
        field: _field(WRITTEN.get((name, field), inner) | _kept(inner))
        for field, inner in model.get("properties", {}).items()
    }
    kept = {k: v for k, v in model.items() if k not in {"title", "required", "description"}}
    kept["properties"] = fields
    return {"anyOf": [TEXT, kept]} if name == "LanguageMap" else kept


def _kept(field: JsonSchemaValue) -> JsonSchemaValue:
    return {key: field[key] for key in ("description", "default") if key in field}


def _field(field: JsonSchemaValue) -> JsonSchemaValue:
    """Without a machine's title, and with a default only where it is one word or number."""
    is_short = not isinstance(field.get("default"), dict | list)
    return {k: v for k, v in field.items() if k != "title" and (k != "default" or is_short)}
