"""`huiyin …` inside this process: what the program says, without a start of its own."""

import contextlib
import io
import os
import subprocess
import sys

import pytest

from bot.__main__ import main


def huiyin(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Settings are the environment's; none of the machine's own reaches it."""
    said, complained, status = io.StringIO(), io.StringIO(), 0
    with (
        pytest.MonkeyPatch.context() as patched,
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(complained),
    ):
        for name in [name for name in os.environ if name.startswith("HUIYIN_")]:
            patched.delenv(name)
        for name, value in settings.items():
            patched.setenv(name, value)
        patched.setattr(sys, "argv", ["huiyin", *arguments])
        try:
            main()
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return subprocess.CompletedProcess(arguments, status, said.getvalue(), complained.getvalue())
