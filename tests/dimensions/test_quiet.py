"""Loading is silent, leaves no file behind and needs no folder that it may write to."""

import os
import subprocess
import sys
from pathlib import Path


def test_loading_says_nothing_and_leaves_nothing_in_the_temporary_folder(tmp_path: Path) -> None:
    program = "from dimensions import Tagger; print(Tagger.load().read('房间有烟味').kind)"
    done = subprocess.run(
        [sys.executable, "-W", "default", "-c", program],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "complaint\n"
    assert "jieba" not in done.stderr
    assert "prefix dict" not in done.stderr
    assert list(tmp_path.iterdir()) == []
