"""An operator's turns of phrase: gaps, numbers and choices, and nothing that could run away."""

import io
from pathlib import Path
from time import thread_time

import pytest
from rich.console import Console

from bot.checking import check_rules
from bot.rules import RulesError, load_rules
from dimensions import Tagger
from dimensions.own import load_tagger
from dimensions.phrases import PhraseError, as_typed, regex_of
from dimensions.rules import Understanding

OWN = Understanding.model_validate(
    {
        "patterns": [
            {"aspect": "wait", "says": "bad", "patterns": ["在门口＊站了#圈", "等* 等*等*吗"]},
            {"aspect": "rules", "says": "bad", "patterns": ["（沒|不）给单据"]},
            {"aspect": "care", "says": "good", "patterns": ["像*自家人"]},
        ]
    }
)


@pytest.fixture(scope="module")
def own(tagger: Tagger) -> Tagger:
    return load_tagger(OWN, tagger)


@pytest.mark.parametrize(
    ("text", "aspect", "polarity"),
    [
        ("我们在门口足足站了三圈", "wait", "negative"),
        ("我們在門口足足站了12圈", "wait", "negative"),
        ("前台不给单据", "rules", "negative"),
        ("前台沒給單據", "rules", "negative"),
        ("她们像我自家人", "care", "positive"),
    ],
)
def test_a_turn_of_phrase_is_read_with_its_words(
    own: Tagger, text: str, aspect: str, polarity: str
) -> None:
    found = [f for f in own.read(text).dimensions if f.aspect == aspect]
    assert [f.polarity for f in found] == [polarity]
    assert all(text[s.start : s.end] == s.words for f in found for s in f.evidence)


@pytest.mark.parametrize(
    "text", ["在门口。我们站了三圈", "在门口他们一共十几个人站了三圈", "给单据", "在门口站了圈"]
)
def test_a_gap_is_short_and_ends_with_the_sentence(own: Tagger, tagger: Tagger, text: str) -> None:
    assert own.read(text) == tagger.read(text)


@pytest.mark.parametrize(
    ("phrase", "sentence"),
    [
        ("*等了", "要以字开头和结尾"),
        ("等了*", "要以字开头和结尾"),
        ("等*#了", "不能挨着写"),
        ("等*了*了*了*了", "最多 3 个"),
        ("((甲|乙)|丙)丁", "不能套着写"),
        ("等了）", "不能套着写"),
        ("等", "要有 2 到 40 个字"),
        ("等" * 41, "要有 2 到 40 个字"),
        ("", "要有 2 到 40 个字"),
    ],
)
def test_what_is_no_phrase_is_refused_with_a_sentence(phrase: str, sentence: str) -> None:
    with pytest.raises(PhraseError, match="“") as refused:
        regex_of(as_typed(phrase))
    assert sentence in refused.value.zh
    assert as_typed(phrase) in refused.value.en


def test_signs_of_a_regular_expression_mean_themselves() -> None:
    assert regex_of("a.b+[c]").fullmatch("a.b+[c]")
    assert not regex_of("a.b+[c]").search("axbbc")


def test_a_wrong_phrase_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "huiyin.yaml"
    lines = ["extends: general", "understanding:", "  patterns:", "    - aspect: wait"]
    lines += ["      says: bad", "      patterns:", "        - 好的呀", "        - '*等了'"]
    file.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())
    with pytest.raises(RulesError) as refused:
        load_rules(str(file))
    (problem,) = refused.value.problems
    assert (problem.line, problem.field) == (8, "understanding.patterns.0.patterns.1")
    assert "“*等了”要以字开头和结尾" in problem.zh


@pytest.mark.slow
@pytest.mark.parametrize("pumped", ["等", "在门口站了", "1", "等等吗"])
def test_no_phrase_keeps_the_reader_busy(own: Tagger, pumped: str) -> None:
    def fastest(length: int) -> float:
        text, times = (pumped * length)[:length], []
        for _ in range(3):
            started = thread_time()
            own.read(text)
            times.append(thread_time() - started)
        return min(times)

    assert fastest(8_000) < 8 * fastest(2_000) + 0.01


@pytest.mark.slow
def test_a_check_shows_at_once_what_changes(tmp_path: Path) -> None:
    file = tmp_path / "huiyin.yaml"
    file.write_text(
        "extends: general\nunderstanding:\n  patterns:\n"
        "    - {aspect: wait, says: bad, patterns: [（没|不）给发票]}\n",
        encoding="utf-8",
    )
    console = Console(record=True, width=200, file=io.StringIO())
    check_rules(console, str(file))
    told = console.export_text()
    assert "句例话里有 1 句读法变了" in told
    assert "“[微笑]又没给发票”：多了 回应及时·等候（responsiveness/wait）不满" in told
