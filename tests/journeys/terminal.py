"""`huiyin run` on a terminal of its own, as a person sits before it."""

import asyncio
import os
import pty
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")


class Terminal:
    """Everything that stood on it so far is `said`, without colours."""

    def __init__(self, process: asyncio.subprocess.Process, master: int) -> None:
        self.process = process
        self.said = ""
        self._master = master
        self._looked = 0
        asyncio.get_running_loop().add_reader(master, self._read)

    def _read(self) -> None:
        try:
            data = os.read(self._master, 65536)
        except OSError:
            data = b""
        if not data:
            asyncio.get_running_loop().remove_reader(self._master)
        self.said += _COLOURS.sub("", data.decode(errors="replace"))

    async def until_it_says(self, words: str, seconds: float = 20) -> str:
        """The words are looked for in what was not looked at before; gives what stood until then.

        Lines are cut at the terminal's width, so blanks don't count.
        """
        wanted = re.compile(r"\s*".join(re.escape(char) for char in words))
        try:
            async with asyncio.timeout(seconds):
                while (found := wanted.search(self.said, self._looked)) is None:
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"never said {words!r}: {self.said[self._looked :]}") from None
        passed = self.said[self._looked : found.end()]
        self._looked = found.end()
        return passed

    def type(self, line: str) -> None:
        os.write(self._master, f"{line}\n".encode())

    async def interrupt(self) -> None:
        """Ctrl-C, a moment after what was read: a prompt just being set up is written twice."""
        await asyncio.sleep(0.3)
        self.process.send_signal(signal.SIGINT)

    async def ends(self) -> int:
        async with asyncio.timeout(20):
            return await self.process.wait()


@asynccontextmanager
async def terminal(
    folder: Path, api_base: str, locale: str = "zh_CN.UTF-8", **settings: str
) -> AsyncIterator[Terminal]:
    """Started in `folder`, where the guide writes what it was told."""
    own = {k: v for k, v in os.environ.items() if not k.startswith("HUIYIN_")}
    own |= {"LC_ALL": locale}
    given = {"api_base": api_base, "listen": "127.0.0.1:0", "pacing": "off", **settings}
    master, slave = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=folder,
        env=own
        | {"PYTHONPATH": str(Path.cwd()), "COLUMNS": "200", "TERM": "xterm"}
        | {f"HUIYIN_{name.upper()}": value for name, value in given.items()},
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    )
    os.close(slave)
    shown = Terminal(process, master)
    try:
        yield shown
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        asyncio.get_running_loop().remove_reader(master)
        os.close(master)
