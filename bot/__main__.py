"""The command line: `huiyin`, or `python -m bot`."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.clock import Clock
from bot.export_commands import exports
from bot.helped import speak
from bot.spoken import told

app = typer.Typer(
    help=told(
        "回音 Huiyin：问客人过得怎么样，听完投诉，不让一件事落下。",
        "Huiyin 回音: asks customers how it went, hears complaints out, lets none of them drop.",
    ),
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
        typer.Option(
            "--version", callback=_say_version, is_eager=True, help=told("版本", "the version")
        ),
    ] = False,
) -> None:
    """What the whole program takes, whatever the command."""


@app.command(
    help=told(
        "不需要令牌和网络：真的机器人，对着本机的聊天服务器。",
        "The real bot, without token or network.",
    )
)
def demo(
    port: Annotated[
        int, typer.Option(min=1, max=65534, help=told("网页的端口", "port of the page"))
    ] = 8080,
    folder: Annotated[
        Path, typer.Option(help=told("演示数据放在哪里", "where the demo keeps its data"))
    ] = Path("var/demo"),
    fresh: Annotated[bool, typer.Option(help=told("从头开始", "start anew"))] = False,
    browser: Annotated[bool, typer.Option(help=told("打开浏览器", "open a browser"))] = True,
    topics: Annotated[
        bool,
        typer.Option(help=told("员工群每件事一个话题", "a forum group, a topic for each case")),
    ] = False,
) -> None:
    from bot.stopping import cancelled_by_interrupt

    try:
        cancelled_by_interrupt()
        errors.print(told("正在启动演示……", "Starting the demo…"))
        from bot.demo import run_demo

        asyncio.run(run_demo(folder=folder, port=port, fresh=fresh, browser=browser, topics=topics))
    except (KeyboardInterrupt, asyncio.CancelledError):
        # Whoever ends a demo has done nothing wrong.
        console.print(
            told(
                "\n演示结束了；再启动就接着来，从头开始用 --fresh（make demo ARGS=--fresh）。",
                "\nThe demo has ended; another start goes on from there, --fresh starts anew "
                "(make demo ARGS=--fresh).",
            ),
            highlight=False,
            soft_wrap=True,
        )


@app.command(
    help=told(
        "启动机器人，直到 Ctrl-C；还没有令牌时一步一步带着做。",
        "Starts the bot, until Ctrl-C. On a terminal without a token it guides step by step.",
    )
)
def run() -> None:
    from bot import guide
    from bot.running import run_bot

    if guide.is_wanted():
        guide.guide(console)
    asyncio.run(run_bot(console))


@app.command(
    help=told(
        "写一份可以改的规则文件，和编辑器用来补全的 schema。",
        "Writes a rules file to change. And a schema by which editors complete it.",
    )
)
def init(
    preset: Annotated[str, typer.Argument(help=told("行业预设", "a preset's name"))] = "general",
    file: Annotated[Path, typer.Option(help=told("写到哪里", "where to write"))] = Path(
        "huiyin.yaml"
    ),
) -> None:
    from bot.rules import load_rules
    from bot.rules_schema import write_beside

    load_rules(preset)
    if file.exists():
        raise typer.Exit(
            _refuse(
                told(
                    f"{file} 已经在了，没有动它；请换一个名字（--file）。",
                    f"{file} is there already and was left alone; choose another name (--file).",
                )
            )
        )
    known = write_beside(file)
    file.write_text(
        f"# yaml-language-server: $schema={known.name}\n"
        f"# 只写与预设不同的地方；全部字段见 docs/zh/rules.md。\nextends: {preset}\n",
        encoding="utf-8",
    )
    console.print(
        told(
            f"已写好 {file}。在 .env 里写一行 HUIYIN_CONFIG={file}，再启动 huiyin run。",
            f"Wrote {file}. Put HUIYIN_CONFIG={file} into .env, then start huiyin run.",
        ),
        soft_wrap=True,
    )


@app.command(
    help=told(
        "检查令牌、群、网络、渠道和规则，每个问题一句话。",
        "Says what the set-up still lacks. One sentence each: token, groups, network, rules.",
    )
)
def check(
    file: Annotated[
        str | None, typer.Argument(help=told("只检查这个规则文件", "check this rules file only"))
    ] = None,
    send: Annotated[
        bool, typer.Option("--send", help=told("给每个渠道发一句试试", "send each channel a line"))
    ] = False,
) -> None:
    from bot.checking import check_rules, check_setup

    if file is not None:
        check_rules(console, file)
        return
    found = asyncio.run(check_setup(console, Clock().now(), send=send))
    raise typer.Exit(2 if found else 0)


@app.command(help=told("某一段时间的数字。", "The figures of a period."))
def stats(
    period: Annotated[
        str, typer.Argument(help=told("今天、昨天、本周、7天、2026-11……", "today, 7d, 2026-11…"))
    ] = told("今天", "today"),
    place: Annotated[str | None, typer.Option(help=told("门店名称", "a place's name"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=told("输出 JSON", "as JSON"))] = False,
) -> None:
    from bot.stats import print_stats

    asyncio.run(print_stats(console, period, place, as_json=as_json, clock=Clock()))


app.add_typer(exports, name="export")


@app.command(
    help=told(
        "读文字，每行输出一个 JSON：类别、维度、依据、严重程度；规则里自己加的词也算。\n\n"
        "轻重：0 没有不满，1 轻微，2 明确，3 严重，4 危险。分数 0 到 1：话说得多重，1 最重。",
        "Reads text, writes JSON lines. Kind, dimensions, evidence, severity; knows your words.\n\n"
        "severity: 0 none, 1 mild, 2 clear, 3 serious, 4 danger. score, 0 to 1: how strongly "
        "it is said, 1 is strongest.",
    )
)
def tag(
    file: Annotated[
        Path | None,
        typer.Argument(
            help=told(
                "一行一句，或 JSON Lines；不写就读标准输入",
                "a sentence a line, or JSON Lines; else standard input",
            )
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help=told("说出为什么这样读", "say why, for people"))
    ] = False,
    again: Annotated[
        bool,
        typer.Option("--again", help=told("把数据库里的旧话重读一遍", "read all old words anew")),
    ] = False,
) -> None:
    if again:
        from bot.retagging import tag_again

        asyncio.run(tag_again(console, Clock()))
    else:
        from bot.tagging import tag_file

        tag_file(file, explain=explain)


@app.command(help=told("读得准不准：和人标的比一比。", "How well it reads what people labelled."))
def evaluate(
    file: Annotated[
        Path,
        typer.Argument(
            help=told("有标签的 JSON Lines，也可以是 .xz", "labelled JSON Lines, .xz as well")
        ),
    ],
    model: Annotated[
        Path | None, typer.Option(help=told("huiyin train --to 写出的模型", "a trained model"))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=told("输出 JSON", "as JSON"))] = False,
) -> None:
    from bot.evaluating import evaluate_file
    from bot.training import model_from

    trained = model_from(model) if model is not None else None
    evaluate_file(file, console, model=trained, as_json=as_json)


@app.command(
    help=told(
        "用人标过的话教它，量一量，比原来好才换上。",
        "Teaches it with what people labelled. It changes over when that is better.",
    )
)
def train(
    file: Annotated[
        Path | None,
        typer.Argument(
            help=told(
                "有标签的 JSON Lines，也可以是 .xz；不写就列出各版",
                "labelled JSON Lines, .xz as well; else lists the versions",
            )
        ),
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help=told("写进这个文件，不进数据库", "into a file instead"))
    ] = None,
    back: Annotated[
        int | None,
        typer.Option(min=0, help=told("回到第几版，0 是随程序的", "use version N again")),
    ] = None,
) -> None:
    from bot import training

    if back is not None:
        asyncio.run(training.back_to(back, console))
    elif file is None:
        asyncio.run(training.list_versions(console))
    else:
        asyncio.run(training.train_file(file, console, Clock(), to=to))


@app.command(
    help=told(
        "每条规则的值和意思；一件事由哪几条规则管；某位客人为什么问了、没问、什么时候问。",
        "Rules; what decided about a case, a customer. Why a customer was or wasn't asked.",
    )
)
def explain(
    what: Annotated[
        str, typer.Argument(help=told("rules、case 或 customer", "rules, case or customer"))
    ] = "rules",
    name: Annotated[
        str | None, typer.Argument(help=told("编号；或客户编号、手机号、服务单号", "which one"))
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=told("规则的 JSON", "rules as JSON"))
    ] = False,
) -> None:
    from bot import explaining, explaining_case, rules_explained
    from bot.settings import read_settings

    if what == "customer" and name:
        asyncio.run(explaining.explain_one(console, name, Clock()))
    elif what == "case" and name:
        asyncio.run(explaining_case.explain_case(console, name, Clock()))
    elif what == "rules":
        rules_explained.print_rules(console, read_settings().config, as_json=as_json)
    else:
        raise typer.Exit(_refuse(told(*explaining.FORMS)))


@app.command(
    name="import",
    help=told(
        "从表格导入服务，机器人不用停；再导入一次不会重复。",
        "Services from a table, while the bot runs. Importing again doubles nothing.",
    ),
)
def import_(
    file: Annotated[Path, typer.Argument(help=told("服务表，CSV 或 Excel", "a table of services"))],
    zone: Annotated[
        str | None,
        typer.Option(
            help=told(
                "没写时区的时间按哪里算，例如 Asia/Shanghai",
                "the zone of times without one, such as Asia/Shanghai",
            )
        ),
    ] = None,
) -> None:
    from bot.importing import import_services

    refused = asyncio.run(import_services(console, file, zone, Clock()))
    raise typer.Exit(1 if refused else 0)


@app.command(
    help=told(
        "把数据库的表升级到这个版本；--to 把 SQLite 里的一切搬到 PostgreSQL。",
        "Brings the tables up to date. --to moves everything from SQLite to PostgreSQL.",
    )
)
def migrate(
    to: Annotated[
        str | None,
        typer.Option(help=told("postgresql://… 把 SQLite 搬过去", "move everything there")),
    ] = None,
) -> None:
    from bot.moving import move_database
    from bot.running import migrate_database

    asyncio.run(move_database(console, to) if to else migrate_database(console))


@app.command(
    help=told(
        "把数据库备份成一个文件，机器人不用停。", "The database as one file, while the bot runs."
    )
)
def backup(
    file: Annotated[
        Path | None,
        typer.Argument(help=told("文件或文件夹", "a file or folder; else var/backups/")),
    ] = None,
) -> None:
    from bot.backing_up import backup_database

    asyncio.run(backup_database(console, file, Clock().now()))


@app.command(
    help=told(
        "恢复一份备份；先停机器人，旧消息不会再发。",
        "Brings a backup back. Stop the bot first; nothing old is sent.",
    )
)
def restore(
    file: Annotated[Path, typer.Argument(help=told("huiyin backup 写的文件", "a backup"))],
) -> None:
    from bot.backing_up import restore_database

    asyncio.run(restore_database(console, file, Clock().now()))


@app.command(
    help=told(
        "把之前处理不了、放在一边的消息再试一次；或把告诉别的系统的再说一遍。",
        "Tries again what was set aside. Or tells other systems once more.",
    )
)
def replay(
    hooks: Annotated[
        str | None,
        typer.Option(
            help=told(
                "把这么久以来告诉别的系统的再说一遍，例如 24h、7d",
                "tells other systems again what the last 24h, 7d… held",
            )
        ),
    ] = None,
) -> None:
    from bot.hook_replay import replay_hooks
    from bot.running import replay_aside

    if hooks is not None:
        asyncio.run(replay_hooks(console, hooks, Clock()))
        return
    asyncio.run(replay_aside(console))


def _refuse(sentence: str) -> int:
    errors.print(sentence, highlight=False, soft_wrap=True, markup=False, emoji=False)
    return 2


def main() -> None:
    """A mistake ends with one sentence and status 2; only what is our bug shows more."""
    from bot.misspelt import UsageError, tell

    speak()
    try:
        status = app(prog_name="huiyin", standalone_mode=False)
    except UsageError as error:
        sentence = tell(error)
        if sentence is None:
            error.show()
        raise SystemExit(_refuse(sentence) if sentence else error.exit_code) from None
    except typer.Abort:
        raise SystemExit(1) from None
    except (KeyboardInterrupt, asyncio.CancelledError):
        raise SystemExit(130) from None
    except Exception as error:  # noqa: BLE001 - the last place that can say it well
        # What a mistake is takes half the program to know, and most starts end without one.
        from bot.endings import sentence_for, shown

        sentence = sentence_for(error)
        raise SystemExit(_refuse(sentence) if sentence else shown(error, errors)) from None
    raise SystemExit(status)


if __name__ == "__main__":
    main()
