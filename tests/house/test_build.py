"""The build: it lists its jobs, and says in a sentence what a machine lacks."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.checkout import ROOT

_JOBS = ("env", "demo", "run", "test", "check", "lock", "bench", "campaign", "words", "clean")


def test_make_alone_lists_every_job() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert [job for job in _JOBS if f"make {job} " not in listed.stdout] == []


@pytest.mark.parametrize("fails", ["ruff", "mypy", "lint-imports", "pytest", "nothing"])
def test_steps_of_the_check_run_side_by_side_and_one_that_fails_fails_it(
    fails: str, tmp_path: Path
) -> None:
    for name in ("ruff", "mypy", "lint-imports", "pytest"):
        ends = f"echo '{name} says'; sleep 0.1; echo 'what it found'; exit {int(name == fails)}"
        (tmp_path / name).write_text(f"#!/bin/sh\n{ends}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    check = ["make", "-o", "env-test", "check", f"BIN={tmp_path}"]
    ran = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == (0 if fails == "nothing" else 2), ran.stderr
    # The tests say how far they are; whatever else there is to say stands together.
    for name in ("ruff", "mypy", "lint-imports"):
        assert f"{name} says\nwhat it found\n" in ran.stdout
    assert "pytest says\n" in ran.stdout


def test_a_machine_with_an_old_python_only_is_told_what_to_install(tmp_path: Path) -> None:
    told = _environment(tmp_path, python="echo 'Python 3.9.2'; exit 1")
    assert told.returncode == 2
    assert "Python 3.11 or newer is needed; this machine has Python 3.9.2." in told.stderr
    assert "apt install python3" in told.stderr


def test_a_python_without_its_venv_module_is_told_apart(tmp_path: Path) -> None:
    real = sys.executable
    # Debian's python3 answers everything but `import venv, ensurepip`.
    python = f'case "$2" in *ensurepip*) exit 1 ;; esac; exec "{real}" "$@"'
    told = _environment(tmp_path, python=python)
    assert told.returncode == 2
    assert "no venv module" in told.stderr
    assert "apt install python3-venv" in told.stderr


@pytest.mark.parametrize("script", [".ci/run", ".ci/environment"])
def test_scripts_of_the_build_can_be_run_and_parsed(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    shell = (ROOT / script).read_text(encoding="utf-8").splitlines()[0].removeprefix("#!")
    subprocess.run([*shell.split(), "-n", ROOT / script], check=True)


def _environment(folder: Path, *, python: str) -> subprocess.CompletedProcess[str]:
    """Run `.ci/environment` in an empty checkout on a machine with this one Python."""
    programs = folder / "bin"
    checkout = folder / "a checkout"
    (checkout / ".ci").mkdir(parents=True)
    programs.mkdir()
    shutil.copy(ROOT / ".ci/environment", checkout / ".ci/environment")
    for name in ("sh", "dirname", "sed", "cat", "cksum", "rm", "grep"):
        (programs / name).symlink_to(shutil.which(name) or f"/bin/{name}")
    (programs / "python3").write_text(f"#!{shutil.which('sh')}\n{python}\n", encoding="utf-8")
    (programs / "python3").chmod(0o755)
    return subprocess.run(
        ["sh", checkout / ".ci/environment", "run"],
        env={"PATH": str(programs), "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
