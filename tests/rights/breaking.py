"""`make guards`: removes each guard in a copy of the project and sees its test fail."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.house.checkout import ROOT
from tests.rights.table import GUARDS, Guard

LEFT_OUT = shutil.ignore_patterns(".venv", ".git", "var", ".*_cache", "__pycache__", ".hypothesis")


def is_noticed(guard: Guard, folder: Path) -> bool:
    """Whether its test is red without it; the file is as it was afterwards."""
    file = folder / guard.file
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace(guard.code, guard.broken), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not postgres"]
    try:
        run = subprocess.run(
            [*command, guard.test.removesuffix("::")],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            check=False,
            timeout=600,
        )
    finally:
        file.write_text(whole, encoding="utf-8")
    # 1: tests failed. Anything else, such as none collected, proves nothing.
    return run.returncode == 1


def main() -> int:
    unnoticed = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "huiyin"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        for guard in GUARDS:
            seen = is_noticed(guard, copy)
            unnoticed += not seen
            sys.stdout.write(f"{'seen' if seen else 'NOT SEEN'}  {guard.promise}\n")
            sys.stdout.flush()
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
