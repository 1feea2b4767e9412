"""Every command, setting and rule is written about, in both languages, and examples are true."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
import typer
from pydantic import BaseModel

import presets
from bot.__main__ import app
from bot.rules import Rules, load_rules
from bot.rules_explained import explain
from bot.settings import Settings
from tests.house.checkout import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(page.name for page in (DOCS / "zh").glob("*.md"))
OPERATING = (DOCS / "operating.md").read_text(encoding="utf-8")
YAML_BLOCK = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


def read(language: str, page: str) -> str:
    return (DOCS / language / page).read_text(encoding="utf-8")


def commands() -> list[str]:
    click = typer.main.get_command(app)
    found = []
    for name, command in getattr(click, "commands").items():  # noqa: B009 - typed as one command
        below = getattr(command, "commands", None)
        found += [f"{name} {inner}" for inner in below] if below else [name]
    return found


def rules() -> list[str]:
    """Every field of the first two floors; what is in a table of its own is explained there."""
    found = []
    for name, field in Rules.model_fields.items():
        model = field.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            found += [f"{name}.{inner}" for inner in model.model_fields]
        elif name != "format":
            found.append(name)
    return found


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command: str) -> None:
    assert re.search(rf"`huiyin {command}\b", OPERATING)


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_is_documented(name: str) -> None:
    many = {
        "channels": "HUIYIN_CHANNEL_",
        "hooks": "HUIYIN_HOOK_",
        "hook_events": "HUIYIN_HOOK_<名字>_EVENTS`",
    }
    shown = many.get(name, f"HUIYIN_{name.upper()}`")
    assert f"| `{shown}" in OPERATING


@pytest.mark.parametrize("preset", presets.names())
def test_every_rule_is_explained_where_it_is_asked_for(preset: str) -> None:
    """`huiyin explain` and editors tell what each is for; the pages tell the common ones."""
    silent = [one.field for one in explain(preset) if not one.meaning.endswith(("。", "）"))]
    assert silent == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_group_of_rules_has_its_place_on_the_page(language: str) -> None:
    page = read(language, "rules.md")
    for group in Rules.model_fields:
        assert group == "format" or re.search(rf"`{group}[.`]", page), group


@pytest.mark.parametrize("language", ["zh", "en"])
def test_rules_that_a_page_names_exist(language: str) -> None:
    named = set(re.findall(r"`([a-z]+\.[a-z_]+)`", read(language, "rules.md")))
    assert named <= set(rules())
    assert len(named) > 40


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_example_of_rules_can_be_used(language: str, tmp_path: Path) -> None:
    examples = YAML_BLOCK.findall(read(language, "rules.md"))
    assert len(examples) >= 7
    for example in examples:
        file = tmp_path / "huiyin.yaml"
        file.write_text(example, encoding="utf-8")
        load_rules(file)


def test_every_page_is_there_in_both_languages_with_the_same_parts() -> None:
    assert sorted(page.name for page in (DOCS / "en").glob("*.md")) == PAGES
    for page in PAGES:
        zh, en = (re.findall(r"^#+", read(code, page), re.MULTILINE) for code in ("zh", "en"))
        assert zh == en, page


@pytest.mark.parametrize("page", ["staff.md", "supervisors.md"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_page_is_one_page(language: str, page: str) -> None:
    assert len(read(language, page).splitlines()) <= 55


def test_the_present_version_stands_in_the_changes() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)", changes, re.MULTILINE)[0] == version["version"]
