"""The wheel alone, away from the checkout: everything that the program reads is inside it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.browser.stage import stop, wait_until_ready
from tests.house.checkout import ROOT
from tests.ports import free_port

pytestmark = pytest.mark.slow
# As a script's shell leaves Ctrl-C to what it starts in the background: unheard.
IN_THE_BACKGROUND = ("sh", "-c", 'trap "" INT; exec "$@"', "sh")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As pipx installs it, but for the requirements, which are those of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    wheel = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*wheel, "-w", str(folder), str(ROOT)], check=True)
    made = next(folder.glob("huiyin-*.whl"))
    target = folder / "installed"
    install = [*pip, "install", "--no-deps", "--no-index", "--target", str(target), str(made)]
    subprocess.run(install, check=True)
    return target


def huiyin(installed: Path, folder: Path, *words: str, said: str = "") -> str:
    ran = subprocess.run(
        [str(installed / "bin" / "huiyin"), *words],
        cwd=folder,
        env=environment(installed),
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def environment(installed: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    return own | {"PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}


def test_the_wheel_says_its_version_and_reads_without_the_checkout(
    installed: Path, tmp_path: Path
) -> None:
    where = "import bot, presets; print(bot.__file__, presets.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", where],
        cwd=tmp_path,
        env=environment(installed),
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(ROOT) not in found.stdout
    assert huiyin(installed, tmp_path, "--version").strip().startswith("huiyin 0.")
    for preset in ("general", "hotel", "telecom", "retail", "restaurant"):
        assert (installed / "presets" / f"{preset}.yaml").is_file()
    huiyin(installed, tmp_path, "check", "telecom")
    read = json.loads(huiyin(installed, tmp_path, "tag", said="等了两个小时没人理我\n"))
    assert read["kind"] == "complaint"
    huiyin(installed, tmp_path, "init", "hotel")
    assert (tmp_path / "huiyin.yaml").is_file()


def test_the_demo_comes_up_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "demo.log"
    command = [str(installed / "bin" / "huiyin"), "demo", "--port", str(port), "--no-browser"]
    with log.open("w") as said:
        demo = subprocess.Popen(
            [*IN_THE_BACKGROUND, *command],
            cwd=tmp_path,
            env=environment(installed),
            stdout=said,
            stderr=said,
        )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}/", log)
        for path in ("", "app.js", "page/state"):
            with urlopen(f"http://127.0.0.1:{port}/{path}") as answer:
                assert answer.status == 200
        assert "Traceback" not in log.read_text(encoding="utf-8")
    finally:
        stop(demo)
    assert demo.returncode == 0
    assert "演示结束了" in log.read_text(encoding="utf-8"), "it heard no Ctrl-C"
    assert (tmp_path / "var" / "demo").is_dir()
