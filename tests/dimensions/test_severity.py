"""How bad it is follows from signs a person can read, and the corpus holds what it says."""

import shutil
from pathlib import Path

import pytest

from dimensions import TableError, Tagger
from dimensions.corpus import CORPUS, corpus_rows
from dimensions.evaluate import evaluate
from dimensions.fitting import fitted
from dimensions.severity import TABLE, Severity, share_of


@pytest.mark.parametrize(
    ("mild", "worse"),
    [
        ("房间稍微有点小", "房间里有蟑螂，要求赔偿，不然就投诉到消协！！"),
        ("味道一般", "汤里吃出一只苍蝇，恶心死了，你们还不承认！"),
        ("希望上菜能快一点", "等了三个小时，催了五次，没有一个人管，太过分了！"),
        ("价格小贵", "莫名其妙多扣了我两百块，打了十几个电话也不退！"),
    ],
)
def test_a_mild_remark_weighs_less_than_anger_over_harm(
    tagger: Tagger, mild: str, worse: str
) -> None:
    assert tagger.read(mild).severity == 1
    assert tagger.read(worse).severity == 3


def test_praise_and_questions_have_no_severity(tagger: Tagger) -> None:
    assert tagger.read("房间很干净").severity == 0
    assert tagger.read("请问几点退房").severity == 0


@pytest.mark.parametrize("line", ["clear\tmuch\t-", "again\t0.1\t(再", "again\t0.1"])
def test_a_wrong_line_of_weights_is_one_sentence(tmp_path: Path, line: str) -> None:
    table = tmp_path / "severity.tsv"
    table.write_text(TABLE.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"severity\.tsv 第"):
        Severity.load(table)


def test_a_table_without_its_cuts_is_one_sentence(tmp_path: Path) -> None:
    table = tmp_path / "severity.tsv"
    table.write_text("worst\t1\t-\n", encoding="utf-8")
    with pytest.raises(TableError, match="clear、serious"):
        Severity.load(table)


def test_the_fit_ranks_rows_as_their_grades_do_and_no_sign_pulls_the_wrong_way() -> None:
    rows = [{"worse": float(i % 3), "calm": float(i % 2), "softened": 1.0} for i in range(60)]
    grades = [max(1.0, 1 + row["worse"] - row["calm"]) for row in rows]
    rows += [{"softened": 1.0, "worse": 2.0}] * 5
    weights = fitted(rows, grades + [3.0] * 5)
    assert weights["worse"] > 0
    assert weights["calm"] < 0
    assert weights["softened"] <= 0
    assert weights["clear"] < weights["serious"]


def test_the_order_in_which_letters_lie_in_memory_grades_nothing() -> None:
    large = {chr(0x4E00 + at): 2.0**60 * (-1) ** at for at in range(40)}
    severity = Severity(weights={}, signs={}, letters=large | {"气": 1.0})
    atoms = set(large) | {"气"}
    assert severity.sound(atoms) == pytest.approx(share_of(atoms))
    shuffled = dict.fromkeys(["clear", *large, "气"], 1.0)
    weights = large | {"气": 1.0, "clear": 1.0, "serious": 2.0}
    graded = Severity(weights=weights, signs={})
    shuffled.pop("clear")
    assert graded.grade(shuffled) == graded.grade(dict(reversed(shuffled.items()))) == 2


def test_a_row_that_counts_little_pulls_little() -> None:
    rows = [{"loud": 1.0}] * 20 + [{"calm": 1.0}] * 20
    agreed, disputed = [3.0] * 20 + [1.0] * 20, [1.0] * 20 + [3.0] * 20
    said = fitted(rows * 2, agreed + disputed, [1.0] * 40 + [0.2] * 40)
    assert said["loud"] > said["calm"]
    said = fitted(rows * 2, agreed + disputed, [0.2] * 40 + [1.0] * 40)
    assert said["loud"] < said["calm"]


def test_letters_that_nobody_listed_make_a_complaint_sound_graver(tagger: Tagger) -> None:
    calm = tagger.weights_of_severity("蔥油餅的蔥放得不多")["letters"]
    grave = tagger.weights_of_severity("中介收了押金就把人拉黑")["letters"]
    assert calm < grave


def test_a_wrong_line_of_letters_is_one_sentence(tmp_path: Path) -> None:
    letters = tmp_path / "grave.tsv"
    letters.write_text("黑\tvery\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"grave\.tsv 第 1 行"):
        Severity.load(letters=letters)


@pytest.mark.slow
def test_the_corpus_is_read_well_enough_to_teach_from(tagger: Tagger) -> None:
    rows = list(corpus_rows())
    assert len(rows) > 600
    assert len({row["text"] for row in rows}) == len(rows)
    result = evaluate(tagger, rows)
    assert result.negative_macro_f1 > 0.85
    assert result.not_complaint.f1 > 0.90
    assert result.severity_spearman > 0.7


@pytest.mark.parametrize(
    "line", ["d2\tR\t-\t坏了", "c9\tR\t-\t坏了", "c2\tZ\t-\t坏了", "c2\tR\t坏了"]
)
def test_a_wrong_line_of_the_corpus_is_named(tmp_path: Path, line: str) -> None:
    folder = Path(shutil.copytree(CORPUS, tmp_path / "corpus"))
    (folder / "added.tsv").write_text(line, encoding="utf-8")
    with pytest.raises(TableError, match=r"added\.tsv 第 1 行"):
        list(corpus_rows(folder))


def test_blame_that_fills_a_message_weighs_more_than_the_same_among_praise(
    tagger: Tagger,
) -> None:
    alone = tagger.weights_of_severity("隔音差，电梯慢，早餐难吃")
    among = tagger.weights_of_severity("前台热情，房间干净，床很舒服，就是隔音差")
    assert alone["balance"] > among["balance"]
    assert alone["praise first"] == 0 != among["praise first"]
