"""`huiyin …` inside this process: what the program says, without a start of its own."""

import contextlib
import io
import os
import subprocess
import sys
from unittest.mock import patch

from bot.__main__ import main


def huiyin(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Settings are the environment's; none of the machine's own reaches it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    said, complained, status = io.StringIO(), io.StringIO(), 0
    with (
        patch.dict(os.environ, own | settings, clear=True),
        patch.object(sys, "argv", ["huiyin", *arguments]),
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(complained),
    ):
        try:
            main()
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return subprocess.CompletedProcess(arguments, status, said.getvalue(), complained.getvalue())
