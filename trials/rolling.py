"""From the version before the newest tables to this one, on one PostgreSQL, while customers write.

`make rolling` starts the older program, brings the tables up to date beside it, starts the newer
one and stops the older; exit status 1 when a complaint is lost or a receipt comes twice.
"""

import argparse
import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from rich.console import Console
from sqlalchemy import text

from playground.cast import DEMO_CAST, DEMO_TOKEN, seat
from playground.server import create_app, serve
from playground.state import Playground
from storage.engine import open_database
from trials import databases
from trials.world import free_port

ROOT = Path(__file__).parent.parent
FIRST, EVERY = 90_000, 0.4
BESIDE, PATIENCE = 3.0, 60.0
FURNISH = (
    "import asyncio, os, datetime;from bot.demo_house import furnish;"
    "from storage.engine import open_database;"
    "asyncio.run(furnish(open_database(os.environ['HUIYIN_DATABASE_URL']),"
    "datetime.datetime.now(datetime.UTC)))"
)


def before_the_newest_tables() -> str:
    """The commit before the last one that added a step of migration."""
    command = ["git", "log", "--diff-filter=A", "-1", "--format=%H", "--", "storage/migrations"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    return f"{found.stdout.strip()}~1"


def older_tree(commit: str, folder: Path) -> Path:
    tree = folder / "older"
    for command in (
        ["clone", "-q", str(ROOT), str(tree)],
        ["-C", str(tree), "checkout", "-q", commit],
    ):
        subprocess.run(["git", *command], check=True)  # noqa: S603, S607 - our own history
    return tree


class Version:
    """One of the two programs, in its own tree, on the same database and Telegram."""

    def __init__(self, tree: Path, url: str, address: str, log: Path) -> None:
        self.tree, self.log = tree, log
        given = {
            "TOKEN": DEMO_TOKEN, "API_BASE": url, "DATABASE_URL": address, "CONFIG": "hotel",
            "LISTEN": f"127.0.0.1:{free_port()}", "PACING": "off", "SECRET": "of the trials",
        }  # fmt: skip
        own = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
        self._environment = own | {f"HUIYIN_{name}": value for name, value in given.items()}
        self._environment["PYTHONPATH"] = str(tree)

    async def runs(self, *command: str) -> asyncio.subprocess.Process:
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, *command, cwd=self.tree, env=self._environment,
                stdout=log, stderr=log,
            )  # fmt: skip

    async def does(self, *command: str) -> None:
        process = await self.runs(*command)
        if await process.wait():
            raise SystemExit(f"{command}: {self.log.read_text()[-800:]}")

    async def starts(self) -> asyncio.subprocess.Process:
        process = await self.runs("-m", "bot", "run")
        async with asyncio.timeout(PATIENCE):
            while "回音已启动" not in self.log.read_text():
                await asyncio.sleep(0.05)
        return process


async def _write(playground: Playground, written: list[int]) -> None:
    """A new customer every moment, in words of their own, until it is cancelled."""
    while True:
        user = FIRST + len(written)
        playground.add_person("客人", id=user)
        await playground.send_text(user, user, f"等了{user}分钟没人理我，房间还有烟味")
        written.append(user)
        await asyncio.sleep(EVERY)


async def roll(commit: str, console: Console) -> int:
    playground = Playground()
    seat(playground)
    written: list[int] = []
    with tempfile.TemporaryDirectory(prefix="huiyin-trial-") as name:
        tree = older_tree(commit, Path(name))
        async with (
            serve(create_app(playground)) as served,
            databases.server("postgres") as server,
            databases.database(server, Path(name)) as address,
        ):
            plain = address.replace("+asyncpg", "")
            older = Version(tree, served.url, plain, Path(name) / "older.log")
            newer = Version(ROOT, served.url, plain, Path(name) / "newer.log")
            await older.does("-m", "bot", "migrate")
            await older.does("-c", FURNISH)
            first = await older.starts()
            await playground.add_bot_to_group(DEMO_CAST.owner.id, DEMO_CAST.group_id)
            writing = asyncio.ensure_future(_write(playground, written))
            await asyncio.sleep(BESIDE)
            await newer.does("-m", "bot", "migrate")
            console.print(f"tables brought up to date beside {len(written)} customers")
            second = await newer.starts()
            await asyncio.sleep(BESIDE)
            first.send_signal(signal.SIGTERM)
            await first.wait()
            console.print(f"the older one ended ({first.returncode}) at {len(written)} customers")
            await asyncio.sleep(BESIDE)
            writing.cancel()
            kept = await _kept(address, len(written))
            second.terminate()
            await second.wait()
    receipts = Counter(
        sum("已收到，编号" in one for one in playground.texts(user)) for user in written
    )
    console.print(f"{len(written)} complaints, {kept} kept; receipts: {dict(receipts)}")
    return int(kept != len(written) or max(receipts) > 1)


async def _kept(address: str, wanted: int) -> int:
    """How many complaints are kept when all have come to rest, or nothing moves any longer."""
    database, seen, calm = open_database(address), (0, 0), 0
    waiting = "SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')"
    try:
        while seen != (wanted, 0) and calm < PATIENCE:
            await asyncio.sleep(1)
            async with database.reading() as connection:
                now = (
                    int(await connection.scalar(text("SELECT count(*) FROM cases")) or 0),
                    int(await connection.scalar(text(waiting)) or 0),
                )
            calm, seen = calm + 1 if now == seen else 0, now
    finally:
        await database.close()
    return seen[0]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m trials.rolling", description=__doc__)
    parser.add_argument("--commit", default=None, help="the older version; else before new tables")
    given = parser.parse_args()
    return asyncio.run(roll(given.commit or before_the_newest_tables(), Console()))


if __name__ == "__main__":
    sys.exit(main())
