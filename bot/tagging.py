"""`huiyin tag`: lines in, JSON lines out; `--explain` the reasons."""

import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.encoded import SAMPLE, NoText, lines_of
from bot.mistakes import UnfitFile
from bot.rules import load_rules
from bot.settings import read_settings
from bot.spoken import told, why, words_here
from dimensions.command import Wrong, tag_lines, texts_of
from dimensions.explaining import reasons_of
from dimensions.own import load_tagger
from dimensions.tagger import Tagger
from handlers import reasons


def tag_file(file: Path | None, *, explain: bool) -> None:
    """Reads with the words of the rules in force; raises what a person can mend."""
    with opened(file) as raw:
        tagger = load_tagger(load_rules(read_settings().config).understanding)
        lines = _told_if_none(lines_of(raw), file)
        try:
            for line in _explained(lines, tagger) if explain else tag_lines(lines, tagger, wrong):
                sys.stdout.write(line + "\n")
        except NoText as error:
            raise UnfitFile(_no_text(file, error.args[0])) from None


def _told_if_none(lines: Iterable[str | None], file: Path | None) -> Iterator[str | None]:
    is_empty = True
    for line in lines:
        is_empty = False
        yield line
    if is_empty:
        name = file or told("标准输入", "standard input")
        said = told(f"{name} 里没有字，没有可读的。", f"There is nothing to read in {name}.")
        sys.stderr.write(said + "\n")


def _explained(lines: Iterable[str | None], tagger: Tagger) -> Iterator[str]:
    _ = words_here()
    without = None if tagger is tagger.shipped else tagger.shipped
    for number, text in enumerate(texts_of(lines), start=1):
        if isinstance(text, Wrong):
            yield wrong(text, number)
            continue
        for reason in reasons.explained(reasons_of(text, tagger, without), _):
            yield reason.encode("utf-8", "replace").decode()
    yield from ("", *reasons.scale(_))


def opened(file: Path | None) -> io.BufferedReader:
    """The file, or standard input. Raises UnfitFile."""
    if file is None and sys.stdin is None:
        raise UnfitFile(
            told(
                "没有标准输入可读：请写 huiyin tag 文件，或用管道送进来。",
                "There is no standard input to read: write huiyin tag FILE, or pipe the lines in.",
            )
        )
    if file is None:
        if sys.stdin.isatty():
            _ask_for_lines()
        return io.BufferedReader(io.FileIO(sys.stdin.fileno(), closefd=False), SAMPLE)
    try:
        return io.BufferedReader(io.FileIO(file), SAMPLE)
    except FileNotFoundError as error:
        raise UnfitFile(
            told(
                f"{file} 读不了（{why(error)}）：要的是文字文件，一行一句，或 JSON Lines。"
                "只读一句话：echo 早餐是凉的 | huiyin tag",
                f"Can't read {file} ({why(error)}): a text file is wanted, a sentence "
                "a line, or JSON Lines. For one sentence: echo cold breakfast | huiyin tag",
            )
        ) from None
    except OSError as error:
        raise UnfitFile(
            told(
                f"{file} 读不了（{why(error)}）：要的是文字文件，一行一句，或 JSON Lines。",
                f"Can't read {file} ({why(error)}): a text file is wanted, a sentence "
                "a line, or JSON Lines.",
            )
        ) from None


def _ask_for_lines() -> None:
    """Nothing is piped in: somebody sits there and sees nothing happen."""
    asked = told(
        "请输入要读的话，一行一句，每句按回车；结束按 Ctrl-D（Windows 上按 Ctrl-Z 再回车）。",
        "Type what is to be read, a sentence a line, each with Enter; end with Ctrl-D "
        "(on Windows Ctrl-Z and Enter).",
    )
    sys.stderr.write(asked + "\n")
    sys.stderr.flush()


def _no_text(file: Path | None, line: int) -> str:
    name = file or told("标准输入", "Standard input")
    return told(
        f"{name} 第 {line} 行不是文字：请存成 UTF-8（带标记的 UTF-16、GB18030 也行），一行一句。",
        f"{name} holds no text (line {line}): save it as UTF-8 (or UTF-16 with its mark, or "
        "GB18030), a sentence a line.",
    )


def wrong(why: Wrong, number: int) -> str:
    """What to do about a line that can't be read."""
    match why:
        case Wrong.ENCODING:
            return told(
                f"第 {number} 行的文字编码认不出，已跳过：请存成 UTF-8（或 GB18030）再读一次。",
                f"Line {number} was passed over, its encoding is unknown: save it as UTF-8 "
                "(or GB18030) and read it again.",
            )
        case Wrong.JSON:
            return told(
                f"第 {number} 行不是完整的 JSON，已跳过：请写成一行一个 {{…}}。",
                f"Line {number} was passed over, it is no whole JSON: write one {{…}} a line.",
            )
        case Wrong.FIELD:
            return told(
                f"第 {number} 行没有文字字段 text，已跳过：请把那句话写进 text。",
                f"Line {number} was passed over, it has no field text with words in it: put "
                "the sentence there.",
            )
