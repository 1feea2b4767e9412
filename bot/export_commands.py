"""`huiyin export …`: the part of the command line that takes data out."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.clock import Clock
from bot.spoken import told

console = Console()

exports = typer.Typer(help=told("取出数据。", "Takes data out."), no_args_is_help=True)


@exports.command(
    "audit",
    help=told(
        "随机抽若干件，写出每一步的经过（UTC），没有客人的姓名和原话。",
        "Draws cases at random, step by step. Times in UTC; no customer's name or words.",
    ),
)
def export_audit(
    sample: Annotated[int, typer.Option(min=1, help=told("抽多少件", "how many cases"))] = 20,
    file: Annotated[
        Path | None, typer.Option(help=told(".html 或 .jsonl；不写就显示", "else on the terminal"))
    ] = None,
    period: Annotated[
        str, typer.Option(help=told("2026-11、30d、all……", "2026-11, 30d, all…"))
    ] = "all",
    place: Annotated[str | None, typer.Option(help=told("门店名称", "a place's name"))] = None,
    seed: Annotated[
        int | None, typer.Option(help=told("再抽同一批", "draws the same cases again"))
    ] = None,
) -> None:
    from bot import auditing

    asyncio.run(
        auditing.export_audit(
            console, file, sample=sample, seed=seed, period=period, place=place, clock=Clock()
        )
    )


@exports.command(
    "figures",
    help=told(
        "一段时间的数字：表格每件事、每个答案一行，或一份可打印的报告（PDF 或网页）。",
        "The figures of a period. A table with a row a case and answer, or a report to print.",
    ),
)
def export_figures(
    file: Annotated[
        Path, typer.Argument(help=told(".xlsx、.zip（CSV）或 .html", "where to write"))
    ],
    period: Annotated[
        str, typer.Option(help=told("今天、7天、本月、2026-11……", "today, 7d, month, 2026-11…"))
    ] = told("本月", "month"),
    place: Annotated[str | None, typer.Option(help=told("门店名称", "a place's name"))] = None,
) -> None:
    from bot.exporting_command import export_figures

    asyncio.run(export_figures(console, file, period, place, Clock()))


@exports.command(
    "sign",
    help=told(
        "桌牌：一页 PDF，客人扫码就能说。",
        "A counter sign, a page of PDF. Customers scan it and can say what they think.",
    ),
)
def export_sign(
    file: Annotated[Path, typer.Option(help=told("写到哪里", "where to write"))] = Path("sign.pdf"),
    place: Annotated[str | None, typer.Option(help=told("门店名称", "a place's name"))] = None,
    name: Annotated[
        str | None, typer.Option(help=told("放在哪里：前台、812 房", "where it stands"))
    ] = None,
    size: Annotated[str, typer.Option(help=told("a4 或 a6", "a4 or a6"))] = "a4",
) -> None:
    from bot.mistakes import NotUnderstood
    from bot.signs import Size
    from bot.signs import export_sign as export

    if size.lower() not in set(Size):
        raise NotUnderstood(told("--size 只能是 a4 或 a6。", "--size is a4 or a6."))
    asked = Size(size.lower())
    asyncio.run(export(console, file, place=place, name=name, size=asked, clock=Clock()))
