"""A command line that can't be read, in the reader's language; the parser knows English alone."""

import re
from difflib import get_close_matches
from typing import Any

import typer

from bot.helped import ARGUMENTS
from bot.spoken import spoken

# What the parser raises for whatever was typed wrongly.
UsageError: Any = typer.BadParameter.__base__


def tell(error: Any) -> str | None:
    """A sentence; None where help was wanted."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return None
    command = error.ctx.command_path if error.ctx else "huiyin"
    if spoken() == "en":
        return f"{error.format_message().rstrip('.')}. See {command} --help.".replace("?.", "?")
    return f"{_what(error)}用法见 {command} --help。"


def _what(error: Any) -> str:
    match type(error).__name__:
        case "NoSuchOption":
            near = f"是不是 {'、'.join(error.possibilities)}？" if error.possibilities else ""
            return f"没有 {error.option_name} 这个选项。{near}"
        case "BadOptionUsage":
            return f"{error.option_name} 写得不对，多半是后面少了它的值。"
        case "MissingParameter":
            return f"缺 {_name(error)}：请写上。"
        case "BadParameter":
            return f"{_name(error)} 的值不对：种类或大小不合。"
        case _:
            return _of_words(error)


def _of_words(error: Any) -> str:
    """A command that isn't there, or words too many."""
    context = error.ctx
    commands = getattr(context and context.command, "commands", None)
    if commands is None:
        return "后面多写了几个词，请去掉。"
    quoted = re.search("'(.+?)'", error.message)
    if quoted is None:
        return "后面少写了一个命令。"
    near = get_close_matches(quoted[1], commands, n=1)
    guess = f"是不是 {context.command_path} {near[0]}？" if near else ""
    return f"没有 {quoted[1]} 这个命令。{guess}"


def _name(error: Any) -> str:
    """The option as it is typed, or the argument as the help calls it."""
    if error.param is None:
        return "一个值"
    name = str(error.param.opts[0])
    return ARGUMENTS.get(name, name)
