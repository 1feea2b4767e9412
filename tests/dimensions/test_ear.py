"""Where the tables know no word, letters and their pairs speak: learnt, guarded, explained."""

from pathlib import Path

import pytest

from dimensions import Kind, Polarity, TableError, Tagger
from dimensions.ear import COLUMNS, TABLE, Ear, marks_of
from dimensions.listening import Heard, fitted, scales_of
from dimensions.reviews import rows_in


def blamed(tagger: Tagger, text: str) -> set[str]:
    return {finding.dimension for finding in tagger.read(text).of(Polarity.NEGATIVE)}


def row(text: str, *, complains: bool) -> Heard:
    says = [complains, *[None] * (len(COLUMNS) - 1)]
    return Heard(marks=frozenset(marks_of(text)), says=says, counts=[1.0] * len(COLUMNS))


def test_blame_that_no_word_of_the_tables_tells_is_heard(tagger: Tagger) -> None:
    text = "昨天点的，包子皮厚得像馒头"
    ear, tagger.ear = tagger.ear, None
    try:
        assert not blamed(tagger, text)
    finally:
        tagger.ear = ear
    assert blamed(tagger, text) == {"reliability"}
    (finding,) = tagger.read(text).dimensions
    assert [span.words for span in finding.evidence] == ["包子皮厚得像馒头"]


@pytest.mark.parametrize(
    "text",
    ["hello", "。。。", "\u202e\u202e", "大厅在二楼", "请问几点开门", "要是下雨还送吗", "竖琴"],
)
def test_what_is_told_asked_or_unknown_is_no_blame(tagger: Tagger, text: str) -> None:
    assert not blamed(tagger, text)


def test_it_learns_what_the_rows_say_and_leaves_out_what_is_rare() -> None:
    rows = [row(f"汤是馊的{at}", complains=True) for at in range(5)]
    rows += [row(f"汤是热的{at}", complains=False) for at in range(5)]
    scales = scales_of(rows)
    assert "馊的" in scales
    assert "的4" not in scales
    _, weights = fitted(rows, scales, 0)
    assert weights["馊"] > 0 > weights["热"]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("base\t0\t1 2 3", "第 1 行：应有 8 个数"),
        ("汤\tx\t1 2 3 4 5 6 7 8", "第 1 行：写得不对"),
        ("汤\t1\t1 2 3 4 5 6 7 8", "缺少 base"),
    ],
)
def test_a_broken_table_is_one_sentence(tmp_path: Path, lines: str, message: str) -> None:
    table = tmp_path / "ear.tsv"
    table.write_text(lines + "\n", encoding="utf-8")
    with pytest.raises(TableError, match=message):
        Ear.load(table)


def test_of_files_that_mix_sources_only_what_may_ship_is_used(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(
        '{"src": "asap_1", "text": "a"}\n{"src": "other", "text": "b"}\n{"text": "c"}\n',
        encoding="utf-8",
    )
    assert [row["text"] for row in rows_in([file])] == ["a", "c"]


def test_the_table_holds_single_letters_and_pairs_and_nothing_longer() -> None:
    """Nobody can read a message back out of what was learnt from it."""
    marks = Ear.load(TABLE).scales
    assert len(marks) > 5000
    assert max(map(len, marks)) == 2


def test_what_nobody_praised_in_known_words_can_still_sound_content(tagger: Tagger) -> None:
    assert tagger.content("一家人吃得光盘") > 0 > tagger.content("一碗糊糊谁咽得下去")


def test_praise_that_turns_is_heard_to_its_end(tagger: Tagger) -> None:
    assert tagger.read("番茄牛腩好吃，就是加汤要喊两遍").kind is Kind.COMPLAINT
    assert tagger.read("番茄牛腩好吃，但是我家孩子爱吃鱼").kind is Kind.PRAISE


@pytest.mark.parametrize("text", ["服务员拿来的被子有股霉味", "服务员倒的茶水有股怪味道"])
def test_it_is_not_believed_where_blame_takes_up_the_clause(tagger: Tagger, text: str) -> None:
    assert "tangibles" in blamed(tagger, text)
    assert "assurance" not in blamed(tagger, text)


def test_it_is_believed_where_a_clause_blames_and_says_more(tagger: Tagger) -> None:
    assert blamed(tagger, "大堂经理说空调坏了要等到后天") == {"tangibles", "responsiveness"}


def test_it_names_what_blame_of_nothing_in_particular_is_of(tagger: Tagger) -> None:
    text = "再也不来了，一碗面里数得出三根"
    ear, tagger.ear = tagger.ear, None
    try:
        assert blamed(tagger, text) == {"other"}
    finally:
        tagger.ear = ear
    assert blamed(tagger, text) == {"reliability"}


@pytest.mark.parametrize("text", ["太失望了！", "很失望，再也不来了"])
def test_it_names_nothing_where_no_more_was_said(tagger: Tagger, text: str) -> None:
    assert blamed(tagger, text) == {"other"}


@pytest.mark.parametrize(
    "text", ["嗯对呀上次就是那两天那一次", "我刚刚不是充了一个二十块钱的五百兆嘛"]
)
def test_what_a_caller_mumbles_is_no_blame(tagger: Tagger, text: str) -> None:
    assert not tagger.read(text).of(Polarity.NEGATIVE)
