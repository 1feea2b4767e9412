"""The language of the command line: what the machine speaks."""

import os
from collections.abc import Mapping
from errno import (
    EACCES,
    EADDRNOTAVAIL,
    EEXIST,
    EISDIR,
    ENAMETOOLONG,
    ENOENT,
    ENOSPC,
    ENOTDIR,
    EPERM,
    EROFS,
)
from pathlib import Path

from handlers.words import Words, words_in

# What a machine says that was told no language.
MUTE = {"", "C", "POSIX"}
REASONS = {
    EACCES: "没有权限",
    EADDRNOTAVAIL: "这台机器没有这个地址",
    EEXIST: "已经有了",
    EISDIR: "这是文件夹",
    ENAMETOOLONG: "名字太长",
    ENOENT: "没有这个文件或文件夹",
    ENOSPC: "没有空间了",
    ENOTDIR: "路径中间不是文件夹",
    EPERM: "不允许",
    EROFS: "只能读的盘",
}


def spoken(environment: Mapping[str, str] = os.environ) -> str:
    """`zh`, `en`, or nothing where the machine says nothing, as servers often don't.

    The first variable that is set counts, as for every other program.
    """
    said = _said(environment)
    if said.partition(".")[0] in MUTE:
        return ""
    return "zh" if said.startswith("zh") else "en"


def told(zh: str, en: str) -> str:
    """English where the machine speaks another language; Chinese where it does or says nothing."""
    return en if spoken() == "en" else zh


def words_here() -> Words:
    """The catalogue in the language of the machine; of Chinese, in its script."""
    said = _said(os.environ).partition(".")[0]
    return words_in("" if said in MUTE else said)


def sentence_of(error: Exception) -> str:
    """What a mistake says here. The rooms, which know no terminal, raise theirs with both."""
    return told(str(getattr(error, "zh", error)), str(getattr(error, "en", error)))


def in_file(file: Path, error: Exception) -> str:
    """The same of a file that was named."""
    return told(f"{file}：{sentence_of(error)}", f"{file}: {sentence_of(error)}")


def why(error: OSError) -> str:
    """Why a file or an address can't be used; the system itself says it in English alone."""
    return told(REASONS.get(error.errno or 0, "系统不让用"), error.strerror or "the system refuses")


def of_file(error: OSError) -> str:
    """Of a file that a command stumbled over, wherever it needed it."""
    return told(
        f"{error.filename} 用不了（{why(error)}）：请看它在不在、能不能读写、有没有空间。",
        f"Can't use {error.filename} ({why(error)}): is it there, may you read and write it, "
        "is there room?",
    )


def _said(environment: Mapping[str, str]) -> str:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return next((environment[name] for name in names if environment.get(name)), "")
