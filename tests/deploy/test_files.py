"""A unit, a container and a compose file that give the program no more than it needs."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.settings import read_settings
from tests import needs
from tests.deploy.recipe import Recipe
from tests.house.checkout import ROOT

DEPLOY = ROOT / "deploy"
# What `systemd-analyze security` calls OK; a service without any care has 9.6.
MOST_EXPOSED = 2.0


@pytest.fixture(scope="module")
def compose() -> Any:
    return YAML(typ="safe").load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def analyze(*words: str) -> str:
    program = shutil.which("systemd-analyze")
    if program is None:
        needs.missing("no systemd-analyze here: `apt install systemd`")
    ran = subprocess.run([program, *words], capture_output=True, text=True, check=False)
    return ran.stdout + ran.stderr


def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "huiyin.service"
    text = (DEPLOY / "huiyin.service").read_text(encoding="utf-8")
    unit.write_text(text.replace("/opt/huiyin/.venv/bin/huiyin", "/bin/true"))
    assert analyze("verify", str(unit)).strip() == ""


def test_the_template_for_several_houses_differs_in_nothing_but_the_name(tmp_path: Path) -> None:
    one = (DEPLOY / "huiyin.service").read_text(encoding="utf-8").partition("[Unit]")[2]
    many = (DEPLOY / "huiyin@.service").read_text(encoding="utf-8").partition("[Unit]")[2]
    named = many.replace("/etc/huiyin/%i.env", "/etc/huiyin/env").replace(" (%i)", "")
    assert named.replace("huiyin-%i", "huiyin") == one
    unit = tmp_path / "huiyin@second.service"
    unit.write_text("[Unit]" + many.replace("/opt/huiyin/.venv/bin/huiyin", "/bin/true"))
    assert analyze("verify", str(unit)).strip() == ""


def test_the_unit_is_shut_in() -> None:
    told = analyze("security", "--offline=true", str(DEPLOY / "huiyin.service"))
    level = re.search(r"exposure level for huiyin.service: ([\d.]+)", told)
    assert level is not None, told
    assert float(level.group(1)) <= MOST_EXPOSED


def test_the_unit_does_not_start_again_what_a_person_has_to_mend() -> None:
    text = (DEPLOY / "huiyin.service").read_text(encoding="utf-8")
    assert "RestartPreventExitStatus=2" in text
    assert "Restart=always" in text


def test_the_container_is_an_ordinary_user_with_pinned_packages() -> None:
    recipe = Recipe.read(DEPLOY / "Containerfile")
    assert recipe.last("USER") == "10001:10001"
    assert "--require-hashes" in recipe.text
    assert "ADD " not in recipe.text
    secrets = {"TOKEN", "SECRET", "KEY", "PASSWORD"}
    assert not [name for name in recipe.environment if any(s in name for s in secrets)]


def test_the_container_holds_every_room_and_nothing_else() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packaged = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert Recipe.read(DEPLOY / "Containerfile").rooms == {
        name: f"/app/{name}" for name in packaged
    }


def test_the_engine_is_handed_what_the_container_holds_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    rooms = Recipe.read(DEPLOY / "Containerfile").rooms
    assert rules[0] == "*"
    assert set(rules[1:-1]) == {f"!{name}" for name in ("requirements.txt", *rooms)}
    assert rules[-1] == "**/__pycache__"


def test_compose_shuts_the_container_in(compose: Any) -> None:
    service = compose["services"]["huiyin"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert [volume.partition(":")[2] for volume in service["volumes"]] == ["/data"]
    assert "environment" not in service
    assert (DEPLOY / service["build"]["dockerfile"].removeprefix("deploy/")).is_file()


def test_replicas_are_as_shut_in_and_start_when_the_tables_are_there(compose: Any) -> None:
    file = DEPLOY / "compose.replicas.yaml"
    services = YAML(typ="safe").load(file.read_text(encoding="utf-8"))["services"]
    alone = compose["services"]["huiyin"]
    for name in ("read_only", "cap_drop", "security_opt", "mem_limit", "pids_limit", "build"):
        assert services["huiyin"][name] == services["migrate"][name] == alone[name]
    assert services["huiyin"]["deploy"]["replicas"] == 3
    assert "ports" not in services["db"]
    assert "volumes" not in services["huiyin"]
    started = services["huiyin"]["depends_on"]["migrate"]["condition"]
    assert started == "service_completed_successfully"


def test_the_example_of_settings_is_read_and_holds_no_secret() -> None:
    lines = (DEPLOY / "env.example").read_text(encoding="utf-8").splitlines()
    pairs = [line.lstrip("#").partition("=") for line in lines if "=" in line and "HUIYIN" in line]
    settings = read_settings({name: value for name, _, value in pairs})
    assert settings.token == "123456:ABC"
    assert settings.intake_key is None
