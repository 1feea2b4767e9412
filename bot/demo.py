"""`huiyin demo`: the real bot as a process, against a playground with a page of chats."""

import asyncio
import contextlib
import logging
import webbrowser
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from fastapi import Request
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.demo_house import ZONE, House
from bot.demo_stage import Props, Stage
from bot.mistakes import UnfitFile
from bot.serving import PortTaken, listening
from bot.spoken import told, why
from bot.stopping import SIGNALS
from playground.clock import PlaygroundClock
from playground.limits import Limits
from playground.server import create_app, serve
from playground.state import Playground

# The house is awake when the curtain rises, whatever the hour at which somebody tries it.
OPENS, CLOSES, RISES = time(10), time(17), time(14)


async def run_demo(
    *, folder: Path, port: int, fresh: bool, browser: bool, topics: bool = False
) -> None:
    """Until Ctrl-C; everything is where it was when it is started again."""
    logging.basicConfig(level=logging.WARNING)
    console = Console()
    _stop_on_signals()
    _require_port(port)
    stage = _stage(folder, port, fresh, topics)
    app = create_app(stage.playground, stage, scene=stage.scene)
    app.router.routes.insert(0, Route("/demo/now", _tell_time(stage.clock)))
    async with serve(app, port=port):
        try:
            _open_page(console, port, browser)
            with _progress(console) as progress:
                task = progress.add_task(told("正在准备……", "Making ready…"))
                stage.say = partial(_step, console, progress, task)
                await stage.rise()
            _welcome(console, port, stage)
            async with asyncio.TaskGroup() as group:
                group.create_task(stage.watch_traces())
                group.create_task(stage.bot.watch())
        finally:
            await stage.bot.stop()


def _stage(folder: Path, port: int, fresh: bool, topics: bool) -> Stage:
    props = Props(folder)
    prepare(folder, props, fresh)
    if topics and not props.house.exists():
        House(forum=True).keep(props.house)
    if props.unfinished.exists():
        props.clear()
    is_first = not props.journal.exists()
    clock = PlaygroundClock()
    playground = Playground(props.journal, clock=clock, limits=Limits())
    if is_first:
        clock.advance_to(_curtain(clock.now()))
    return Stage(props, playground, clock, port)


def prepare(folder: Path, props: Props, fresh: bool) -> None:
    """A folder to write in. What is not a demo's is never removed, whatever was typed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()) and not props.are_there():
            raise UnfitFile(
                told(
                    f"{folder} 里不是演示数据，没有动它：请用 --folder 另写一个文件夹。",
                    f"{folder} holds no demo and was left alone: name another with --folder.",
                )
            )
        if fresh:
            props.remove()
        if not props.journal.exists():
            props.unfinished.touch()
        props.bot_log.touch()
    except OSError as error:
        raise UnfitFile(
            told(
                f"{folder} 里写不了（{why(error)}）：请用 --folder 换一个能写的文件夹。",
                f"Can't write in {folder} ({why(error)}): name another with --folder.",
            )
        ) from None


def _stop_on_signals() -> None:
    """The bot beside us is stopped as well; in the background of a script SIGINT is heard too."""
    task = asyncio.current_task()
    assert task is not None
    for number in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)


def _require_port(port: int) -> None:
    try:
        listening("127.0.0.1", port).close()
    except PortTaken:
        raise PortTaken(
            told(
                f"端口 {port} 用不了，多半是别的程序占着：请停掉它，或换一个端口："
                "huiyin demo --port 8090（或 make demo ARGS='--port 8090'）。",
                f"Port {port} can't be had, most likely another program uses it: stop that, or "
                "take another: huiyin demo --port 8090 (or make demo ARGS='--port 8090').",
            )
        ) from None


def _curtain(now: datetime) -> datetime:
    """Now, when that is in the middle of the day there; else the next afternoon."""
    local = now.astimezone(ZoneInfo(ZONE))
    if OPENS <= local.time() <= CLOSES:
        return now
    day = local.date() + timedelta(days=local.time() > CLOSES)
    return datetime.combine(day, RISES, ZoneInfo(ZONE))


def _tell_time(clock: PlaygroundClock):  # type: ignore[no-untyped-def]
    async def tell(_request: Request) -> JSONResponse:
        return JSONResponse({"now": clock.now().isoformat()})

    return tell


def _step(console: Console, progress: Progress, task: TaskID, words: dict[str, str]) -> None:
    """On a terminal one line that changes; elsewhere a line each."""
    said = told(words["zh"], words["en"])
    progress.update(task, description=said)
    if not console.is_terminal:
        console.print(f"  {said}", highlight=False)


def _progress(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console
    )


def _open_page(console: Console, port: int, browser: bool) -> None:
    """At once: what is being made ready shows there as well."""
    url = f"http://localhost:{port}"
    told_of = told(
        "回音演示：{}（演示数据，只在这台机器上）",
        "Huiyin's demo: {} (made-up data, this machine only)",
    )
    console.print(f"\n  {told_of.format(f'[bold]{url}[/bold]')}")
    if browser and console.is_terminal:
        with contextlib.suppress(webbrowser.Error):
            webbrowser.open(url)


def _welcome(console: Console, port: int, stage: Stage) -> None:
    ready, api, ends = (
        told("已就绪：", "Ready: "),
        told("接口说明：", "API: "),
        told("Ctrl-C 结束，再启动一切照旧。", "Ctrl-C ends it; another start goes on from there."),
    )
    now = f"{stage.clock.now().astimezone(ZoneInfo(ZONE)):%Y-%m-%d %H:%M}"
    made_up = told(
        f"演示里的时间是编的：{now}（{ZONE}），网页上的按钮让它往前走。",
        f"The demo's time is made up: {now} ({ZONE}); the buttons of the page move it on.",
    )
    console.print(f"  {made_up}", highlight=False, soft_wrap=True)
    console.print(f"  {ready}[bold]http://localhost:{port}[/bold]")
    console.print(f"  {api}http://localhost:{stage.bot.port}/docs    {ends}\n")
