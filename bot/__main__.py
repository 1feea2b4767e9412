"""The command line: `huiyin`, or `python -m bot`."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.clock import Clock

app = typer.Typer(
    help="回音 Huiyin：问客人过得怎么样，听完投诉，不让一件事落下。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
console = Console()
errors = Console(stderr=True)


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"huiyin {version('huiyin')}")
        raise typer.Exit


@app.callback()
def huiyin(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="版本 · the version"),
    ] = False,
) -> None:
    """回音 Huiyin：问客人过得怎么样，听完投诉，不让一件事落下。"""


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="网页的端口 · port of the page")] = 8080,
    folder: Annotated[
        Path, typer.Option(help="演示数据放在哪里 · where the demo keeps its data")
    ] = Path("var/demo"),
    fresh: Annotated[bool, typer.Option(help="从头开始 · start anew")] = False,
    browser: Annotated[bool, typer.Option(help="打开浏览器 · open a browser")] = True,
    topics: Annotated[
        bool, typer.Option(help="员工群每件事一个话题 · a forum group, a topic for each case")
    ] = False,
) -> None:
    """不需要令牌和网络：真的机器人，对着本机的聊天服务器。"""
    from bot.demo import run_demo

    asyncio.run(run_demo(folder=folder, port=port, fresh=fresh, browser=browser, topics=topics))


@app.command()
def run() -> None:
    """启动机器人，直到 Ctrl-C；还没有令牌时一步一步带着做。"""
    from bot import guide
    from bot.running import run_bot

    if guide.is_wanted():
        guide.guide(console)
    asyncio.run(run_bot(console))


@app.command()
def init(
    preset: Annotated[str, typer.Argument(help="行业预设 · a preset's name")] = "general",
    file: Annotated[Path, typer.Option(help="写到哪里 · where to write")] = Path("huiyin.yaml"),
) -> None:
    """写一份可以改的规则文件，和编辑器用来补全的 schema。"""
    from bot.rules import load_rules
    from bot.rules_schema import write_beside

    load_rules(preset)
    if file.exists():
        raise typer.Exit(_refuse(f"{file} 已经在了，没有动它；请换一个名字（--file）。"))
    known = write_beside(file)
    file.write_text(
        f"# yaml-language-server: $schema={known.name}\n"
        f"# 只写与预设不同的地方；全部字段见 docs/zh/rules.md。\nextends: {preset}\n",
        encoding="utf-8",
    )
    console.print(f"已写好 {file}。设置 HUIYIN_CONFIG={file}，再运行 huiyin run。")


@app.command()
def check(
    file: Annotated[
        str | None, typer.Argument(help="只检查这个规则文件 · check this rules file only")
    ] = None,
    send: Annotated[
        bool, typer.Option("--send", help="给每个渠道发一句试试 · send each channel a line")
    ] = False,
) -> None:
    """检查令牌、群、网络、渠道和规则，每个问题一句话。"""
    from bot.checking import check_rules, check_setup

    if file is not None:
        check_rules(console, file)
        return
    found = asyncio.run(check_setup(console, Clock().now(), send=send))
    raise typer.Exit(2 if found else 0)


@app.command()
def stats(
    period: Annotated[str, typer.Argument(help="today、yesterday、7d、2026-11……")] = "today",
    place: Annotated[str | None, typer.Option(help="门店名称 · a place's name")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """某一段时间的数字。"""
    from bot.stats import print_stats

    asyncio.run(print_stats(console, period, place, as_json=as_json, clock=Clock()))


exports = typer.Typer(help="取出数据。", no_args_is_help=True)
app.add_typer(exports, name="export")


@exports.command("audit")
def export_audit(
    sample: Annotated[int, typer.Option(min=1, help="抽多少件 · how many cases")] = 20,
    file: Annotated[
        Path | None, typer.Option(help=".html 或 .jsonl；不写就显示 · else on the terminal")
    ] = None,
    period: Annotated[str, typer.Option(help="2026-11、30d、all……")] = "all",
    place: Annotated[str | None, typer.Option(help="门店名称 · a place's name")] = None,
    seed: Annotated[
        int | None, typer.Option(help="再抽同一批 · draws the same cases again")
    ] = None,
) -> None:
    """随机抽若干件，写出每一步的经过（UTC），没有客人的姓名和原话。"""
    from bot import auditing

    asyncio.run(
        auditing.export_audit(
            console, file, sample=sample, seed=seed, period=period, place=place, clock=Clock()
        )
    )


@exports.command("figures")
def export_figures(
    file: Annotated[Path, typer.Argument(help=".xlsx、.zip（CSV）或 .html · where to write")],
    period: Annotated[str, typer.Option(help="today、7d、2026-11……")] = "month",
    place: Annotated[str | None, typer.Option(help="门店名称 · a place's name")] = None,
) -> None:
    """一段时间的数字：表格每件事、每个答案一行，或一份可打印的报告（PDF 或网页）。"""
    from bot.exporting_command import export_figures

    asyncio.run(export_figures(console, file, period, place, Clock()))


@exports.command("sign")
def export_sign(
    file: Annotated[Path, typer.Option(help="写到哪里 · where to write")] = Path("sign.pdf"),
    place: Annotated[str | None, typer.Option(help="门店名称 · a place's name")] = None,
    name: Annotated[
        str | None, typer.Option(help="放在哪里：前台、812 房 · where it stands")
    ] = None,
    size: Annotated[str, typer.Option(help="a4 或 a6")] = "a4",
) -> None:
    """桌牌：一页 PDF，客人扫码就能说。"""
    from bot.signs import Size
    from bot.signs import export_sign as export

    if size.lower() not in set(Size):
        raise typer.Exit(_refuse("--size 只能是 a4 或 a6。"))
    asked = Size(size.lower())
    asyncio.run(export(console, file, place=place, name=name, size=asked, clock=Clock()))


@app.command()
def tag(
    file: Annotated[
        Path | None, typer.Argument(help="一行一句，或 JSON Lines；不写就读标准输入")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="说出为什么这样读 · say why, for people")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="把数据库里的旧话重读一遍 · read all old words anew")
    ] = False,
) -> None:
    """读文字，每行输出一个 JSON：类别、维度、依据、严重程度；规则里自己加的词也算。"""
    from bot import retagging, tagging

    if again:
        asyncio.run(retagging.tag_again(console, Clock()))
    else:
        tagging.tag_file(file, explain=explain)


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="有标签的 JSON Lines，也可以是 .xz")],
    model: Annotated[
        Path | None, typer.Option(help="huiyin train --to 写出的模型 · a trained model")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """读得准不准：和人标的比一比。"""
    from bot.evaluating import evaluate_file
    from bot.training import model_from

    trained = model_from(model) if model is not None else None
    evaluate_file(file, console, model=trained, as_json=as_json)


@app.command()
def train(
    file: Annotated[
        Path | None, typer.Argument(help="有标签的 JSON Lines，也可以是 .xz；不写就列出各版")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="写进这个文件，不进数据库 · into a file instead")
    ] = None,
    back: Annotated[
        int | None, typer.Option(min=0, help="回到第几版，0 是随程序的 · use version N again")
    ] = None,
) -> None:
    """用人标过的话教它，量一量，比原来好才换上。"""
    from bot import training

    if back is not None:
        asyncio.run(training.back_to(back, console))
    elif file is None:
        asyncio.run(training.list_versions(console))
    else:
        asyncio.run(training.train_file(file, console, Clock(), to=to))


@app.command()
def explain(
    what: Annotated[str, typer.Argument(help="rules、case 或 customer")] = "rules",
    name: Annotated[
        str | None, typer.Argument(help="编号；或客户编号、手机号、服务单号 · which one")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="规则的 JSON · rules as JSON")] = False,
) -> None:
    """每条规则的值和意思；一件事由哪几条规则管；某位客人为什么问了、没问、什么时候问。"""
    from bot import explaining, explaining_case, rules_explained
    from bot.settings import read_settings

    if what == "customer" and name:
        asyncio.run(explaining.explain_one(console, name, Clock()))
    elif what == "case" and name:
        asyncio.run(explaining_case.explain_case(console, name, Clock()))
    elif what == "rules":
        rules_explained.print_rules(console, read_settings().config, as_json=as_json)
    else:
        raise typer.Exit(_refuse("请写 explain rules、case 编号 或 customer 编号。"))


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="服务表，CSV 或 Excel · a table of services")],
    zone: Annotated[
        str | None, typer.Option(help="没写时区的时间按哪里算，例如 Asia/Shanghai")
    ] = None,
) -> None:
    """从表格导入服务，机器人不用停；再导入一次不会重复。"""
    from bot.importing import import_services

    refused = asyncio.run(import_services(console, file, zone, Clock()))
    raise typer.Exit(1 if refused else 0)


@app.command()
def migrate(
    to: Annotated[
        str | None, typer.Option(help="postgresql://… 把 SQLite 搬过去 · move everything there")
    ] = None,
) -> None:
    """把数据库的表升级到这个版本；--to 把 SQLite 里的一切搬到 PostgreSQL。"""
    from bot.moving import move_database
    from bot.running import migrate_database

    asyncio.run(move_database(console, to) if to else migrate_database(console))


@app.command()
def backup(
    file: Annotated[
        Path | None, typer.Argument(help="文件或文件夹 · a file or folder; else var/backups/")
    ] = None,
) -> None:
    """把数据库备份成一个文件，机器人不用停。"""
    from bot.backing_up import backup_database

    asyncio.run(backup_database(console, file, Clock().now()))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="huiyin backup 写的文件 · a backup")],
) -> None:
    """恢复一份备份；先停机器人，旧消息不会再发。"""
    from bot.backing_up import restore_database

    asyncio.run(restore_database(console, file, Clock().now()))


@app.command()
def replay(
    hooks: Annotated[
        str | None, typer.Option(help="把这么久以来告诉别的系统的再说一遍，例如 24h、7d")
    ] = None,
) -> None:
    """把之前处理不了、放在一边的消息再试一次；或把告诉别的系统的再说一遍。"""
    from bot.hook_replay import replay_hooks
    from bot.running import replay_aside

    if hooks is not None:
        asyncio.run(replay_hooks(console, hooks, Clock()))
        return
    asyncio.run(replay_aside(console))


def _refuse(sentence: str) -> int:
    errors.print(sentence, highlight=False, soft_wrap=True)
    return 2


def main() -> None:
    """A mistake ends with one sentence and status 2; only what is our bug shows more."""
    from bot.mistakes import MISTAKES

    try:
        app()
    except MISTAKES as error:
        raise SystemExit(_refuse(str(error))) from None
    except (KeyboardInterrupt, asyncio.CancelledError):
        raise SystemExit(130) from None
    except Exception as error:  # noqa: BLE001 - its text may quote a customer, its places don't
        from bot.logs import uncaught

        for line in uncaught(error):
            errors.print(line, highlight=False, soft_wrap=True, markup=False)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
