"""Files that are not what they should be end with one clear sentence, and lose nothing."""

import codecs
import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from bot import training
from bot.clock import Clock
from bot.encoded import likely, lines_of, marked
from bot.mistakes import UnfitFile
from bot.tagging import opened, tag_file
from dimensions import Tagger
from tests.dimensions.telling import explained


def rows_of(file: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    tag_file(file, explain=False)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def read(content: bytes) -> list[str | None]:
    return list(lines_of(io.BufferedReader(io.BytesIO(content))))


def test_a_file_that_is_not_there_is_told_in_one_sentence(tmp_path: Path) -> None:
    for file in (tmp_path / "nothing.txt", tmp_path):
        with pytest.raises(UnfitFile, match="读不了"):
            opened(file)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-be"]
)
def test_lines_are_read_however_windows_saved_them(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "texts.txt"
    mark = codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b""
    file.write_bytes(mark + "房间有烟味\r\n\r\n早餐很好吃\r\n".encode(encoding))
    with opened(file) as raw:
        assert [line and line.strip("\ufeff\r\n") for line in lines_of(raw)] == [
            "房间有烟味",
            "",
            "早餐很好吃",
        ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_standard_input_is_read_however_windows_saved_it(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    encoding: str,
) -> None:
    file = tmp_path / "texts.txt"
    file.write_bytes("房间有烟味\n\n前台很热情\n".encode(encoding))
    with file.open() as given:
        monkeypatch.setattr("sys.stdin", given)
        tag_file(None, explain=False)
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["text"] for row in rows] == ["房间有烟味", "", "前台很热情"]
    assert [row["kind"] for row in rows] == ["complaint", "other", "praise"]


def test_english_lines_ahead_say_nothing_about_the_encoding() -> None:
    lines = b"too noisy\n" * 20_000 + "房间有烟味".encode("gbk")
    assert read(lines)[-1] == "房间有烟味"


def test_one_broken_line_spoils_no_other() -> None:
    whole = "房间有烟味\n早餐很好吃\n"
    for encoding in ("utf-8", "gb18030"):
        broken = whole.encode(encoding) + b"caf\xe9 \xff\n" + "前台".encode(encoding)
        assert read(broken) == ["房间有烟味\n", "早餐很好吃\n", None, "前台"]
    assert read(whole.encode() + whole.encode("gbk")) == [
        "房间有烟味\n",
        "早餐很好吃\n",
        None,
        None,
    ]
    cut = codecs.BOM_UTF16_LE + "房间有烟味\n早餐".encode("utf-16-le")[:-1]
    assert read(cut) == ["房间有烟味\n", None]


def test_a_short_word_that_fits_both_goes_with_the_rest() -> None:
    assert read("联通\n房间有烟味\n".encode("gbk")) == ["联通\n", "房间有烟味\n"]


def test_a_sample_that_ends_within_a_letter_is_still_utf_8() -> None:
    assert likely("房间有烟味".encode()[:-1]) == "utf-8"
    assert likely(b"") is None
    assert marked(codecs.BOM_UTF16_BE) == "utf-16"
    assert likely(b"\xff\x00 poison \xed\xa0\x80") is None


def test_a_zero_byte_spoils_its_line_alone_wherever_it_stands() -> None:
    good, bad = "房间有烟味\n".encode(), b"broken\0line\n"
    assert read(good + bad + good) == ["房间有烟味\n", None, "房间有烟味\n"]
    assert read(bad * 2 + good * 200) == [None, None, *["房间有烟味\n"] * 200]
    assert read(good * 10_000 + bad + good)[-2:] == [None, "房间有烟味\n"]


def test_an_archive_is_no_text_however_few_zero_bytes_it_begins_with(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    file.write_bytes(b"PK\x03\x04" + b"letters\n" * 500)
    with pytest.raises(UnfitFile, match=r"book.xlsx 第 1 行不是文字"):
        tag_file(file, explain=False)


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"PK\x03\x04\x00\x00", 1), ("烟味\n".encode() + "早餐ok".encode("utf-16-le"), 2)],
)
def test_what_is_no_text_is_told_with_its_line(tmp_path: Path, content: bytes, line: int) -> None:
    file = tmp_path / "texts.txt"
    file.write_bytes(content)
    with pytest.raises(UnfitFile, match=rf"texts.txt 第 {line} 行不是文字"):
        tag_file(file, explain=False)


@pytest.mark.slow
def test_reasons_name_the_line_that_has_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "texts.txt"
    file.write_bytes("房间有烟味\n\n".encode() + b'\xff\n{"text": 5}\n')
    tag_file(file, explain=True)
    told = capsys.readouterr().out
    assert "第 3 行的文字编码认不出" in told
    assert "第 4 行没有文字字段 text" in told


def test_reasons_turn_no_terminal_round(tagger: Tagger) -> None:
    told = "\n".join(explained("\u202e房间有烟味\x1b[31m\x00", tagger))
    assert told.startswith("·房间有烟味·[31m·\n")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"labels": {"气味": "awful"}}, "只能是 negative、neutral 或 positive"),
        ({"labels": {"气味": "negative"}}, "所有的行标签都一样"),
        ({"kind": "complaint", "severity": 2, "negative": ["smelly"]}, "没有“smelly”这个维度"),
    ],
)
async def test_labels_that_teach_nothing_are_told(
    tmp_path: Path, tagger: Tagger, row: dict[str, object], sentence: str
) -> None:
    file = tmp_path / "rows.jsonl"
    rows = [{"text": f"房间有烟味{at}", **row} for at in range(30)]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with pytest.raises(UnfitFile) as refused:
        await training.train_file(file, Console(quiet=True), Clock(), to=None, tagger=tagger)
    assert str(refused.value).startswith(str(file))
    assert sentence in str(refused.value)


@pytest.mark.slow
def test_a_tag_of_nothing_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "empty.txt"
    file.write_text("", encoding="utf-8")
    assert rows_of(file, capsys) == []
    file.write_text("\n  \n", encoding="utf-8")
    assert [row["text"] for row in rows_of(file, capsys)] == ["", "  "]
