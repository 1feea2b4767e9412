"""Every industry's preset loads, says everything it needs to, and survives being stored."""

from datetime import timedelta

import pytest

import presets
from bot.rules import Rules, load_rules
from bot.rules_explained import explain
from calendars.durations import format_duration
from complaints.rules import Gate, Ladder, Recipients, Urgency
from complaints.values import Clock
from people.languages import Language, LanguageMap
from people.values import Role
from reports.asked import FIVE, Asked, items_of
from surveys.questionnaires import QuestionKind
from tests.calendars.times import at, shown

NAMES = ("general", "hotel", "restaurant", "retail", "telecom")


def test_the_five_industries_are_there() -> None:
    assert presets.names() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_loads_and_reads_back_from_what_is_stored(name: str) -> None:
    rules = load_rules(name)
    stored = Rules.from_json(rules.as_json())
    assert stored == rules
    assert stored.fingerprint == rules.fingerprint
    assert rules.house.industry == name


def test_each_preset_is_told_apart_by_its_fingerprint() -> None:
    assert len({load_rules(name).fingerprint for name in NAMES}) == len(NAMES)


def test_the_general_preset_writes_out_what_holds_without_any_file() -> None:
    assert load_rules("general") == Rules()


@pytest.mark.parametrize("name", NAMES)
def test_every_question_can_be_read_in_every_language(name: str) -> None:
    rules = load_rules(name)
    texts = [rules.house.name, rules.complaints.next_recourse]
    for questionnaire in rules.surveys.questionnaires.values():
        for question in questionnaire.questions:
            texts += [question.text, *question.labels]
    for text in texts:
        assert text.zh_hans, text
        assert text.zh_hant, text
        assert text.en, text


@pytest.mark.parametrize("name", NAMES)
def test_what_is_worse_is_promised_an_earlier_answer(name: str) -> None:
    rules, opened_at = load_rules(name), at("2026-11-17 10:00")
    for clock in (Clock.RESPONSE, Clock.RESOLUTION):
        due = [
            rules.complaints.due_at(
                clock, urgency, opened_at=opened_at, calendar=rules.working_time()
            )
            for urgency in Urgency
        ]
        assert due == sorted(due, reverse=True), name


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("urgency", list(Urgency))
def test_somebody_is_answered_before_the_matter_has_to_be_settled(
    name: str, urgency: Urgency
) -> None:
    promises = load_rules(name).complaints.promises_for(urgency)
    assert promises.first_response < promises.resolution


@pytest.mark.parametrize("name", NAMES)
def test_an_emergency_goes_to_the_top_at_any_hour_and_at_once(name: str) -> None:
    ladder = load_rules(name).complaints.ladder_for(Urgency.EMERGENCY)
    assert [level.to for level in ladder.levels] == [Recipients.OWNERS]
    assert ladder.levels[0].gate is Gate.ANY
    assert ladder.warn_at == ()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("urgency", list(Urgency))
def test_every_ladder_ends_with_the_owners(name: str, urgency: Urgency) -> None:
    ladder = load_rules(name).complaints.ladder_for(urgency)
    assert ladder.level(ladder.top).to is Recipients.OWNERS


@pytest.mark.parametrize("name", NAMES)
def test_danger_never_waits_for_the_morning(name: str) -> None:
    ladder = load_rules(name).complaints.ladder_for(Urgency.DANGER)
    assert {level.gate for level in ladder.levels} == {Gate.ANY}


@pytest.mark.parametrize("name", NAMES)
def test_a_survey_is_six_taps_how_it_went_and_each_of_the_five_sides(name: str) -> None:
    questionnaire = load_rules(name).surveys.questionnaire_for(None)
    asked = questionnaire.asked_under({"csat": 5})
    assert [question.dimension for question in asked] == [None, *FIVE, None]
    taps, free = asked[:-1], asked[-1]
    assert (taps[0].key, free.kind) == ("csat", QuestionKind.TEXT)
    assert all(list(question.scores) == [1, 2, 3, 4, 5] for question in taps)
    assert all(question.skippable for question in asked[1:])
    items = items_of([{"surveys": {"questionnaires": {"one": questionnaire.model_dump()}}}])
    counted = [items[question.key].asked for question in taps[1:]]
    assert counted == [Asked.PERCEPTION] * 5


def test_a_telecom_customer_has_an_answer_within_fifteen_days_whatever_the_holidays() -> None:
    rules = load_rules("telecom")
    opened_at = at("2026-02-12 17:00")
    due_at = rules.complaints.due_at(
        Clock.RESOLUTION, Urgency.MILD, opened_at=opened_at, calendar=rules.working_time()
    )
    assert due_at - opened_at <= timedelta(days=15)


def test_a_case_of_friday_evening_is_answered_on_saturday_morning_by_telecom() -> None:
    rules = load_rules("telecom")
    due_at = rules.complaints.due_at(
        Clock.RESPONSE,
        Urgency.SERIOUS,
        opened_at=at("2026-11-20 17:30"),
        calendar=rules.working_time(),
    )
    assert shown(due_at) == "2026-11-21 10:30"


def test_a_hotel_answers_at_night_as_by_day() -> None:
    rules = load_rules("hotel")
    due_at = rules.complaints.due_at(
        Clock.RESPONSE,
        Urgency.CLEAR,
        opened_at=at("2026-11-21 02:00"),
        calendar=rules.working_time(),
    )
    assert shown(due_at) == "2026-11-21 03:00"


def test_severities_have_names() -> None:
    assert [Urgency.of(severity) for severity in range(5)] == [
        Urgency.MILD,
        Urgency.MILD,
        Urgency.CLEAR,
        Urgency.SERIOUS,
        Urgency.DANGER,
    ]
    assert Urgency.of(1, emergency=True) is Urgency.EMERGENCY


def test_a_role_may_give_away_what_its_limit_allows_and_no_more() -> None:
    authority = load_rules("hotel").complaints.authority
    assert authority.allows(Role.STAFF, 20_000)
    assert not authority.allows(Role.STAFF, 20_001)
    assert authority.allows(Role.OWNER, 10**12)


def test_what_differs_for_one_urgency_leaves_the_rest_of_its_ladder() -> None:
    complaints = load_rules("hotel").complaints
    danger, common = complaints.ladder_for(Urgency.DANGER), complaints.ladder
    assert danger.step_every == timedelta(minutes=10)
    assert danger == common.model_copy(
        update={"step_every": danger.step_every, "repeat_every": danger.repeat_every}
    )
    assert isinstance(danger, Ladder)


def test_a_reader_without_a_text_gets_the_nearest_language() -> None:
    text = LanguageMap.model_validate("早餐")
    assert text.in_language(Language.ZH_HANT) == "早餐"
    assert text.in_language("fr") == "早餐"
    assert LanguageMap.model_validate({"en": "Breakfast"}).in_language("zh-hans") == "Breakfast"


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_explains_itself_and_says_where_it_is_written(name: str) -> None:
    explained = {rule.field: rule for rule in explain(name)}
    assert all(rule.meaning for rule in explained.values())
    delay = explained["surveys.delay"]
    assert delay.value == format_duration(load_rules(name).surveys.delay)
    assert delay.place is not None
    assert delay.place.file.endswith(".yaml")
