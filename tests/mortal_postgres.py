"""PostgreSQL servers that are stopped at once, started again, and taken over from."""

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import postgres

# What was answered survives the stop of a server, if not that of a machine.
DURABLE = {"synchronous_commit": "on", "max_connections": "24"}


@dataclass
class Mortal:
    """`url` is that of its database `postgres`; `socket` is where it listens."""

    programs: Path
    folder: Path
    user: str | None
    settings: dict[str, str] = field(default_factory=dict)
    _keeper: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql+asyncpg://huiyin@/postgres?host={self.folder}"

    @property
    def socket(self) -> Path:
        return self.folder / ".s.PGSQL.5432"

    def start(self) -> None:
        # A server that was stopped at once leaves the file, whose last line would be believed.
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
        settings = DURABLE | self.settings
        self._keeper = postgres._start(self.programs, self.folder, self.user, **settings)
        postgres._wait_until_ready(self._keeper, self.folder)

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """SIGQUIT is PostgreSQL's immediate stop: every connection breaks, nothing is finished."""
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.communicate(how.name.removeprefix("SIG").encode() + b"\n", timeout=30)

    def promote(self) -> None:
        """A standby becomes the server; returns when it takes writes."""
        data = self.folder / "data"
        (data / "promote").touch()
        postmaster = int((data / "postmaster.pid").read_text().split()[0])
        subprocess.run(["/bin/kill", "-USR1", str(postmaster)], check=True)
        deadline = time.monotonic() + 30
        while (data / "standby.signal").exists():
            assert time.monotonic() < deadline, "the standby was not promoted"
            time.sleep(0.02)


@contextmanager
def mortal(programs: Path, **settings: str) -> Iterator[Mortal]:
    folder = Path(tempfile.mkdtemp(prefix="huiyin-pg-", dir="/tmp"))
    user = postgres._unprivileged_user()
    server = Mortal(programs, folder, user, settings)
    try:
        if user is not None:
            shutil.chown(folder, user)
            server.programs = postgres._within_reach(programs, folder)
        postgres._initialise(server.programs, folder, user)
        server.start()
        yield server
    finally:
        server.stop(signal.SIGINT)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def standby_of(primary: Mortal) -> Iterator[Mortal]:
    """A copy that follows; from now on the primary answers a commit when the copy has it too."""
    primary.stop(signal.SIGINT)
    folder = Path(tempfile.mkdtemp(prefix="huiyin-pg-", dir="/tmp"))
    if primary.user is not None:
        shutil.chown(folder, primary.user)
    copy = ["cp", "-a", str(primary.folder / "data"), str(folder / "data")]
    subprocess.run(copy, check=True)
    (folder / "data" / "standby.signal").touch()
    if primary.user is not None:
        shutil.chown(folder / "data" / "standby.signal", primary.user)
    follows = {"primary_conninfo": f"host={primary.folder} user=huiyin application_name=copy"}
    standby = Mortal(primary.programs, folder, primary.user, follows)
    try:
        primary.settings["synchronous_standby_names"] = "copy"
        primary.start()
        standby.start()
        yield standby
    finally:
        standby.stop(signal.SIGINT)
        shutil.rmtree(folder, ignore_errors=True)
