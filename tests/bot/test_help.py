"""The help of every command is in one language: the machine's, and Chinese where it says none."""

import os
import re
import subprocess
import sys

import pytest

EVERY = """
import sys
from bot.__main__ import app, main
from bot.export_commands import exports
def named(commands): return [one.name or one.callback.__name__ for one in commands]
commands = [[], *([n] for n in named(app.registered_commands))]
commands += [["export"], *(["export", n] for n in named(exports.registered_commands))]
for words in commands:
    sys.argv = ["huiyin", *words, "--help"]
    try:
        main()
    except SystemExit:
        pass
"""
OF_THE_PARSER = re.compile(
    r"Usage|Options|OPTIONS|Arguments|ARGS|Commands?\b|COMMAND|Show |Install|default|required|"
    r"<(?:str|int|path)| range>|period\b(?<!--period)|[\[{]file"
)


def every_help(language: str) -> str:
    """As a start of its own says it: the sentences are chosen when the program is loaded."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    done = subprocess.run(
        [sys.executable, "-c", EVERY], capture_output=True, text=True, check=True,
        env=plain | {"LC_ALL": language, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    return done.stdout


@pytest.mark.parametrize("language", ["zh_CN.UTF-8", ""])
def test_where_chinese_is_spoken_the_parser_says_no_english_of_its_own(language: str) -> None:
    said = every_help(language)
    assert said.count("用法：huiyin") > 15
    assert "时间 <文字>  今天、昨天、本周、7天、2026-11……  [默认：今天]" in said
    assert OF_THE_PARSER.findall(said) == []


def test_where_english_is_spoken_there_is_no_chinese_but_the_name() -> None:
    said = every_help("en_US.UTF-8")
    assert said.count("Usage: huiyin") > 15
    assert "[default: today]" in said
    assert re.findall(r"[\u3001-\uffef]+", said) == ["回音"]
