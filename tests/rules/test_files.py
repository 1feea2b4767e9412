"""An operator's own file builds on a preset, and never half on another."""

from pathlib import Path

import pytest

from bot.rules import Rules, RulesError, load_rules
from complaints.rules import Urgency
from surveys.rules import SurveyRules


def written(folder: Path, text: str, name: str = "house.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_that_only_names_the_house_gets_all_the_rest_from_its_preset(tmp_path: Path) -> None:
    rules = load_rules(written(tmp_path, "extends: hotel\nhouse:\n  name: 西湖店\n"))
    assert rules.house.name.in_language("en") == "西湖店"
    assert rules.complaints == load_rules("hotel").complaints
    assert rules.surveys == load_rules("hotel").surveys


def test_a_file_that_extends_nothing_builds_on_the_general_rules(tmp_path: Path) -> None:
    assert load_rules(written(tmp_path, "# nothing yet\n")) == load_rules("general")
    changed = load_rules(written(tmp_path, "surveys: {delay: 1h}"))
    assert changed.surveys.cooldown == load_rules("general").surveys.cooldown


def test_one_changed_promise_leaves_its_neighbours(tmp_path: Path) -> None:
    text = "extends: hotel\ncomplaints:\n  promises:\n    clear:\n      first_response: 45min\n"
    changed, hotel = load_rules(written(tmp_path, text)), load_rules("hotel")
    promises = changed.complaints.promises_for(Urgency.CLEAR)
    assert promises.first_response.total_seconds() == 45 * 60
    assert promises.resolution == hotel.complaints.promises_for(Urgency.CLEAR).resolution
    assert changed.complaints.promises.mild == hotel.complaints.promises.mild


def test_a_list_replaces_the_list_below_it(tmp_path: Path) -> None:
    text = "extends: telecom\ncalendar:\n  hours:\n    - mon 09:00-10:00\n"
    days = load_rules(written(tmp_path, text)).calendar.hours.days
    assert [bool(day) for day in days] == [True, *[False] * 6]


def test_a_text_replaced_in_one_language_does_not_keep_the_old_one_in_another(
    tmp_path: Path,
) -> None:
    text = "extends: retail\ncomplaints:\n  next_recourse: {zh-hans: 可以找店长。}\n"
    recourse = load_rules(written(tmp_path, text)).complaints.next_recourse
    assert recourse.in_language("en") == "可以找店长。"


def test_files_can_build_on_files_beside_them(tmp_path: Path) -> None:
    written(tmp_path, "extends: hotel\nsurveys: {delay: 3h}\n", "group.yaml")
    rules = load_rules(written(tmp_path, "extends: group.yaml\nhouse: {name: 西湖店}\n"))
    assert rules.surveys.delay.total_seconds() == 3 * 3600
    assert rules.house.industry == "hotel"


def test_a_file_saved_by_windows_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "house.yaml"
    path.write_bytes("\ufeffextends: hotel\r\nhouse:\r\n  name: 西湖店\r\n".encode())
    assert load_rules(path).house.name.zh_hans == "西湖店"


def test_the_same_rules_written_differently_have_one_fingerprint(tmp_path: Path) -> None:
    a = load_rules(written(tmp_path, "surveys:\n  delay: 120min\n", "a.yaml"))
    b = load_rules(
        written(tmp_path, "extends: general\n# two hours\nsurveys: {delay: 2h}", "b.yaml")
    )
    assert a.fingerprint == b.fingerprint == load_rules("general").fingerprint


def test_days_off_are_added_to_those_below_and_survive_storage(tmp_path: Path) -> None:
    text = "calendar:\n  days:\n    2026-12-31: 09:00-15:00\n    2027-02-08: closed\n"
    rules = load_rules(written(tmp_path, text))
    assert Rules.from_json(rules.as_json()) == rules
    assert len(rules.calendar.days) == 2


def test_each_kind_of_service_may_have_its_own_questions(tmp_path: Path) -> None:
    text = """
surveys:
  by_service_type: {banquet: party}
  questionnaires:
    party:
      questions:
        - {key: nps, kind: nps, text: 会推荐给朋友吗？}
        - {key: why, kind: text, text: 为什么？, when: {question: nps, at_most: 6}}
"""
    surveys: SurveyRules = load_rules(written(tmp_path, text)).surveys
    party = surveys.questionnaire_for("banquet")
    assert party.key == "party"
    assert surveys.questionnaire_for("stay").key == "satisfaction"
    asked = party.next_question({"nps": 6})
    assert asked is not None
    assert asked.key == "why"
    assert party.next_question({"nps": 7}) is None
    assert party.next_question({"nps": None}) is None


def test_a_questionnaires_version_changes_with_its_words_and_with_nothing_else(
    tmp_path: Path,
) -> None:
    general = load_rules("general").surveys.questionnaire_for(None)
    slower = load_rules(written(tmp_path, "surveys: {delay: 5h}")).surveys.questionnaire_for(None)
    assert slower.version == general.version
    assert load_rules("hotel").surveys.questionnaire_for(None).version != general.version


def test_a_file_that_leads_back_to_itself_is_refused(tmp_path: Path) -> None:
    written(tmp_path, "extends: b.yaml\n", "a.yaml")
    written(tmp_path, "house: {name: 店}\nextends: a.yaml\n", "b.yaml")
    with pytest.raises(RulesError, match="itself") as refused:
        load_rules(tmp_path / "a.yaml")
    assert refused.value.problem.file.endswith("b.yaml")
    assert refused.value.problem.line == 2
