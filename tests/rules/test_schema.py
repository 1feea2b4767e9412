"""What an editor is told of the rules is what the program takes."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

import presets
from bot.rules_schema import NAME, refresh_beside, schema, write_beside
from tests.rules.test_mistakes import MISTAKES


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    made = schema()
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made)


def read(text: str) -> Any:
    return json.loads(json.dumps(YAML(typ="safe").load(text), default=str))


@pytest.mark.parametrize("name", presets.names())
def test_every_preset_is_in_order_for_an_editor(name: str, validator: Draft202012Validator) -> None:
    content = read(presets.path_of(name).read_text(encoding="utf-8"))
    assert [error.message for error in validator.iter_errors(content)] == []


@pytest.mark.parametrize(
    "slip",
    [
        "a misspelt field",
        "a misspelt room",
        "a misspelt field in a list",
        "a length without a unit",
        "text where a number belongs",
        "more than a hundred per cent",
        "a choice that is none",
        "a kind of channel that is none",
        "an address among the rules",
    ],
)
def test_an_editor_marks_what_the_program_refuses(
    slip: str, validator: Draft202012Validator
) -> None:
    assert list(validator.iter_errors(read(MISTAKES[slip].text)))


def test_every_field_says_what_it_means(validator: Draft202012Validator) -> None:
    made = schema()
    models = {"Rules": made, **made["$defs"]}
    silent = [
        f"{model}.{name}"
        for model, body in models.items()
        for name, field in body.get("properties", {}).items()
        if not field.get("description")
    ]
    assert silent == []


def test_a_schema_of_a_former_version_is_brought_up_and_none_is_made(tmp_path: Path) -> None:
    file = tmp_path / "huiyin.yaml"
    file.write_text("extends: hotel\n")
    refresh_beside(file)
    assert not (tmp_path / NAME).exists()
    write_beside(file)
    (tmp_path / NAME).write_text("{}")
    refresh_beside(file)
    assert json.loads((tmp_path / NAME).read_text()) == schema()
