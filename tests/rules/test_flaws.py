"""A questionnaire that can't work as it is written is refused where it stands, in one sentence."""

from pathlib import Path

import pytest

from bot.rules import RulesError, load_rules, untranslated

HEAD = "surveys:\n  questionnaires:\n    satisfaction:\n      questions:\n"
SCORE = "{key: a, kind: stars, text: 好？}"
CHOICES = "choices: [{key: x, text: 甲}, {key: y, text: 乙}]"
PICK = f"{{key: a, kind: single, text: 哪个？, {CHOICES}}}"
ASKED = "surveys.questionnaires.satisfaction.questions"


def file_of(folder: Path, *questions: str) -> Path:
    file = folder / "house.yaml"
    file.write_text(HEAD + "".join(f"        - {question}\n" for question in questions))
    return file


def then(condition: str, key: str = "b") -> str:
    return f"{{key: {key}, kind: text, text: 为什么？, when: {condition}}}"


@pytest.mark.parametrize(
    ("questions", "line", "field", "says"),
    [
        ([SCORE, then("{question: a, at_most: 9}")], 6, "1.when.at_most", "1 到 5"),
        ([SCORE, then("{question: a, at_least: 0}")], 6, "1.when.at_least", "1 到 5"),
        (
            [SCORE, then("{question: a, at_least: 4, at_most: 2}")],
            6,
            "1.when.at_most",
            "永远不会问",
        ),
        ([PICK, then("{question: a, one_of: [z]}")], 6, "1.when.one_of.0", "x、y"),
        ([PICK, then("{question: a, at_most: 2}")], 6, "1.when.at_most", "one_of"),
        (
            ["{key: a, kind: yesno, text: 好？}", then("{question: a, one_of: ['true']}")],
            6,
            "1.when.one_of.0",
            "yes、no",
        ),
        (
            ["{key: a, kind: text, text: 好？}", then("{question: a, at_most: 2}")],
            6,
            "1.when.question",
            "不能当条件",
        ),
        (
            [
                "{key: a, kind: stars, text: 好？, when: {question: b, at_most: 3}}",
                "{key: b, kind: stars, text: 好？, when: {question: a, at_most: 3}}",
            ],
            5,
            "0.when.question",
            "死循环",
        ),
        (
            ["{key: a, kind: stars, text: 好？, when: {question: a, at_most: 3}}"],
            5,
            "0.when.question",
            "死循环",
        ),
        ([SCORE, then("{question: c, at_most: 3}")], 6, "1.when.question", "前面没有问它"),
        ([SCORE, SCORE], 6, "1.key", "都叫 a"),
        (
            [PICK.replace("key: y", "key: x")],
            5,
            "0.choices.1.key",
            "都叫 x",
        ),
        ([SCORE, then("{question: a, below: 3}")], 6, "1.when.below", "不认识“below”"),
    ],
)
def test_what_can_never_be_asked_is_refused_where_it_stands(
    questions: list[str], line: int, field: str, says: str, tmp_path: Path
) -> None:
    with pytest.raises(RulesError) as refused:
        load_rules(file_of(tmp_path, *questions))
    problem = refused.value.problem
    assert (problem.line, problem.field) == (line, f"{ASKED}.{field}")
    assert says in problem.zh


def test_every_flaw_is_told_not_only_the_first(tmp_path: Path) -> None:
    flawed = [then("{question: a, at_most: 9}", "b"), then("{question: a, one_of: ['7']}", "c")]
    with pytest.raises(RulesError) as refused:
        load_rules(file_of(tmp_path, SCORE, *flawed))
    assert [problem.line for problem in refused.value.problems] == [6, 7]


def test_what_can_be_asked_is_accepted(tmp_path: Path) -> None:
    questions = [
        SCORE,
        then("{question: a, at_least: 1, at_most: 5}", "b"),
        then("{question: a, one_of: ['1', '2']}", "c"),
    ]
    asked = load_rules(file_of(tmp_path, *questions)).surveys.questionnaire_for(None)
    assert [question.key for question in asked.questions] == ["a", "b", "c"]


def test_a_missing_translation_is_listed_and_stops_nothing(tmp_path: Path) -> None:
    file = file_of(
        tmp_path,
        "{key: a, kind: stars, text: {zh-hans: 好？, zh-hant: 好？, en: Good?}}",
        PICK.replace("key: a,", "key: b,"),
    )
    gaps = {(gap.line, gap.field): gap.zh for gap in untranslated(file)}
    assert set(gaps) == {
        (6, f"{ASKED}.1.text"),
        (6, f"{ASKED}.1.choices.0.text"),
        (6, f"{ASKED}.1.choices.1.text"),
    }
    assert all("zh-hant、en" in sentence for sentence in gaps.values())
    question = load_rules(file).surveys.questionnaire_for(None).questions[1]
    assert question.text.in_language("en") == "哪个？"


@pytest.mark.parametrize("name", ["general", "telecom", "hotel", "retail", "restaurant"])
def test_our_own_presets_miss_no_translation(name: str) -> None:
    assert not untranslated(name)
