"""A mistake on the command line is told in one language, with what to do instead."""

import json
import os
import re
from pathlib import Path

import pytest

from tests.command import huiyin

HAN = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(
    r"\b(Error|Usage|No such|There is|Missing|Invalid|unexpected|directory|denied|Input)\b| / "
)
SLIPS = [
    ("frobnicate",),
    ("stats", "--period", "foo"),
    ("stats", "today", "more"),
    ("stats", "--place"),
    ("demo", "--port", "x"),
    ("export", "figures"),
    ("explain", "case"),
    ("explain", "case", "7"),
    ("explain", "something"),
    ("init", "nonsense"),
    ("check", "none.yaml"),
    ("check", "broken.yaml"),
    ("evaluate", "none.jsonl"),
    ("tag", "none.txt"),
    ("tag", "."),
    ("train", "few.jsonl", "--to", "model.json"),
    ("train", "odd.jsonl", "--to", "model.json"),
    ("evaluate", "few.jsonl", "--model", "few.jsonl"),
    ("export", "sign", "--size", "a9"),
    ("restore", "none.sqlite3"),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of work, but for a few files with slips in them."""
    monkeypatch.chdir(tmp_path)
    Path("broken.yaml").write_text("extends: [", encoding="utf-8")
    Path("few.jsonl").write_text('{"text": "吵", "label": 1}\n', encoding="utf-8")
    Path("odd.jsonl").write_text(
        '{"text": "吵", "kind": "complaint", "severity": 2, "negative": ["smelly"]}\n',
        encoding="utf-8",
    )
    return tmp_path


@pytest.mark.parametrize("words", SLIPS, ids=" ".join)
def test_a_mistake_is_told_in_chinese_alone(words: tuple[str, ...]) -> None:
    said = huiyin(*words, LC_ALL="zh_CN.UTF-8", COLUMNS="200")
    assert said.returncode == 2
    assert HAN.search(said.stderr)
    assert not ENGLISH.search(said.stderr)


@pytest.mark.parametrize("words", SLIPS, ids=" ".join)
def test_a_mistake_is_told_in_english_alone(words: tuple[str, ...]) -> None:
    said = huiyin(*words, LC_ALL="en_US.UTF-8", COLUMNS="200")
    assert said.returncode == 2
    assert re.search(r"[a-z]{3}", said.stderr)
    assert not HAN.search(said.stderr)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("tga",), "No such command 'tga'. Did you mean 'tag'? See huiyin --help."),
        (("stats", "--period", "x"), "No such option: --period. See huiyin stats --help."),
    ],
)
def test_a_misspelt_command_is_one_sentence_in_english_too(
    words: tuple[str, ...], sentence: str
) -> None:
    said = huiyin(*words, LC_ALL="en_US.UTF-8", COLUMNS="200")
    assert said.stderr.strip() == sentence


@pytest.mark.parametrize(
    "words", [("stats", "foo"), ("explain", "case", "7"), ("explain", "case"), ("explain", "foo")]
)
def test_who_has_no_database_is_told_where_one_may_be(words: tuple[str, ...]) -> None:
    said = huiyin(*words)
    assert "var/huiyin.sqlite3" in said.stderr
    assert "HUIYIN_DATABASE_URL=sqlite:///var/demo/huiyin.sqlite3" in said.stderr
    assert "huiyin run" in said.stderr
    assert "huiyin demo" in said.stderr


def test_an_explanation_without_what_shows_how_it_is_asked_for() -> None:
    for words in (("explain", "case"), ("explain", "foo"), ("explain", "customer")):
        said = huiyin(*words).stderr
        for form in ("huiyin explain rules", "huiyin explain case 1001", "huiyin explain customer"):
            assert form in said


def test_a_misspelt_command_or_option_names_the_nearest_and_the_help() -> None:
    said = huiyin("stast").stderr
    assert "没有 stast 这个命令" in said
    assert "huiyin stats" in said
    assert "huiyin --help" in said
    said = huiyin("stats", "--palce", "西湖店").stderr
    assert "没有 --palce 这个选项" in said
    assert "--place" in said
    assert "huiyin stats --help" in said


@pytest.mark.parametrize("language", ["zh_CN.UTF-8", "en_US.UTF-8"])
@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (("[/bold]",), "[/bold]"),
        ((":bug:",), ":bug:"),
        (("stats", "--pl[a]ce"), "--pl[a]ce"),
        (("check", "[/bold].yaml"), "[/bold].yaml"),
    ],
)
def test_what_was_typed_is_quoted_letter_by_letter(
    words: tuple[str, ...], typed: str, language: str
) -> None:
    said = huiyin(*words, LC_ALL=language, COLUMNS="200")
    assert said.returncode == 2
    assert typed in said.stderr
    assert "Traceback" not in said.stderr


def test_a_word_of_ones_own_is_quoted_letter_by_letter_by_the_check() -> None:
    Path("own.yaml").write_text(
        "extends: hotel\nunderstanding:\n  examples:\n    - text: 房间很好[/bold]\n"
        "      negative: [noise]\n",
        encoding="utf-8",
    )
    said = huiyin("check", "own.yaml", LC_ALL="zh_CN.UTF-8", COLUMNS="200")
    assert said.returncode == 2
    assert "房间很好[/bold]" in said.stdout


def test_a_file_that_is_not_there_is_told_before_rules_and_words_are_read() -> None:
    said = huiyin("tag", "none.txt", HUIYIN_CONFIG="none.yaml", COLUMNS="200").stderr
    assert "none.txt 读不了" in said
    assert "none.yaml" not in said


def test_lines_without_a_file_and_without_an_input_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    said = huiyin("tag", LC_ALL="zh_CN.UTF-8", COLUMNS="200")
    assert said.returncode == 2
    assert said.stderr.count("\n") == 1
    assert "huiyin tag 文件" in said.stderr


@pytest.mark.parametrize(
    ("locale", "end"), [("zh_CN", "结束按 Ctrl-D"), ("en_US", "end with Ctrl-D")]
)
def test_who_starts_tag_on_a_terminal_is_told_what_to_type_and_how_to_end(
    monkeypatch: pytest.MonkeyPatch, locale: str, end: str
) -> None:
    keyboard, screen = os.openpty()
    os.write(keyboard, "房间很吵\n".encode() + b"\x04")
    with os.fdopen(keyboard, "wb"), os.fdopen(screen) as typed:
        monkeypatch.setattr("sys.stdin", typed)
        said = huiyin("tag", LC_ALL=f"{locale}.UTF-8")
    assert said.stderr.count("\n") == 1
    assert end in said.stderr
    assert json.loads(said.stdout)["text"] == "房间很吵"


def test_what_is_piped_into_tag_is_read_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.write(writing, "房间很吵\n".encode())
    os.close(writing)
    with os.fdopen(reading) as piped:
        monkeypatch.setattr("sys.stdin", piped)
        said = huiyin("tag")
    read = [json.loads(line)["text"] for line in said.stdout.splitlines()]
    assert (said.stderr, read) == ("", ["房间很吵"])


@pytest.mark.parametrize("words", [(), ("--explain",)])
def test_a_file_with_nothing_in_it_is_told_so(words: tuple[str, ...]) -> None:
    Path("empty.txt").touch()
    said = huiyin("tag", "empty.txt", *words, LC_ALL="zh_CN.UTF-8", COLUMNS="200")
    assert (said.returncode, said.stderr) == (0, "empty.txt 里没有字，没有可读的。\n")


def test_a_sentence_in_the_place_of_a_file_is_told_how_to_be_read() -> None:
    said = huiyin("tag", "房间有霉味，前台态度差", LC_ALL="zh_CN.UTF-8", COLUMNS="200")
    assert said.returncode == 2
    assert "echo 早餐是凉的 | huiyin tag" in said.stderr


def test_nothing_typed_shows_the_help() -> None:
    said = huiyin()
    assert "demo" in said.stdout + said.stderr
    assert "restore" in said.stdout + said.stderr
