"""Files that are not what they should be end with one clear sentence, and lose nothing."""

import codecs
import json
from pathlib import Path

import pytest
from rich.console import Console

from bot import training
from bot.clock import Clock
from bot.mistakes import UnfitFile
from bot.tagging import _encoding_of, _opened, tag_file
from dimensions import Tagger
from dimensions.explaining import explained


def test_a_file_that_is_not_there_is_told_in_one_sentence(tmp_path: Path) -> None:
    for file in (tmp_path / "nothing.txt", tmp_path):
        with pytest.raises(UnfitFile, match="读不了"):
            _opened(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_lines_are_read_however_windows_saved_them(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "texts.txt"
    file.write_bytes("房间有烟味\r\n早餐很好吃\r\n".encode(encoding))
    with _opened(file) as lines:
        assert [line.strip() for line in lines] == ["房间有烟味", "早餐很好吃"]


def test_a_sample_that_ends_within_a_letter_is_still_utf_8() -> None:
    assert _encoding_of("房间有烟味".encode()[:-1]) == "utf-8-sig"
    assert _encoding_of(b"") == "utf-8-sig"
    assert _encoding_of(codecs.BOM_UTF16_BE) == "utf-16"
    assert _encoding_of(b"\xff\x00 poison \xed\xa0\x80") == "utf-8-sig"


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
    file.write_text("\n  \n", encoding="utf-8")
    tag_file(file, explain=False)
    assert capsys.readouterr().out == ""
