"""Each mistake is answered with its file, line, field and one sentence that says what to do."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.rules import RulesError, load_rules


@dataclass(frozen=True, kw_only=True)
class Mistake:
    text: str
    line: int
    field: str
    says: str
    column: int | None = None


MISTAKES = {
    "a misspelt field": Mistake(
        text="extends: hotel\ncomplaints:\n  promises:\n    clear:\n      frist_response: 1h\n",
        line=5,
        column=7,
        field="complaints.promises.clear.frist_response",
        says="“first_response”",
    ),
    "a field that resembles none": Mistake(
        text="targets:\n  qqqq: 3\n", line=2, field="targets.qqqq", says="response_rate"
    ),
    "a misspelt room": Mistake(
        text="survey:\n  delay: 2h\n", line=1, field="survey", says="“surveys”"
    ),
    "a misspelt field in a list": Mistake(
        text="complaints:\n  ladder:\n    levels:\n      - {to: owners}\n      - {too: owners}\n",
        line=5,
        field="complaints.ladder.levels.1.too",
        says="“to”",
    ),
    "a channel that is none": Mistake(
        text=(
            "channels:\n  duty: {kind: wecom}\n"
            "complaints:\n  ladder:\n    levels:\n      - to: owners\n"
            "        channels:\n          - duty\n          - mail\n"
        ),
        line=9,
        field="complaints.ladder.levels.0.channels.1",
        says="channels 里加上",
    ),
    "a channel that is none, for one severity": Mistake(
        text="complaints:\n  ladder_changes:\n    danger:\n      levels: [{channels: [duty]}]\n",
        line=4,
        field="complaints.ladder_changes.danger.levels.0.channels.0",
        says="channels 里加上",
    ),
    "a kind of channel that is none": Mistake(
        text="channels:\n  duty:\n    kind: slack\n",
        line=3,
        field="channels.duty.kind",
        says="wecom",
    ),
    "an address among the rules": Mistake(
        text="channels:\n  duty: {kind: wecom, url: https://example.org}\n",
        line=2,
        field="channels.duty.url",
        says="kind",
    ),
    "a level that tells nobody": Mistake(
        text="complaints: {ladder: {levels: [{gate: any}]}}\n",
        line=1,
        field="complaints.ladder.levels.0",
        says="to、channels",
    ),
    "a length without a unit": Mistake(
        text="surveys:\n  delay: 2\n", line=2, field="surveys.delay", says="30min"
    ),
    "a length that is zero": Mistake(
        text="surveys: {expire_after: 0h}\n", line=1, field="surveys.expire_after", says="大于零"
    ),
    "days of working time": Mistake(
        text="complaints:\n  promises:\n    mild:\n      clock: working\n      resolution: 3d\n",
        line=3,
        field="complaints.promises.mild",
        says="24h",
    ),
    "text where a number belongs": Mistake(
        text="surveys:\n\n  sampling_percent: half\n",
        line=3,
        field="surveys.sampling_percent",
        says="整数",
    ),
    "more than a hundred per cent": Mistake(
        text="targets:\n  csat: 850\n", line=2, field="targets.csat", says="100"
    ),
    "a word where a map belongs": Mistake(
        text="complaints: fast\n", line=1, field="complaints", says="名字: 值"
    ),
    "a map where a list belongs": Mistake(
        text="surveys:\n  reminders:\n    first: 24h\n",
        line=2,
        field="surveys.reminders",
        says="“- ”",
    ),
    "a choice that is none": Mistake(
        text="complaints:\n  promises:\n    mild: {clock: office}\n",
        line=3,
        field="complaints.promises.mild.clock",
        says="calendar, working",
    ),
    "an unknown time zone": Mistake(
        text="calendar:\n  zone: Asia/Hangzhou\n",
        line=2,
        field="calendar.zone",
        says="Asia/Shanghai",
    ),
    "an unknown country": Mistake(
        text="calendar: {public_holidays: China}\n",
        line=1,
        field="calendar.public_holidays",
        says="CN",
    ),
    "hours that make no sense": Mistake(
        text="calendar:\n  hours:\n    - mon-fri 9 to 5\n",
        line=2,
        field="calendar.hours",
        says="mon-fri 09:00-12:00",
    ),
    "a day that doesn't exist": Mistake(
        text="calendar:\n  days:\n    2026-02-30: closed\n",
        line=3,
        field="calendar.days.2026-02-30",
        says="2026-10-01",
    ),
    "a day's hours that make no sense": Mistake(
        text="calendar:\n  days:\n    2026-02-28: maybe\n",
        line=3,
        field="calendar.days.2026-02-28",
        says="workday",
    ),
    "a window that makes no sense": Mistake(
        text="surveys:\n  window: daytime\n", line=2, field="surveys.window", says="09:00-20:00"
    ),
    "a questionnaire that isn't there": Mistake(
        text="surveys:\n  default_questionnaire: stay\n",
        line=2,
        field="surveys.default_questionnaire",
        says="satisfaction",
    ),
    "a condition on a later question": Mistake(
        text=(
            "surveys:\n  questionnaires:\n    satisfaction:\n      questions:\n"
            "        - {key: a, kind: text, text: 好？, when: {question: b, at_most: 1}}\n"
            "        - {key: b, kind: nps, text: 好？}\n"
        ),
        line=5,
        field="surveys.questionnaires.satisfaction.questions.0.when.question",
        says="前面没有问它",
    ),
    "choices that are missing": Mistake(
        text=(
            "surveys:\n  questionnaires:\n    satisfaction:\n      questions:\n"
            "        - key: a\n          kind: single\n          text: 好？\n"
        ),
        line=5,
        field="surveys.questionnaires.satisfaction.questions.0",
        says="choices",
    ),
    "a question without words": Mistake(
        text=(
            "surveys:\n  questionnaires:\n    satisfaction:\n      questions:\n"
            "        - key: a\n          kind: text\n"
        ),
        line=5,
        field="surveys.questionnaires.satisfaction.questions.0.text",
        says="缺少“text”",
    ),
    "a field written twice": Mistake(
        text="surveys:\n  delay: 2h\n  delay: 3h\n", line=3, field="", says="重复"
    ),
    "an unclosed bracket": Mistake(
        text="surveys:\n  reminders: [24h\ntargets: {}\n", line=3, field="", says="YAML"
    ),
    "a tab for indentation": Mistake(
        text="surveys:\n\tdelay: 2h\n", line=2, column=1, field="", says="YAML"
    ),
    "a second document": Mistake(
        text="surveys: {}\n---\ntargets: {}\n", line=2, field="", says="YAML"
    ),
    "a list for a file": Mistake(text="- hotel\n", line=1, field="", says="名字: 值"),
    "an unknown preset to build on": Mistake(
        text="house: {name: 店}\nextends: hotle\n", line=2, field="", says="hotel"
    ),
    "a list to build on": Mistake(
        text="extends: [hotel, retail]\n", line=1, field="", says="extends"
    ),
    "an unknown alias": Mistake(text="surveys: *common\n", line=1, field="", says="YAML"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_the_operator_is_told_where_and_what_to_do(name: str, tmp_path: Path) -> None:
    mistake, path = MISTAKES[name], tmp_path / "house.yaml"
    path.write_text(mistake.text, encoding="utf-8")
    with pytest.raises(RulesError) as refused:
        load_rules(path)
    problem = refused.value.problem
    assert (problem.file, problem.line, problem.field) == (str(path), mistake.line, mistake.field)
    assert mistake.column in {None, problem.column}
    assert mistake.says in str(problem)
    assert problem.zh.endswith(("。", "？"))
    assert problem.en.endswith((".", "?"))
    assert f"house.yaml:{mistake.line}:" in str(refused.value)


def test_all_mistakes_are_told_at_once_in_the_order_of_reading(tmp_path: Path) -> None:
    path = tmp_path / "house.yaml"
    path.write_text("targets: {csat: 101}\nsurveys:\n  delay: 2\n  windw: 09:00-20:00\n")
    with pytest.raises(RulesError) as refused:
        load_rules(path)
    assert [problem.line for problem in refused.value.problems] == [1, 3, 4]


def test_a_mistake_in_a_file_below_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "group.yaml").write_text("extends: hotel\nsurveys: {delay: soon}\n")
    (tmp_path / "house.yaml").write_text("extends: group.yaml\n\n\nhouse: {name: 店}\n")
    with pytest.raises(RulesError) as refused:
        load_rules(tmp_path / "house.yaml")
    assert refused.value.problem.file == str(tmp_path / "group.yaml")
    assert refused.value.problem.line == 2


@pytest.mark.parametrize("name", ["hotle", "no/such/file.yaml", "宾馆"])
def test_an_unknown_preset_is_answered_with_those_there_are(name: str) -> None:
    with pytest.raises(RulesError) as refused:
        load_rules(name)
    assert "general、hotel、restaurant、retail、telecom" in str(refused.value)


def test_a_file_in_another_encoding_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "house.yaml"
    path.write_bytes("house: {name: 西湖店}".encode("gb18030"))
    with pytest.raises(RulesError, match="UTF-8"):
        load_rules(path)


def test_a_huge_file_is_refused_before_it_is_read_as_rules(tmp_path: Path) -> None:
    path = tmp_path / "house.yaml"
    path.write_text("# " + "x" * 1_100_000)
    with pytest.raises(RulesError, match="Too large"):
        load_rules(path)


def test_a_knot_of_aliases_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "house.yaml"
    path.write_text("surveys: &a {delay: *a}\n")
    with pytest.raises(RulesError):
        load_rules(path)
