"""`--help` in the machine's language: the parser's own words are English alone."""

import re
from collections.abc import Sequence
from typing import Any

from typer.core import TyperCommand

from bot.spoken import spoken

HEADINGS = {"Arguments": "参数", "Options": "选项", "Commands": "命令"}
USAGE = {"[OPTIONS]": "[选项]", "COMMAND": "命令", "[ARGS]...": "[参数]..."}
SENTENCES = {
    "Show this message and exit.": "显示这些说明。",
    "Install completion for the current shell.": "让当前的 shell 会补全。",
    "Show completion for the current shell, to copy it or customize the installation.": (
        "显示补全用的脚本，可以拷走或自己改。"
    ),
}
ARGUMENTS = {
    "period": "时间", "file": "文件", "preset": "预设", "what": "什么", "name": "哪一个",
}  # fmt: skip
KINDS = {"str": "文字", "int": "整数", "path": "路径"}
_ARGUMENT = re.compile(
    rf"^({'|'.join(ARGUMENTS)})(?= <)|(?<=[\[{{])({'|'.join(ARGUMENTS)})(?=[\]}}])"
)
_KIND = re.compile(rf"<({'|'.join(KINDS)})(?: range)?>")

_CONTEXT: Any = TyperCommand.context_class
_PLAIN: Any = _CONTEXT.formatter_class


class SpokenHelp(_PLAIN):  # type: ignore[misc]
    """As the parser writes it; what it says itself is turned into Chinese where that is spoken."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        if spoken() == "en":
            super().write_usage(prog, args, prefix)
            return
        words = " ".join(USAGE.get(word, _named(word)) for word in args.split())
        super().write_usage(prog, words, "用法：")

    def write_heading(self, heading: str) -> None:
        if spoken() == "en":
            super().write_heading(heading)
        else:
            self.write(f"{'':>{self.current_indent}}{HEADINGS.get(heading, heading)}：\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], *args: Any, **more: Any) -> None:
        shown = rows if spoken() == "en" else [(_named(a), _in_chinese(b)) for a, b in rows]
        super().write_dl(shown, *args, **more)


def speak() -> None:
    """From now on every command's help is written so."""
    _CONTEXT.formatter_class = SpokenHelp


def _named(said: str) -> str:
    """What is to be written there, and of which kind."""
    said = _ARGUMENT.sub(lambda found: ARGUMENTS[found[0]], said)
    return _KIND.sub(lambda found: f"<{KINDS[found[1]]}>", said)


def _in_chinese(said: str) -> str:
    said = SENTENCES.get(said, said).replace("[default: ", "[默认：")
    return said.replace("[required]", "[必填]")
