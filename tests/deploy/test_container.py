"""The container as its file describes it, without an engine: a root that nobody can write to."""

import asyncio
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from playground.cast import DEMO_CAST, DEMO_TOKEN, seat
from playground.server import create_app, serve
from playground.state import Playground
from tests import needs
from tests.deploy.recipe import Recipe
from tests.house.checkout import ROOT
from tests.journeys.program import READY, Program
from tests.ports import free_port

pytestmark = pytest.mark.slow
SHUT = (
    "mount --make-rprivate / && mount --bind {data} {data} && mount -o remount,ro,bind / && "
    "exec setpriv --no-new-privs --bounding-set=-all --inh-caps=-all {command}"
)


def shut_in(data: Path, command: list[str]) -> list[str]:
    """The command with everything read-only but `data`, and without any capability."""
    if not (shutil.which("unshare") and shutil.which("setpriv")):
        needs.missing("no unshare or setpriv here: `apt install util-linux`")
    inner = SHUT.format(data=shlex.quote(str(data)), command=shlex.join(command))
    return ["unshare", "--mount", "sh", "-c", inner]


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """What the COPY lines put into the image, from tracked files alone."""
    recipe, folder = Recipe.read(ROOT / "deploy/Containerfile"), tmp_path / "image"
    tracked = subprocess.run(
        ["git", "ls-files", "-z", *recipe.rooms], cwd=ROOT, capture_output=True, check=True
    )
    for name in filter(None, tracked.stdout.decode().split("\0")):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target)
    return folder


@pytest.fixture
def data(app: Path, tmp_path: Path) -> Path:
    """The one folder that can be written to, on a machine that can shut the rest."""
    folder = tmp_path / "data"
    folder.mkdir()
    if subprocess.run(shut_in(folder, ["true"]), check=False).returncode:
        needs.missing("mounts can't be made here: not root, or shut in itself")
    if subprocess.run(shut_in(folder, ["touch", str(app / "slip")]), check=False).returncode == 0:
        needs.missing("what is under this folder can't be shut here")
    return folder


def made_by(app: Path, data: Path) -> set[str]:
    """What the program wrote that belongs to its owner; compiled files would be a slip."""
    beside = {".lock", "-wal", "-shm", ".secret"}
    kept = {f.name for f in data.iterdir() if not any(f.name.endswith(end) for end in beside)}
    return kept | {file.name for file in app.rglob("*.pyc")}


@asynccontextmanager
async def container(app: Path, data: Path, port: int, telegram: str) -> AsyncIterator[Program]:
    recipe = Recipe.read(ROOT / "deploy/Containerfile")
    own = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    settings = recipe.environment | {
        "PATH": own["PATH"],
        "PYTHONPATH": str(app),
        "HUIYIN_DATABASE_URL": f"sqlite:///{data}/huiyin.sqlite3",
        "HUIYIN_LISTEN": f"127.0.0.1:{port}",
        "HUIYIN_TOKEN": DEMO_TOKEN,
        "HUIYIN_API_BASE": telegram,
    }
    command = [sys.executable, *recipe.command[1:]]
    process = await asyncio.create_subprocess_exec(
        *shut_in(data, command),
        env=own | settings,
        cwd=data,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    started = Program(process.pid, process.stdout, process.wait())
    try:
        yield started
    finally:
        await started.kill()


async def test_it_runs_is_well_and_stops_where_only_data_can_be_written(
    app: Path, data: Path
) -> None:
    port = free_port()
    playground = Playground()
    seat(playground, DEMO_CAST)
    async with (
        serve(create_app(playground)) as telegram,
        container(app, data, port, telegram.url) as running,
    ):
        await running.until_it_says(READY)
        health = [word.replace("8081", str(port)) for word in health_of()]
        asked = await asyncio.to_thread(subprocess.run, health, check=False)
        assert asked.returncode == 0
        running.send(signal.SIGTERM)
        assert await running.ends() == 0
    assert made_by(app, data) == {"huiyin.sqlite3"}


def health_of() -> list[str]:
    return [sys.executable, *Recipe.read(ROOT / "deploy/Containerfile").health[1:]]
