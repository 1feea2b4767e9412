"""`huiyin demo`: the real bot as a process, against a playground with a page of chats."""

import asyncio
import contextlib
import logging
import shutil
import signal
import webbrowser
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from fastapi import Request
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.demo_bot import DemoBot
from bot.demo_control import DemoControl
from bot.demo_history import write_history
from bot.demo_house import ZONE, furnish
from bot.demo_scene import open_scene
from bot.rulebook import Rulebook
from bot.rules import load_rules
from bot.serving import PortTaken, listening
from complaints.values import Mark
from playground.cast import DEMO_CHIPS, seat
from playground.clock import PlaygroundClock
from playground.limits import Limits
from playground.page import Scene
from playground.server import create_app, serve
from playground.state import Playground
from storage import schema
from storage.engine import open_database

PRESET = "hotel"
# The house is awake when the curtain rises, whatever the hour at which somebody tries it.
OPENS, CLOSES, RISES = time(10), time(17), time(14)


async def run_demo(*, folder: Path, port: int, fresh: bool, browser: bool) -> None:
    """Until Ctrl-C; everything is where it was when it is started again."""
    logging.basicConfig(level=logging.WARNING)
    console = Console()
    _stop_on(signal.SIGTERM)
    _require_port(port)
    if fresh and folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    journal = folder / "playground.jsonl"
    is_first = not journal.exists()
    clock = PlaygroundClock()
    playground = Playground(journal, clock=clock, limits=Limits())
    if is_first:
        clock.advance_to(_curtain(clock.now()))
    account, _ = seat(playground)
    database = folder / "huiyin.sqlite3"
    with _progress(console) as progress:
        task = progress.add_task("正在布置演示：门店、员工和六十天的数据……")
        await _furnish(database, clock.now())
        progress.update(task, description="正在启动机器人……")
        bot = DemoBot(database=database, page_port=port, log=folder / "bot.log")
        control = DemoControl(playground, clock, bot, account.id)
        app = create_app(playground, control, scene=Scene(chips=DEMO_CHIPS, zone=ZONE))
        app.router.routes.insert(0, Route("/demo/now", _tell_time(clock)))
        async with serve(app, port=port):
            try:
                await bot.start()
                if is_first:
                    progress.update(task, description="客人正在进门……")
                    await open_scene(playground, control)
                progress.stop()
                _welcome(console, port, bot.port, browser)
                async with asyncio.TaskGroup() as group:
                    group.create_task(control.watch_traces())
                    group.create_task(bot.watch())
            finally:
                await bot.stop()


def _stop_on(number: signal.Signals) -> None:
    """As Ctrl-C does: the bot beside us is stopped as well."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(number, task.cancel)


def _require_port(port: int) -> None:
    try:
        listening("127.0.0.1", port).close()
    except PortTaken:
        raise PortTaken(
            f"端口 {port} 已被别的程序占用：请停掉它，或换一个端口：make demo ARGS='--port 8090'。"
        ) from None


def _curtain(now: datetime) -> datetime:
    """Now, when that is in the middle of the day there; else the next afternoon."""
    local = now.astimezone(ZoneInfo(ZONE))
    if OPENS <= local.time() <= CLOSES:
        return now
    day = local.date() + timedelta(days=local.time() > CLOSES)
    return datetime.combine(day, RISES, ZoneInfo(ZONE))


async def _furnish(file: Path, now: datetime) -> None:
    database = open_database(f"sqlite:///{file}")
    try:
        await schema.upgrade(database)
        if await furnish(database, now):
            rulebook = Rulebook(Mark.DEMO)
            await rulebook.open(database, load_rules(PRESET), PRESET, now)
            await write_history(database, rulebook.current, now)
    finally:
        await database.close()


def _tell_time(clock: PlaygroundClock):  # type: ignore[no-untyped-def]
    async def tell(_request: Request) -> JSONResponse:
        return JSONResponse({"now": clock.now().isoformat()})

    return tell


def _progress(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console
    )


def _welcome(console: Console, port: int, bot_port: int, browser: bool) -> None:
    url = f"http://localhost:{port}"
    console.print(f"\n  回音演示已就绪：[bold]{url}[/bold]（演示数据，只在这台机器上）")
    console.print(
        f"  接口说明：http://localhost:{bot_port}/docs    Ctrl-C 结束，再启动一切照旧。\n"
    )
    if browser and console.is_terminal:
        with contextlib.suppress(webbrowser.Error):
            webbrowser.open(url)
