"""What people labelled is learnt, measured on rows held back, and written down to be read again."""

import json
from pathlib import Path

import pytest

from dimensions import Tagger
from dimensions.learned import Model, ModelError
from dimensions.lessons import lessons_of
from dimensions.linear import fitted_scorer
from dimensions.training import Lesson, UntrainableRows, measured, train

pytestmark = pytest.mark.slow

FOOD = ["汤很鲜", "面很筋道", "鱼炸得很香", "饭软糯", "肉很嫩", "菜很新鲜", "点心好吃", "粥很稠"]
SPOILT = ["汤太咸", "面坨了", "鱼很腥", "饭夹生", "肉太老", "菜不新鲜", "点心难吃", "粥很稀"]
PARKING = ["停车免费", "停车场很大", "车位很多", "停车方便"]


def rows() -> list[dict[str, object]]:
    """Some 200 rows in a scheme that is not ours."""
    made: list[dict[str, object]] = []
    for at in range(4):
        for food, spoilt in zip(FOOD, SPOILT, strict=True):
            made.append({"text": f"{food}，来过{at}次", "labels": {"dish": "positive"}})
            made.append({"text": f"{spoilt}，来过{at}次", "labels": {"dish": "negative"}})
            for car in PARKING:
                labels = {"dish": "negative", "parking": "positive"}
                made.append({"text": f"{spoilt}，{car}，来过{at}次", "labels": labels})
        made.append({"text": f"今天下雨了{at}", "labels": {}})
    return made


@pytest.fixture(scope="module")
def lessons(tagger: Tagger) -> list[Lesson]:
    return list(lessons_of(rows(), tagger))


def test_a_scheme_of_others_is_learnt_and_measured_on_rows_it_did_not_see(
    tagger: Tagger, lessons: list[Lesson]
) -> None:
    trained = train(lessons)
    assert set(trained.model.aspects) == {"dish", "parking"}
    assert trained.model.rows + len(trained.held_back) == len(lessons)
    assert trained.negative_macro_f1 > 0.9
    assert trained.mentioned_macro_f1 > 0.9
    (asked,) = lessons_of([{"text": "面坨了，停车方便", "labels": {}}], tagger)
    assert trained.model.labels(asked.marks) == {"dish": "negative", "parking": "positive"}


def test_a_model_says_the_same_after_it_was_written_and_read(lessons: list[Lesson]) -> None:
    model = train(lessons).model
    again = Model.from_json(model.as_json())
    assert measured(again, lessons) == measured(model, lessons)


def test_a_model_holds_none_of_the_words_it_learnt_from(lessons: list[Lesson]) -> None:
    body = train(lessons).model.as_json()
    assert "坨" not in body
    assert "\\u5768" not in body


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "不是完整的 JSON"),
        ("[]", "没有 format"),
        ('{"format": 9}', "第 9 版格式"),
        ('{"format": 1, "rows": 3}', "不完整"),
        ('{"format": 1, "rows": 3, "aspects": {"a": {"mentioned": {"bias": "x"}}}}', "不完整"),
        (
            (
                '{"format": 1, "rows": 1, "aspects": {"a": {"mentioned": '
                '{"bias": NaN, "length": 0, "marks": []}}}}'
            ),
            "不完整",
        ),
    ],
)
def test_what_is_no_model_is_refused_in_one_sentence(content: str, sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        Model.from_json(content)


def test_rows_that_all_say_the_same_teach_nothing(tagger: Tagger) -> None:
    alike = [{"text": f"好吃{at}", "labels": {"dish": "positive"}} for at in range(60)]
    with pytest.raises(UntrainableRows, match="都一样"):
        train(list(lessons_of(alike, tagger)))


def test_too_few_rows_and_unknown_labels_are_told(tagger: Tagger) -> None:
    with pytest.raises(UntrainableRows, match="至少要 20 行"):
        train(list(lessons_of(rows()[:5], tagger)))
    with pytest.raises(UntrainableRows, match="bad"):
        list(lessons_of([{"text": "好", "labels": {"dish": "bad"}}], tagger))


def test_the_scorer_finds_what_tells_yes_from_no() -> None:
    marked = [frozenset({1, at % 7 + 10}) for at in range(40)]
    marked += [frozenset({2, at % 7 + 10}) for at in range(40)]
    truth = [True] * 40 + [False] * 40
    scorer = fitted_scorer(marked, truth)
    assert all((scorer.score(m) > 0) == t for m, t in zip(marked, truth, strict=True))
    assert scorer.reasons(frozenset({1, 10}))[0][1] == 1
    few = fitted_scorer(marked, truth, most=2)
    assert set(few.scales) == {1, 2}


def test_rows_in_our_own_scheme_teach_dimensions(tagger: Tagger) -> None:
    row = {"text": "等了两个小时", "negative": ["responsiveness"], "positive": ["price"]}
    (lesson,) = lessons_of([row], tagger)
    assert lesson.labels == {"responsiveness": "negative", "price": "positive"}
    assert lesson.read == {"responsiveness": "negative"}


def test_the_file_of_a_model_is_plain_json(tmp_path: Path, lessons: list[Lesson]) -> None:
    path = tmp_path / "model.json"
    path.write_text(train(lessons).model.as_json(), encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8"))["format"] == 1
