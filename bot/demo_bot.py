"""The demo's bot: the same program as anywhere, in a process that can really be killed."""

import asyncio
import base64
import os
import secrets
import signal
import sys
from pathlib import Path
from typing import Any

import aiohttp

from bot.mistakes import TelegramRefused
from bot.serving import PortTaken, listening
from bot.spoken import told
from playground.cast import DEMO_TOKEN

# A machine that does much else needs long to load a dictionary; one that died is seen at once.
START_SECONDS = 90.0


class DemoBot:
    """`start` returns when it answers; `watch` starts it again when it dies by itself."""

    def __init__(self, *, database: Path, rules: Path, page_port: int, log: Path) -> None:
        self.port = _free_port(page_port)
        self._page = f"http://127.0.0.1:{page_port}"
        self._log = log
        self._key = secrets.token_urlsafe(16)
        self._environment = self._make_environment(database, rules)
        self._process: asyncio.subprocess.Process | None = None
        self._wanted = False
        self._http: aiohttp.ClientSession | None = None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    def _make_environment(self, database: Path, rules: Path) -> dict[str, str]:
        """Nothing of a real bot's settings reaches the demo."""
        own = {k: v for k, v in os.environ.items() if not k.upper().startswith("HUIYIN_")}
        return own | {
            "HUIYIN_TOKEN": DEMO_TOKEN,
            "HUIYIN_API_BASE": self._page,
            "HUIYIN_DEMO": self._page,
            "HUIYIN_DATABASE_URL": f"sqlite:///{database}",
            "HUIYIN_CONFIG": str(rules),
            "HUIYIN_INTAKE_KEY": self._key,
            "HUIYIN_LISTEN": f"127.0.0.1:{self.port}",
            "PYTHONUNBUFFERED": "1",
        }

    async def start(self) -> None:
        self._wanted = True
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                env=self._environment, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
                # Ctrl-C in the terminal is for the demo, which then stops the bot.
                start_new_session=True,
            )  # fmt: skip
        await self._answers()

    async def _answers(self) -> None:
        deadline = asyncio.get_running_loop().time() + START_SECONDS
        while asyncio.get_running_loop().time() < deadline:
            if not self.is_running:
                break
            try:
                await self.get("/health")
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
            else:
                return
        raise TelegramRefused(
            told(
                f"演示的机器人没有启动起来：原因在 {self._log} 末尾，改好再启动。",
                f"The demo's bot did not start: the end of {self._log} says why; mend that and "
                "start again.",
            )
        )

    async def kill(self) -> None:
        """SIGKILL: no chance to tidy up."""
        self._wanted = False
        if self._process is not None and self.is_running:
            self._process.send_signal(signal.SIGKILL)
            await self._process.wait()

    async def stop(self) -> None:
        self._wanted = False
        if self._process is not None and self.is_running:
            self._process.send_signal(signal.SIGINT)
            try:
                async with asyncio.timeout(5):
                    await self._process.wait()
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
        if self._http is not None:
            await self._http.close()
            self._http = None

    def _client(self) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        return self._http

    async def watch(self) -> None:
        while True:
            await asyncio.sleep(0.5)
            if self._wanted and not self.is_running:
                await self.start()

    async def get(self, path: str) -> Any:
        async with self._client().get(f"http://127.0.0.1:{self.port}{path}") as response:
            return await response.json()

    async def picture(self, path: str) -> str:
        """A picture that the intake serves, as a `data:` address that any page can show."""
        headers = {"Authorization": f"Bearer {self._key}"}
        url = f"http://127.0.0.1:{self.port}{path}"
        async with self._client().get(url, headers=headers) as response:
            response.raise_for_status()
            content = base64.b64encode(await response.read()).decode()
            return f"data:{response.content_type};base64,{content}"

    async def post(self, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self._key}"}
        url = f"http://127.0.0.1:{self.port}{path}"
        async with self._client().post(url, json=body, headers=headers) as response:
            return response.status, await response.json()


def _free_port(page_port: int) -> int:
    """The one after the page's, 8081 as a rule, so that two demos don't meet; else any."""
    for port in (page_port + 1, 0):
        try:
            with listening("127.0.0.1", port) as bound:
                return int(bound.getsockname()[1])
        except PortTaken:
            continue
    raise PortTaken(
        told(
            "没有空闲的端口可用：请停掉几个别的程序再启动。",
            "No port is free: stop some other programs and start again.",
        )
    )
