"""The word lists load whatever saved them, and each word does what its line says."""

import shutil
from pathlib import Path

import pytest

from dimensions import Scheme, TableError, Tagger
from dimensions.lexicon import Lexicon, Role
from dimensions.scheme import LEXICON
from dimensions.tables import read_rows
from dimensions.words import Words

SCHEME = Scheme.load()


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load(SCHEME)


@pytest.fixture(scope="module")
def short(lexicon: Lexicon) -> list[str]:
    """Words that segmentation might split."""
    return [word for word in lexicon.words if 1 < len(word) < 3 and not word.isascii()]


@pytest.fixture(scope="module")
def words(short: list[str]) -> Words:
    return Words(short)


def copy_of_lexicon(folder: Path) -> Path:
    return Path(shutil.copytree(LEXICON, folder / "lexicon"))


def test_every_word_of_the_lexicon_survives_segmentation(words: Words, short: list[str]) -> None:
    split = [word for word in short if words.cut(word) != [word]]
    # Emoji are cut into their parts, and are found all the same.
    assert [word for word in split if word[0].isalpha()] == []


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("今天高兴", "高兴"),
        ("服务员在大堂", "大堂"),
        ("我是老师", "老师"),
        ("不得不说", "不得不"),
        ("一般来说", "一般来说"),
    ],
)
def test_our_words_do_not_split_common_ones(words: Words, text: str, whole: str) -> None:
    assert whole in words.cut(text)


@pytest.mark.parametrize("text", ["高兴地来了", "好几个人一起来的", "大堂在一楼", "老师带孩子来"])
def test_a_word_inside_a_common_word_says_nothing(tagger: Tagger, text: str) -> None:
    assert not [f for f in tagger.read(text).dimensions if f.polarity == "negative"]


def test_two_taggers_teach_each_other_nothing() -> None:
    taught = Words(["菸灰"])
    untaught = Words()
    assert taught.cut("菸灰") == ["菸灰"]
    assert untaught.cut("菸灰") == ["菸", "灰"]


def test_word_lists_saved_on_windows_load_the_same(tmp_path: Path) -> None:
    folder = copy_of_lexicon(tmp_path)
    for path in folder.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert Lexicon.load(Scheme.load(folder / "scheme.tsv"), folder) == Lexicon.load(SCHEME)


@pytest.mark.parametrize(
    ("name", "line", "sentence"),
    [
        ("opinions.tsv", "-\t2\tsmell", "应有 5 列"),
        ("opinions.tsv", "-\t9\tsmell\t-\t烟味", "轻重应是 0 到 3"),
        ("opinions.tsv", "bad\t2\tsmell\t-\t烟味", "极性应是"),
        ("opinions.tsv", "-\t2\tsmoke\t-\t烟味", "方案里没有“smoke”"),
        ("markers.tsv", "shout\t啊", "没有“shout”这种作用"),
        ("patterns.tsv", "wait\t-\t2\t等\t(等", "模式写得不对"),
        ("hazards.tsv", "gas\t气", "应有 3 列"),
    ],
)
def test_a_wrong_line_is_named_with_what_is_wrong(
    tmp_path: Path, name: str, line: str, sentence: str
) -> None:
    folder = copy_of_lexicon(tmp_path)
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(TableError) as caught:
        Lexicon.load(SCHEME, folder)
    assert str(caught.value).startswith(f"{name} 第 ")
    assert sentence in str(caught.value)


def test_a_list_in_another_encoding_is_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "opinions.tsv"
    path.write_bytes("差\t1".encode("gbk"))
    with pytest.raises(TableError, match="请另存为 UTF-8"):
        list(read_rows(path, columns=2))


def test_an_aspect_named_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "scheme.tsv"
    path.write_text("tangibles\tsmell\t气味\nassurance\tsmell\t味\n", encoding="utf-8")
    with pytest.raises(TableError, match="写了两次"):
        Scheme.load(path)


def test_no_pattern_can_run_away_with_a_long_message() -> None:
    columns = {"patterns": 5, "hints": 5, "hazards": 3, "signs": 3, "wishes": 2}
    for name, width in columns.items():
        for row in read_rows(LEXICON / f"{name}.tsv", columns=width):
            bare = row.cells[-1].replace("[*星]", "")
            assert "*" not in bare, row.where
            assert "+" not in bare, row.where


def test_every_aspect_of_the_scheme_has_a_name_and_a_known_dimension() -> None:
    assert SCHEME.dimensions == (
        "reliability", "responsiveness", "assurance", "empathy", "tangibles", "price", "other",
    )  # fmt: skip
    assert all(aspect.name for aspect in SCHEME.aspects.values())


def test_no_word_is_both_a_subject_and_a_negation(lexicon: Lexicon) -> None:
    clashing = {Role.SUBJECT, Role.NEGATION}
    assert not [word for word, roles in lexicon.words.items() if clashing <= set(roles)]
