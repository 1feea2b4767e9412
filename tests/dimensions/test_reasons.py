"""Reasons are told in words that whoever reads them knows, with a scale beside the numbers."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from bot.tagging import tag_file
from dimensions import Tagger
from dimensions.reading import Polarity
from dimensions.reasons import Change
from dimensions.scheme import LEXICON
from dimensions.severity import TABLE
from dimensions.tables import read_rows
from handlers import reasons
from handlers.reasons_signs import hazard, sign
from handlers.words import LANGUAGES, words_in
from tests.command import huiyin
from tests.dimensions.telling import explained

# 「CP 值」 is how Taiwan speaks of what a thing is worth.
LATIN = re.compile(r"(?<!C)[A-Za-z](?!P? 值)")
HAN = re.compile(r"[\u4e00-\u9fff]")
CUTS = {"clear", "serious"}
SIGNS = [row.cells[0] for row in read_rows(TABLE, columns=3) if row.cells[0] not in CUTS]
HAZARDS = {row.cells[0] for row in read_rows(LEXICON / "hazards.tsv", columns=3)}
WORDS = "前台态度很差，等了两个小时没人理！！！"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sign_of_severity_has_a_name_in_the_readers_language(language: str) -> None:
    _ = words_in(language)
    names = [sign(name, _) for name in SIGNS] + [hazard(name, _) for name in HAZARDS]
    foreign = HAN if language == "en" else LATIN
    assert [name for name in names if foreign.search(name)] == []
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_reasons_in_chinese_hold_no_name_of_a_sign_in_english(
    tagger: Tagger, language: str
) -> None:
    first, *lines = explained(WORDS, tagger, language=language)
    assert first == WORDS
    told = re.sub(r"（[a-z]+/[a-z]+）", "", "\n".join(lines))
    assert not LATIN.search(told)


def test_reasons_say_how_grave_in_words_and_where_a_grade_begins(tagger: Tagger) -> None:
    told = "\n".join(explained(WORDS, tagger))
    assert re.search(r"投诉，轻重 3（严重）", told)
    assert "几小时、几天 +" in told
    clear, serious = tagger.cuts_of_severity
    assert re.search(rf"一共 \+\d+\.\d\d（{clear:+.2f} 起算明确，\{serious:+.2f} 起算严重）", told)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", [WORDS, "房间有点小", "早餐凉了，退房等了一小时，气死了！", "吵"])
def test_the_signs_that_are_shown_add_up_to_the_sum_that_is_shown(
    tagger: Tagger, text: str, language: str
) -> None:
    cut = f"{tagger.cuts_of_severity[0]:+.2f}"
    told = [line for line in explained(text, tagger, language=language) if cut in line]
    *signs, total, _clear, _serious = re.findall(r"[+-]\d+\.\d\d", told[0])
    assert sum(map(Decimal, signs)) == Decimal(total)
    assert 1 <= len(signs) <= 9


def test_what_weighs_little_is_told_as_one(tagger: Tagger) -> None:
    weights = tagger.weights_of_severity(WORDS)
    [line] = [line for line in explained(WORDS, tagger) if "轻重来自" in line]
    assert line.count("，") == 9
    others = re.search(r"，其余 (\d+) 项合计 [+-]\d", line)
    assert others is not None
    assert int(others[1]) == sum(1 for by in weights.values() if by) - 8


def test_reasons_are_told_in_english_as_well(tagger: Tagger) -> None:
    first, *lines = explained(WORDS, tagger, language="en")
    assert first == WORDS
    told = re.sub("“[^”]+”", "", "\n".join(lines))
    assert not HAN.search(told)
    assert "complaint, severity 3 (serious)" in told.lower()
    assert "hours or days +" in told
    assert "severity comes from: " in told


def test_danger_has_its_grade_without_any_counting(tagger: Tagger) -> None:
    told = "\n".join(explained("房间里有煤气味，头晕", tagger))
    assert "轻重 4（危险）" in told
    assert "危险（煤气）" in told
    assert "轻重来自" not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scale_names_every_grade_and_the_score(language: str) -> None:
    grades, score = reasons.scale(words_in(language))
    assert [int(n) for n in re.findall(r"\d", grades)] == [0, 1, 2, 3, 4, 4]
    assert "0" in score
    assert "1" in score


def test_the_scale_stands_once_below_all_reasons_and_in_the_help(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "texts.txt"
    file.write_text("房间有烟味\n前台很热情\n", encoding="utf-8")
    tag_file(file, explain=True)
    told = capsys.readouterr().out
    scale = "\n".join(reasons.scale(words_in("zh-hans")))
    assert told.endswith("\n\n" + scale + "\n")
    assert told.count(scale) == 1
    helped = re.sub(r"\s+", "", huiyin("tag", "--help").stdout)
    assert "轻重：0没有不满，1轻微，2明确，3严重，4危险" in helped


@pytest.mark.parametrize(
    ("language", "felt"),
    [
        ("zh-hans", "多了 说到做到·质量（reliability/quality）不满"),
        ("zh-hant", "多了 說到做到·品質（reliability/quality）不滿"),
        ("en", "more: Reliability · quality (reliability/quality) blame"),
    ],
)
def test_what_own_words_change_has_its_plain_name_as_well(language: str, felt: str) -> None:
    more = (("reliability/quality", Polarity.NEGATIVE),)
    told = reasons.changed(Change(text="破", more=more, less=()), {}, words_in(language))
    assert felt in told


def test_what_own_words_change_turns_no_terminal_round() -> None:
    change = Change(text="\u202e烟味\x1b[31m", more=(), less=())
    assert "·烟味·[31m" in reasons.changed(change, {}, words_in("zh-hans"))


def test_what_own_words_change_is_called_as_the_operator_called_it() -> None:
    change = Change(text="琴", more=(("tangibles/piano", Polarity.POSITIVE),), less=())
    told = reasons.changed(change, {"piano": "钢琴"}, words_in("zh-hans"))
    assert "多了 环境设施·钢琴（tangibles/piano）称赞" in told
